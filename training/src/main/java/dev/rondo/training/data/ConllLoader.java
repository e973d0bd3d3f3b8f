package dev.rondo.training.data;

import dev.rondo.runtime.Signature;
import dev.rondo.runtime.Signature.Kind;
import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.RawSequence;
import dev.rondo.training.data.RawData.Symbols;
import dev.rondo.training.settings.SettingValue;
import dev.rondo.training.settings.Settings.Source;
import dev.rondo.training.settings.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code conll(file, word = 1, tag = 2)}: a block between blank lines is a sequence, a line a step;
 * columns, from 1, are separated by tabs, or by blanks in a line without a tab. An input over an
 * axis within the steps has the characters of its column.
 *
 * <p>A call that names no input takes the columns in the order of the inputs.
 */
final class ConllLoader implements Loader {
  @Override
  public boolean reads(Binding input, List<Signature.Axis> axes) {
    return Loader.super.reads(input, axes)
        || (input.axes().size() == 2
            && input.axes().get(0) == 0
            && axes.get(input.axes().get(1)).within() == 0);
  }

  @Override
  public RawData read(Source source, Path file, DataRequest request) {
    List<Binding> inputs = request.inputs();
    List<String> known = new ArrayList<>(inputs.stream().map(Binding::name).toList());
    known.add("scale");
    Options.only(source, known);
    int[] columns = columns(source, inputs);
    Symbols symbols = new Symbols();
    List<RawSequence> sequences = new ArrayList<>();
    List<String[]> rows = new ArrayList<>();
    int number = 0;
    for (String line : TextFile.lines(file)) {
      number++;
      if (!line.isBlank()) {
        rows.add(line.indexOf('\t') >= 0 ? line.split("\t", -1) : line.strip().split("\\s+", -1));
      } else if (!rows.isEmpty()) {
        sequences.add(
            sequence(new Block(file, rows, number - rows.size()), request, columns, symbols));
        rows = new ArrayList<>();
      }
    }
    if (!rows.isEmpty()) {
      sequences.add(
          sequence(new Block(file, rows, number + 1 - rows.size()), request, columns, symbols));
    }
    if (sequences.isEmpty()) {
      throw DataException.in(file, "there are only blank lines");
    }
    return new RawData(file, symbols, sequences, Options.standardize(source));
  }

  /** The column of each input, from 1; 0 for one that has a value of its own or is not read. */
  private static int[] columns(Source source, List<Binding> inputs) {
    boolean inOrder = inputs.stream().noneMatch(i -> source.options().containsKey(i.name()));
    int next = 1;
    int[] columns = new int[inputs.size()];
    for (int i = 0; i < columns.length; i++) {
      Binding input = inputs.get(i);
      SettingValue named = source.options().get(input.name());
      if (named != null) {
        columns[i] = Options.count(input.name(), named);
      } else if (input.value().isEmpty()) {
        if (!inOrder && input.read()) {
          throw new SettingsException(
              source.place(),
              "'conll' has no column for the input '" + input.name() + "'",
              "say which: " + input.name() + " = 2");
        }
        columns[i] = next++;
      }
      if (!input.read()) {
        columns[i] = 0;
      }
      if (columns[i] > 0) {
        check(source, input);
      }
    }
    return columns;
  }

  /** An input that a column gives is a symbol or a number at each step, or letters. */
  private static void check(Source source, Binding input) {
    if (letters(input) && (input.kind() != Kind.TOKEN || !input.shape().isEmpty())) {
      throw new SettingsException(
          source.place(),
          "the characters of a column of 'conll' are symbols, and '"
              + input.name()
              + "' is not a token",
          "input " + input.name() + ": token[C] over ...");
    }
    if (input.axes().isEmpty() || !input.shape().isEmpty()) {
      throw new SettingsException(
          source.place(),
          "a column of 'conll' is one symbol or number a step, and '"
              + input.name()
              + (input.overTime() ? "' is not one symbol or number" : "' is not over time"),
          "take jsonl, or give the input a value");
    }
  }

  /** Whether it has the characters of its column. */
  private static boolean letters(Binding input) {
    return input.axes().size() == 2;
  }

  private static RawSequence sequence(
      Block block, DataRequest request, int[] columns, Symbols symbols) {
    Lengths lengths = new Lengths(block.file, request.axes());
    lengths.measure(block.first, 0, 0, block.rows.size(), "the block");
    List<RawColumn> values = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      Binding input = request.inputs().get(i);
      if (columns[i] == 0) {
        values.add(new RawColumn.Absent(input.otherwise()));
      } else if (letters(input)) {
        values.add(block.letters(columns[i], input, lengths, symbols));
      } else if (input.kind() == Kind.TOKEN) {
        values.add(block.symbols(columns[i], input, symbols));
      } else {
        values.add(block.numbers(columns[i], input));
      }
    }
    request.inputs().stream()
        .flatMap(input -> input.axes().stream())
        .forEach(axis -> lengths.require(block.first, axis));
    int first = block.first;
    int last = first + block.rows.size() - 1;
    return new RawSequence(
        values, block.rows.size(), lengths.all(), step -> Math.min(first + step, last));
  }

  /**
   * Lines without a blank one between them.
   *
   * @param first the number of the first, from 1
   */
  private record Block(Path file, List<String[]> rows, int first) {
    RawColumn symbols(int column, Binding input, Symbols symbols) {
      return new RawColumn.Tokens(
          IntStream.range(0, rows.size())
              .map(step -> symbols.id(cell(step, column, input)))
              .toArray());
    }

    RawColumn numbers(int column, Binding input) {
      return new RawColumn.Reals(
          IntStream.range(0, rows.size())
              .mapToDouble(step -> number(step, column, input))
              .toArray(),
          1);
    }

    RawColumn letters(int column, Binding input, Lengths lengths, Symbols symbols) {
      IntStream.Builder ids = IntStream.builder();
      for (int step = 0; step < rows.size(); step++) {
        int[] letters = cell(step, column, input).codePoints().map(symbols::id).toArray();
        lengths.measure(first + step, input.axes().get(1), step, letters.length, input.name());
        for (int letter : letters) {
          ids.add(letter);
        }
      }
      return new RawColumn.Tokens(ids.build().toArray());
    }

    private String cell(int step, int column, Binding input) {
      String[] cells = rows.get(step);
      int line = first + step;
      if (column > cells.length) {
        throw DataException.at(
                file,
                line,
                "there is no column "
                    + column
                    + " for '"
                    + input.name()
                    + "': this line has "
                    + Names.count(cells.length, "column"))
            .help("columns are separated by a tab, or by blanks in a line without a tab");
      }
      String cell = cells[column - 1].strip();
      if (cell.isEmpty()) {
        throw DataException.at(file, line, "column " + column + " is empty");
      }
      return cell;
    }

    private double number(int step, int column, Binding input) {
      String cell = cell(step, column, input);
      String where = "'" + cell + "' in column " + column;
      double value = CsvTable.parse(cell);
      if (Double.isNaN(value)) {
        throw DataException.at(file, first + step, where + " is not a number");
      }
      if (input.kind() == Kind.INT
          && (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE)) {
        throw DataException.at(file, first + step, where + " is not a whole number");
      }
      return value;
    }
  }
}
