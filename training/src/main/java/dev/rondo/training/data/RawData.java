package dev.rondo.training.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * What a loader reads: symbols still without their indices, numbers not scaled.
 *
 * @param standardize numbers are to be brought to mean 0 and deviation 1
 */
record RawData(Path file, Symbols symbols, List<RawSequence> sequences, boolean standardize) {
  RawData {
    sequences = List.copyOf(sequences);
  }

  /**
   * @param columns by the position of their input
   * @param lengths by axis: the lengths, one for each position of the axis it lies in; empty where
   *     there is one axis only
   * @param lineOf the line of a step along the first axis, from 1, for messages
   */
  record RawSequence(
      List<RawColumn> columns, int length, List<List<Integer>> lengths, IntUnaryOperator lineOf) {
    RawSequence {
      columns = List.copyOf(columns);
      lengths = List.copyOf(lengths);
    }

    /** With one axis. */
    RawSequence(List<RawColumn> columns, int length, IntUnaryOperator lineOf) {
      this(columns, length, List.of(), lineOf);
    }

    /** The line of one of an input's rows: a letter stands where its word does. */
    int line(Binding input, int row) {
      if (input.axes().size() < 2) {
        return lineOf.applyAsInt(row);
      }
      int step = 0;
      int left = row;
      for (int letters : lengths.get(input.axes().get(1))) {
        if (left < letters) {
          break;
        }
        left -= letters;
        step++;
      }
      return lineOf.applyAsInt(step);
    }
  }

  /** The values of one input: one row a step, or a single row. */
  sealed interface RawColumn {
    /** Numbers in a {@link Symbols} table. */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers, never compared
    record Tokens(int[] ids) implements RawColumn {}

    /** The same for a text that may be long. */
    record Text(PackedInts ids) implements RawColumn {}

    /** Tokens that the data names by their index. */
    @SuppressWarnings("ArrayRecordComponent")
    record Indices(int[] indices) implements RawColumn {}

    /**
     * Row by row.
     *
     * @param shape of a row, where the file shows it; else empty
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Reals(double[] values, int width, List<Integer> shape) implements RawColumn {
      Reals(double[] values, int width) {
        this(values, width, List.of());
      }
    }

    /** Not in the data: the input's own value. */
    record Absent(double value) implements RawColumn {}
  }

  /** Numbers the symbols of a file in the order in which they turn up. */
  static final class Symbols {
    private static final int CODE_POINTS = 0x110000;

    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> symbols = new ArrayList<>();
    // id + 1 of a code point; a text has millions of them, too many for a map of strings
    private int[] characters = {};

    int id(String symbol) {
      return ids.computeIfAbsent(
          symbol,
          s -> {
            symbols.add(s);
            return symbols.size() - 1;
          });
    }

    int id(int codePoint) {
      if (characters.length == 0) {
        characters = new int[CODE_POINTS];
      }
      if (characters[codePoint] == 0) {
        characters[codePoint] = id(Character.toString(codePoint)) + 1;
      }
      return characters[codePoint] - 1;
    }

    String symbol(int id) {
      return symbols.get(id);
    }

    int size() {
      return symbols.size();
    }
  }
}
