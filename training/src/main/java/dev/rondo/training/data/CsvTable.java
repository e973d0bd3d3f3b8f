package dev.rondo.training.data;

import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The cells of a CSV file (RFC 4180, comma, UTF-8). The first row names the columns.
 *
 * @param lines the line of each row, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CsvTable(Path file, List<String> header, List<CSVRecord> rows, int[] lines) {
  static CsvTable read(Path file) {
    String text = TextFile.read(file);
    CSVFormat format = CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(true).get();
    try (CSVParser parser =
        CSVParser.builder().setReader(new StringReader(text)).setFormat(format).get()) {
      return read(file, parser);
    } catch (IOException e) {
      throw DataException.in(file, "cannot be read: " + e.getMessage());
    }
  }

  private static CsvTable read(Path file, CSVParser parser) {
    Iterator<CSVRecord> records = parser.iterator();
    List<String> header = List.of();
    List<CSVRecord> rows = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    try {
      while (records.hasNext()) {
        CSVRecord row = records.next();
        int line = (int) parser.getCurrentLineNumber();
        if (header.isEmpty()) {
          header = header(file, line, row);
        } else if (row.size() != header.size()) {
          throw DataException.at(
              file,
              line,
              "this row has "
                  + Names.count(row.size(), "cell")
                  + ", the header has "
                  + Names.count(header.size(), "column"));
        } else {
          rows.add(row);
          lines.add(line);
        }
      }
    } catch (UncheckedIOException e) {
      // an open quote, or text behind a closed one: the library says which in its own words
      throw DataException.at(
              file, (int) parser.getCurrentLineNumber(), "quotes do not match in this row")
          .help("a quote inside a quoted cell is written twice");
    }
    if (rows.isEmpty()) {
      throw DataException.in(file, "there are no rows below the header");
    }
    return new CsvTable(
        file, header, List.copyOf(rows), lines.stream().mapToInt(Integer::intValue).toArray());
  }

  private static List<String> header(Path file, int line, CSVRecord row) {
    List<String> names = row.stream().map(String::strip).toList();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw DataException.at(file, line, "two columns are named '" + name + "'");
      }
    }
    return names;
  }

  /** The number of a column. */
  int column(String name) {
    int found = header.indexOf(name);
    if (found < 0) {
      throw missing("there is no column '" + name + "'", name);
    }
    return found;
  }

  /** An error about a column that should be in the header. */
  DataException missing(String problem, String name) {
    String only = header.get(0);
    boolean otherSeparator = header.size() == 1 && (only.contains(";") || only.contains("\t"));
    return DataException.at(file, 1, problem)
        .help(
            otherSeparator
                ? "columns are separated by commas; this header has none"
                : Names.suggest(name, "columns", header));
  }

  String cell(int row, int column) {
    return rows.get(row).get(column);
  }

  /** An error about one cell. */
  DataException bad(int row, String problem) {
    return DataException.at(file, lines[row], problem);
  }

  /** A finite number. */
  double number(int row, int column) {
    String cell = cell(row, column).strip();
    String where = " in column '" + header.get(column) + "'";
    if (cell.isEmpty()) {
      throw bad(row, "there is no number" + where);
    }
    double value;
    try {
      value = Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw bad(row, "'" + cell + "'" + where + " is not a number");
    }
    char last = cell.charAt(cell.length() - 1);
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw bad(row, "'" + cell + "'" + where + " is not a finite number");
    }
    if (last != '.' && !Character.isDigit(last)) { // Java also reads 1f and 2d
      throw bad(row, "'" + cell + "'" + where + " is not a number");
    }
    return value;
  }

  /** A finite number; NaN for what is none. */
  static double parse(String cell) {
    try {
      double value = Double.parseDouble(cell);
      char last = cell.charAt(cell.length() - 1);
      boolean plain = last == '.' || Character.isDigit(last); // Java also reads 1f and 2d
      return plain && !Double.isInfinite(value) ? value : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** A whole number. */
  double integer(int row, int column) {
    double value = number(row, column);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw bad(
          row,
          "'"
              + cell(row, column).strip()
              + "' in column '"
              + header.get(column)
              + "' is not a whole number");
    }
    return value;
  }

  /** A symbol, as it stands in the file. */
  String symbol(int row, int column) {
    String cell = cell(row, column);
    if (cell.isEmpty()) {
      throw bad(row, "there is no symbol in column '" + header.get(column) + "'");
    }
    return cell;
  }
}
