package dev.rondo.training.data;

import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.RawSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tokens that the data names by their index, not by a symbol. */
final class Indices {
  private Indices() {}

  /**
   * Adds the vocabularies that no symbol of the data gives: as large as the model says, or else as
   * the largest index needs; a symbol is the model's own, or the number itself.
   */
  static void vocabularies(DataRequest request, RawData data, Map<String, Vocabulary> result) {
    List<Binding> inputs = request.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      String name = inputs.get(i).vocabularyName();
      int largest = largest(data, i);
      if (largest >= 0
          && !request.vocabularies().containsKey(name)
          && (!result.containsKey(name) || numbered(result.get(name)))) {
        List<String> symbols = new ArrayList<>(request.literals().getOrDefault(name, List.of()));
        int known = result.containsKey(name) ? result.get(name).size() : 0;
        int size = inputs.get(i).symbols().orElse(Math.max(known, largest + 1));
        for (int index = symbols.size(); index < size; index++) {
          symbols.add(NUMBER + index);
        }
        result.put(name, new Vocabulary(symbols));
      }
    }
  }

  /** So that no symbol of a file is one by accident. */
  private static final String NUMBER = "#";

  private static boolean numbered(Vocabulary vocabulary) {
    int last = vocabulary.size() - 1;
    return last >= 0 && vocabulary.symbol(last).equals(NUMBER + last);
  }

  private static int largest(RawData data, int input) {
    int largest = -1;
    for (RawSequence sequence : data.sequences()) {
      if (sequence.columns().get(input) instanceof RawColumn.Indices column) {
        for (int index : column.indices()) {
          largest = Math.max(largest, index);
        }
      }
    }
    return largest;
  }

  /** Reports the first index that its vocabulary does not have. */
  static void check(List<Binding> inputs, RawData data, Map<String, Vocabulary> vocabularies) {
    for (RawSequence sequence : data.sequences()) {
      for (int i = 0; i < inputs.size(); i++) {
        if (sequence.columns().get(i) instanceof RawColumn.Indices column) {
          Vocabulary vocabulary = vocabularies.get(inputs.get(i).vocabularyName());
          int size = vocabulary == null ? 0 : vocabulary.size();
          for (int step = 0; step < column.indices().length; step++) {
            int index = column.indices()[step];
            if (index >= size) {
              throw DataException.at(
                  data.file(),
                  sequence.line(inputs.get(i), step),
                  "the index "
                      + index
                      + " for '"
                      + inputs.get(i).name()
                      + "' is too large: there are "
                      + Names.count(size, "symbol")
                      + ", from 0");
            }
          }
        }
      }
    }
  }
}
