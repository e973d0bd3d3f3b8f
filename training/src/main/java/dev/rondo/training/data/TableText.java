package dev.rondo.training.data;

import dev.rondo.runtime.Signature;
import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;

/** Rows of text, a symbol and its numbers, for the symbols of a vocabulary. */
final class TableText {
  private final Path file;
  private final Signature.Parameter parameter;
  private final Vocabulary vocabulary;
  private final double[] values;
  private final int width;
  private final BitSet found = new BitSet();
  private final StringBuilder text = new StringBuilder();
  private int line;
  private boolean checked;

  /** {@code values}: the table's, row by row. */
  TableText(Path file, Signature.Parameter parameter, Vocabulary vocabulary, double[] values) {
    this.file = file;
    this.parameter = parameter;
    this.vocabulary = vocabulary;
    this.values = values;
    this.width = parameter.shape().get(1);
  }

  /** Overwrites the rows that the file has; of a symbol that stands twice the first counts. */
  void read() {
    // such files have a gigabyte: never the whole text at once
    TextFile.codePoints(
        file,
        c -> {
          if (c == '\n') {
            line();
          } else {
            text.appendCodePoint(c);
          }
        });
    line();
    if (found.isEmpty()) {
      throw DataException.in(
              file,
              "it has none of the " + Names.count(vocabulary.size(), "symbol") + " of the data")
          .help(
              vocabulary.size() == 0
                  ? ""
                  : "they are such as '" + vocabulary.symbol(vocabulary.size() / 2) + "'");
    }
  }

  private void line() {
    line++;
    String[] fields = text.toString().strip().split("[ \t]+", -1);
    text.setLength(0);
    boolean header = line == 1 && fields.length == 2 && whole(fields[0]) && whole(fields[1]);
    if (header && width != 1) {
      widthIs(Long.parseLong(fields[1]));
    } else if (!fields[0].isEmpty()) {
      row(fields);
    }
  }

  private static boolean whole(String field) {
    return field.length() < 18 && field.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private void row(String[] fields) {
    // a symbol may have blanks in it, but the file's first tells how many numbers there are
    if (fields.length <= width || !checked) {
      widthIs(fields.length - 1);
    }
    checked = true;
    int numbers = fields.length - width;
    String symbol = numbers == 1 ? fields[0] : String.join(" ", Arrays.copyOf(fields, numbers));
    OptionalInt index = vocabulary.index(symbol);
    if (index.isEmpty() || found.get(index.getAsInt())) {
      return;
    }
    found.set(index.getAsInt());
    for (int i = 0; i < width; i++) {
      values[index.getAsInt() * width + i] = number(symbol, fields[numbers + i]);
    }
  }

  private void widthIs(long given) {
    if (given != width) {
      throw DataException.at(
              file,
              line,
              "a row has %s, but %s is %s"
                  .formatted(Names.count(given, "number"), parameter.path(), parameter.shape()))
          .help(checked ? "" : "give the table as many columns: [V, " + given + "]");
    }
  }

  private double number(String symbol, String field) {
    double value;
    try {
      value = Double.parseDouble(field);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!Double.isFinite(value)) {
      throw DataException.at(
          file, line, "'" + field + "' in the row of '" + symbol + "' is not a number");
    }
    return value;
  }
}
