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
import java.util.List;

/**
 * {@code conll(file, word = 1, tag = 2)}: a block between blank lines is a sequence, a line a step;
 * columns, from 1, are separated by tabs, or by blanks in a line without a tab.
 *
 * <p>A call that names no input takes the columns in the order of the inputs.
 */
final class ConllLoader implements Loader {
  @Override
  public RawData read(Source source, Path file, DataRequest request) {
    List<Binding> inputs = request.inputs();
    List<String> known = new ArrayList<>(inputs.stream().map(Binding::name).toList());
    known.add("scale");
    Options.only(source, known);
    int[] columns = columns(source, inputs);
    Symbols symbols = new Symbols();
    List<RawSequence> sequences = new ArrayList<>();
    List<String[]> block = new ArrayList<>();
    int number = 0;
    for (String line : TextFile.lines(file)) {
      number++;
      if (!line.isBlank()) {
        block.add(line.indexOf('\t') >= 0 ? line.split("\t", -1) : line.strip().split("\\s+", -1));
      } else if (!block.isEmpty()) {
        sequences.add(sequence(file, block, number - block.size(), inputs, columns, symbols));
        block.clear();
      }
    }
    if (!block.isEmpty()) {
      sequences.add(sequence(file, block, number + 1 - block.size(), inputs, columns, symbols));
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
      if (columns[i] > 0 && (!input.overTime() || !input.shape().isEmpty())) {
        throw new SettingsException(
            source.place(),
            "a column of 'conll' is one symbol or number a step, and '"
                + input.name()
                + (input.overTime() ? "' is not one symbol or number" : "' is not over time"),
            "take jsonl, or give the input a value");
      }
    }
    return columns;
  }

  private static RawSequence sequence(
      Path file,
      List<String[]> block,
      int first,
      List<Binding> inputs,
      int[] columns,
      Symbols symbols) {
    List<RawColumn> values = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      Binding input = inputs.get(i);
      if (columns[i] == 0) {
        values.add(new RawColumn.Absent(input.otherwise()));
        continue;
      }
      int[] ids = new int[block.size()];
      double[] numbers = new double[block.size()];
      for (int step = 0; step < ids.length; step++) {
        String cell = cell(file, block.get(step), first + step, columns[i], input);
        if (input.kind() == Kind.TOKEN) {
          ids[step] = symbols.id(cell);
        } else {
          numbers[step] = number(file, cell, first + step, columns[i], input.kind());
        }
      }
      values.add(
          input.kind() == Kind.TOKEN ? new RawColumn.Tokens(ids) : new RawColumn.Reals(numbers, 1));
    }
    int last = first + block.size() - 1;
    return new RawSequence(values, block.size(), step -> Math.min(first + step, last));
  }

  private static String cell(Path file, String[] cells, int line, int column, Binding input) {
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

  private static double number(Path file, String cell, int line, int column, Kind kind) {
    String where = "'" + cell + "' in column " + column;
    double value = CsvTable.parse(cell);
    if (Double.isNaN(value)) {
      throw DataException.at(file, line, where + " is not a number");
    }
    if (kind == Kind.INT && (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE)) {
      throw DataException.at(file, line, where + " is not a whole number");
    }
    return value;
  }
}
