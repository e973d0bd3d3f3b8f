package dev.rondo.training.data;

import dev.rondo.runtime.Sequence;
import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.RawSequence;
import dev.rondo.training.data.StoredSequence.Column;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Raw data → sequences: symbols become indices of their vocabulary, numbers are scaled. */
final class Encode {
  private Encode() {}

  /** The vocabularies of a model's tokens: those known, the others from the data. */
  static Map<String, Vocabulary> vocabularies(DataRequest request, RawData data) {
    Map<String, BitSet> used = new LinkedHashMap<>();
    List<Binding> inputs = request.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      for (RawSequence sequence : data.sequences()) {
        if (sequence.columns().get(i) instanceof RawColumn.Tokens tokens) {
          BitSet ids = used.computeIfAbsent(inputs.get(i).vocabularyName(), name -> new BitSet());
          for (int id : tokens.ids()) {
            ids.set(id);
          }
        }
      }
    }
    Map<String, Vocabulary> result = new LinkedHashMap<>();
    used.forEach(
        (name, ids) -> {
          Vocabulary known = request.vocabularies().get(name);
          result.put(
              name,
              known != null
                  ? known
                  : Vocabulary.of(
                      request.literals().getOrDefault(name, List.of()),
                      ids.stream().mapToObj(data.symbols()::symbol).toList()));
        });
    // a vocabulary that only outputs use still comes with the weights
    request.vocabularies().forEach(result::putIfAbsent);
    inputs.forEach(input -> checkSize(input, result.get(input.vocabularyName()), data));
    return result;
  }

  private static void checkSize(Binding input, Vocabulary vocabulary, RawData data) {
    if (vocabulary != null
        && input.symbols().isPresent()
        && vocabulary.size() > input.symbols().getAsInt()) {
      throw DataException.in(
              data.file(),
              "the input '"
                  + input.name()
                  + "' is a token["
                  + input.symbols().getAsInt()
                  + "], but there are "
                  + Names.count(vocabulary.size(), "symbol"))
          .help("leave the size open: the data gives it");
    }
  }

  /**
   * Sequences with indices for symbols.
   *
   * @param scaling by input; the others stay as they are
   */
  static List<Sequence> sequences(
      DataRequest request,
      RawData data,
      Map<String, Vocabulary> vocabularies,
      Map<String, Scaling> scaling) {
    List<Binding> inputs = request.inputs();
    List<Indexer> indexers = new ArrayList<>();
    for (Binding input : inputs) {
      indexers.add(new Indexer(data, vocabularies.get(input.vocabularyName())));
    }
    List<Sequence> result = new ArrayList<>();
    for (RawSequence sequence : data.sequences()) {
      Column[] columns = new Column[inputs.size()];
      for (int i = 0; i < columns.length; i++) {
        Column column =
            column(
                sequence,
                i,
                indexers.get(i),
                Optional.ofNullable(scaling.get(inputs.get(i).name())));
        columns[i] = inputs.get(i).overTime() ? column : new Column.Same(column);
      }
      result.add(new StoredSequence(columns, sequence.length()));
    }
    return result;
  }

  private static Column column(
      RawSequence sequence, int input, Indexer indexer, Optional<Scaling> scaling) {
    RawColumn raw = sequence.columns().get(input);
    if (raw instanceof RawColumn.Tokens tokens) {
      int[] indices = new int[tokens.ids().length];
      for (int step = 0; step < indices.length; step++) {
        indices[step] = indexer.index(tokens.ids()[step], sequence, step);
      }
      return new Column.Tokens(indices);
    }
    if (raw instanceof RawColumn.Reals reals) {
      double[] values = reals.values().clone();
      for (int k = 0; scaling.isPresent() && k < values.length; k++) {
        values[k] = scaling.get().scale(values[k], k % reals.width());
      }
      return new Column.Reals(values, reals.width());
    }
    return new Column.Fixed(((RawColumn.Absent) raw).value());
  }

  /** A raw symbol's number → its index in a vocabulary. */
  private static final class Indexer {
    private static final int UNKNOWN = -1;

    private final RawData data;
    private final int[] indices;
    private final int size;

    Indexer(RawData data, Vocabulary vocabulary) {
      this.data = data;
      this.size = vocabulary == null ? 0 : vocabulary.size();
      this.indices = new int[vocabulary == null ? 0 : data.symbols().size()];
      for (int id = 0; id < indices.length; id++) {
        indices[id] = vocabulary.index(data.symbols().symbol(id)).orElse(UNKNOWN);
      }
    }

    int index(int id, RawSequence sequence, int step) {
      if (indices[id] == UNKNOWN) {
        throw DataException.at(
                data.file(),
                sequence.lineOf().applyAsInt(step),
                "unknown symbol " + shown(data.symbols().symbol(id)))
            .help("the model knows " + Names.count(size, "symbol") + ", those it was trained on");
      }
      return indices[id];
    }

    /** A symbol as a reader can see it, also a space or a control character. */
    private static String shown(String symbol) {
      boolean visible =
          symbol.codePoints().noneMatch(c -> Character.isISOControl(c) || (c > 0x7E && c < 0xA1));
      String codes =
          symbol.codePointCount(0, symbol.length()) == 1
              ? String.format("U+%04X", symbol.codePointAt(0))
              : "";
      return visible ? "'" + symbol + "'" + (codes.isEmpty() ? "" : " (" + codes + ")") : codes;
    }
  }
}
