package dev.rondo.training.data;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * {@code csv(file, x = "A", v = ["A", "B"], sequence = "id", scale = standard)}: a row is a step;
 * the rows with equal {@code id}, in file order, are a sequence; without {@code sequence} the whole
 * file is.
 *
 * <p>An input that the call does not name is bound to the column of its name; a vector {@code v} to
 * {@code v_0}, {@code v_1}, … or {@code v0}, {@code v1}, … (also counted from 1). An input that is
 * not over time must be the same in all rows of a sequence.
 */
final class CsvLoader implements Loader {
  @Override
  public RawData read(Source source, Path file, DataRequest request) {
    List<Binding> inputs = request.inputs();
    List<String> known = new ArrayList<>(inputs.stream().map(Binding::name).toList());
    known.addAll(List.of("sequence", "scale"));
    Options.only(source, known);
    boolean standardize = Options.standardize(source);

    CsvTable table = CsvTable.read(file);
    int[][] columns = new int[inputs.size()][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = columns(table, inputs.get(i), source);
    }
    Symbols symbols = new Symbols();
    List<RawSequence> sequences = new ArrayList<>();
    for (int[] rows : groups(table, source)) {
      List<RawColumn> values = new ArrayList<>();
      for (int i = 0; i < columns.length; i++) {
        values.add(column(table, rows, inputs.get(i), columns[i], symbols));
      }
      sequences.add(new RawSequence(values, rows.length, step -> table.lines()[rows[step]]));
    }
    return new RawData(file, symbols, sequences, standardize);
  }

  /** The columns an input is bound to; none for one that has a value of its own or is not read. */
  private static int[] columns(CsvTable table, Binding input, Source source) {
    if (!input.read()) {
      return new int[0];
    }
    SettingValue named = source.options().get(input.name());
    if (named != null) {
      List<String> names = Options.columns(input.name(), named);
      OptionalInt width = input.shape().isEmpty() ? OptionalInt.of(1) : input.width();
      if (width.isPresent() && width.getAsInt() != names.size()) {
        throw new SettingsException(
            named.place(),
            "the input '"
                + input.name()
                + "' takes "
                + Names.count(width.getAsInt(), "column")
                + ", not "
                + names.size(),
            "");
      }
      return names.stream().mapToInt(table::column).toArray();
    }
    int[] found = byName(table, input);
    if (found.length == 0 && input.required()) {
      String numbered = input.shape().isEmpty() ? "" : ", nor '" + input.name() + "_0'";
      throw table.missing(
          "there is no column '" + input.name() + "'" + numbered + " for the input of that name",
          input.name());
    }
    return found;
  }

  private static int[] byName(CsvTable table, Binding input) {
    int same = table.header().indexOf(input.name());
    OptionalInt width = input.width();
    if (input.shape().isEmpty() || (same >= 0 && width.equals(OptionalInt.of(1)))) {
      return same < 0 ? new int[0] : new int[] {same};
    }
    for (String prefix : List.of(input.name() + "_", input.name())) {
      for (int first : new int[] {0, 1}) {
        int[] found =
            IntStream.iterate(first, k -> table.header().contains(prefix + k), k -> k + 1)
                .map(k -> table.header().indexOf(prefix + k))
                .toArray();
        if (found.length > 0) {
          if (width.isPresent() && width.getAsInt() != found.length) {
            throw DataException.at(
                    table.file(),
                    1,
                    "the input '"
                        + input.name()
                        + "' takes "
                        + Names.count(width.getAsInt(), "column")
                        + ", there are "
                        + found.length
                        + " from '"
                        + prefix
                        + first
                        + "' on")
                .help("name them in the call: " + input.name() + " = [\"...\", \"...\"]");
          }
          return found;
        }
      }
    }
    return new int[0];
  }

  /** The rows of each sequence, in the order of the sequences' first rows. */
  private static List<int[]> groups(CsvTable table, Source source) {
    SettingValue option = source.options().get("sequence");
    if (option == null) {
      return List.of(IntStream.range(0, table.rows().size()).toArray());
    }
    List<String> names = Options.columns("sequence", option);
    int[] keys = names.stream().mapToInt(table::column).toArray();
    Map<List<String>, List<Integer>> groups = new LinkedHashMap<>();
    for (int row = 0; row < table.rows().size(); row++) {
      List<String> key = new ArrayList<>();
      for (int column : keys) {
        key.add(table.cell(row, column));
      }
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    return groups.values().stream()
        .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  private static RawColumn column(
      CsvTable table, int[] rows, Binding input, int[] columns, Symbols symbols) {
    if (columns.length == 0) {
      return new RawColumn.Absent(input.otherwise());
    }
    int steps = input.overTime() ? rows.length : 1;
    if (!input.overTime()) {
      checkSame(table, rows, input, columns);
    }
    if (input.kind() == Kind.TOKEN) {
      int[] ids = new int[steps];
      for (int step = 0; step < steps; step++) {
        ids[step] = symbols.id(table.symbol(rows[step], columns[0]));
      }
      return new RawColumn.Tokens(ids);
    }
    double[] values = new double[Math.multiplyExact(steps, columns.length)];
    for (int step = 0; step < steps; step++) {
      for (int k = 0; k < columns.length; k++) {
        values[step * columns.length + k] =
            input.kind() == Kind.INT
                ? table.integer(rows[step], columns[k])
                : table.number(rows[step], columns[k]);
      }
    }
    return new RawColumn.Reals(values, columns.length);
  }

  private static void checkSame(CsvTable table, int[] rows, Binding input, int[] columns) {
    for (int row : rows) {
      for (int column : columns) {
        String first = table.cell(rows[0], column);
        if (!table.cell(row, column).equals(first)) {
          throw table
              .bad(
                  row,
                  "'"
                      + table.cell(row, column)
                      + "' in column '"
                      + table.header().get(column)
                      + "' differs from '"
                      + first
                      + "' in line "
                      + table.lines()[rows[0]])
              .help(
                  "the input '"
                      + input.name()
                      + "' has one value a sequence; declare it 'over t',"
                      + " or say which rows belong together: sequence = \"column\"");
        }
      }
    }
  }
}
