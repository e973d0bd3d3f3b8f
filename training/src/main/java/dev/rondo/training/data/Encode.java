package dev.rondo.training.data;

import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Sequence;
import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.RawSequence;
import dev.rondo.training.data.StoredSequence.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Raw data → sequences: symbols become indices of their vocabulary, numbers are scaled. */
final class Encode {
  private Encode() {}

  /**
   * The vocabularies of a model's tokens: those known, the others from the data.
   *
   * @param minCount what occurs less often is {@code <unk>}; 0: everything is a symbol, and there
   *     is no {@code <unk>}
   */
  static Map<String, Vocabulary> vocabularies(DataRequest request, RawData data, int minCount) {
    Map<String, int[]> used = new LinkedHashMap<>();
    List<Binding> inputs = request.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      for (RawSequence sequence : data.sequences()) {
        RawColumn column = sequence.columns().get(i);
        if (column instanceof RawColumn.Tokens || column instanceof RawColumn.Text) {
          count(
              column,
              used.computeIfAbsent(
                  inputs.get(i).vocabularyName(), name -> new int[data.symbols().size()]));
        }
      }
    }
    Map<String, Vocabulary> result = new LinkedHashMap<>();
    used.forEach(
        (name, counts) -> {
          Vocabulary known = request.vocabularies().get(name);
          List<String> literals = request.literals().getOrDefault(name, List.of());
          result.put(name, known != null ? known : learn(literals, counts, data, minCount));
        });
    Indices.vocabularies(request, data, result);
    // a vocabulary that only outputs use still comes with the weights
    request.vocabularies().forEach(result::putIfAbsent);
    inputs.forEach(input -> checkSize(input, result.get(input.vocabularyName()), data));
    return result;
  }

  private static void count(RawColumn column, int[] counts) {
    if (column instanceof RawColumn.Tokens tokens) {
      for (int id : tokens.ids()) {
        counts[id]++;
      }
    } else if (column instanceof RawColumn.Text text) {
      for (int step = 0; step < text.ids().length(); step++) {
        counts[text.ids().at(step)]++;
      }
    }
  }

  private static Vocabulary learn(List<String> literals, int[] counts, RawData data, int minCount) {
    List<String> first = new ArrayList<>(literals);
    if (minCount > 0) {
      first.add(Vocabulary.UNKNOWN);
    }
    List<String> found =
        IntStream.range(0, counts.length)
            .filter(id -> counts[id] >= Math.max(1, minCount))
            .mapToObj(data.symbols()::symbol)
            .toList();
    return Vocabulary.of(first, found);
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
    Indices.check(inputs, data, vocabularies);
    List<Indexer> indexers = new ArrayList<>();
    for (Binding input : inputs) {
      indexers.add(new Indexer(data, input, vocabularies.get(input.vocabularyName())));
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
        columns[i] = inputs.get(i).axes().isEmpty() ? new Column.Same(column) : column;
      }
      result.add(new StoredSequence(columns, sequence.length(), sequence.lengths()));
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
    if (raw instanceof RawColumn.Text text) {
      for (int step = 0; step < text.ids().length(); step++) {
        indexer.index(text.ids().at(step), sequence, step);
      }
      return new Column.Text(text.ids(), indexer.indices);
    }
    if (raw instanceof RawColumn.Indices indices) {
      return new Column.Tokens(indices.indices());
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
    private final Binding input;
    private final int[] indices;
    private final int size;

    Indexer(RawData data, Binding input, Vocabulary vocabulary) {
      this.data = data;
      this.input = input;
      this.size = vocabulary == null ? 0 : vocabulary.size();
      this.indices = new int[vocabulary == null ? 0 : data.symbols().size()];
      int unknown =
          vocabulary == null ? UNKNOWN : vocabulary.index(Vocabulary.UNKNOWN).orElse(UNKNOWN);
      for (int id = 0; id < indices.length; id++) {
        indices[id] = vocabulary.index(data.symbols().symbol(id)).orElse(unknown);
      }
    }

    int index(int id, RawSequence sequence, int step) {
      if (indices[id] == UNKNOWN) {
        throw DataException.at(
                data.file(),
                sequence.line(input, step),
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
