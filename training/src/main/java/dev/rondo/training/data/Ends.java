package dev.rondo.training.data;

import dev.rondo.training.DataException;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.RawSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Ends sequences with the symbol that {@code feed ... until} names, where they lack it. */
final class Ends {
  private Ends() {}

  static RawData append(DataRequest request, RawData data) {
    if (request.inputs().stream().noneMatch(input -> ends(request, input))) {
      return data;
    }
    List<RawSequence> sequences = new ArrayList<>();
    for (RawSequence sequence : data.sequences()) {
      sequences.add(append(request, data, sequence));
    }
    return new RawData(data.file(), data.symbols(), sequences, data.standardize());
  }

  private static boolean ends(DataRequest request, Binding input) {
    return input.overTime() && request.untils().containsKey(input.name());
  }

  private static RawSequence append(DataRequest request, RawData data, RawSequence sequence) {
    List<Binding> inputs = request.inputs();
    List<RawColumn> columns = new ArrayList<>();
    String longer = "";
    String same = "";
    for (int i = 0; i < inputs.size(); i++) {
      Binding input = inputs.get(i);
      RawColumn column = sequence.columns().get(i);
      Optional<RawColumn> ended =
          ends(request, input) ? ended(request, data, input, column) : Optional.empty();
      columns.add(ended.orElse(column));
      if (ended.isPresent()) {
        longer = input.name();
      } else if (input.overTime() && !(column instanceof RawColumn.Absent)) {
        same = input.name();
      }
    }
    if (longer.isEmpty()) {
      return sequence;
    }
    if (!same.isEmpty()) {
      throw DataException.at(
              data.file(),
              sequence.lineOf().applyAsInt(0),
              "'"
                  + longer
                  + "' lacks the symbol '"
                  + request.untils().get(longer)
                  + "' that ends it, and '"
                  + same
                  + "' has no step for that")
          .help("write it in the file, with a value of '" + same + "' beside it");
    }
    return new RawSequence(columns, sequence.length() + 1, sequence.lengths(), sequence.lineOf());
  }

  /** Empty if it has the symbol already. */
  private static Optional<RawColumn> ended(
      DataRequest request, RawData data, Binding input, RawColumn column) {
    String symbol = request.untils().get(input.name());
    if (column instanceof RawColumn.Tokens tokens) {
      return longer(tokens.ids(), data.symbols().id(symbol)).map(RawColumn.Tokens::new);
    }
    if (column instanceof RawColumn.Indices indices) {
      String name = input.vocabularyName();
      Vocabulary known = request.vocabularies().get(name);
      int index =
          known != null
              ? known.index(symbol).orElse(-1)
              : request.literals().getOrDefault(name, List.of()).indexOf(symbol);
      return index < 0
          ? Optional.empty()
          : longer(indices.indices(), index).map(RawColumn.Indices::new);
    }
    return Optional.empty();
  }

  private static Optional<int[]> longer(int[] steps, int end) {
    int length = steps.length;
    if (length > 0 && steps[length - 1] == end) {
      return Optional.empty();
    }
    int[] result = Arrays.copyOf(steps, length + 1);
    result[length] = end;
    return Optional.of(result);
  }
}
