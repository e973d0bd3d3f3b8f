package dev.rondo.training;

import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Adds to metrics that compare sequences the distances of those that have come to their end. */
final class EditDistances implements Pass.Visitor {
  private final List<Compared> terms;
  private final Totals totals;

  EditDistances(Signature signature, Totals totals) {
    this.totals = totals;
    this.terms =
        IntStream.range(0, signature.terms().size())
            .filter(i -> signature.terms().get(i).accumulator() == Signature.Accumulator.EDIT_RATE)
            .mapToObj(i -> new Compared(i, signature.terms().get(i).name()))
            .toList();
  }

  /** A metric, and the symbols of a batch's sequences so far. */
  private static final class Compared {
    final int term;
    final String predicted;
    final String target;
    final List<Symbols> batch = new ArrayList<>();

    Compared(int term, String name) {
      this.term = term;
      this.predicted = "predicted/" + name;
      this.target = "target/" + name;
    }
  }

  private static final class Symbols {
    private int[] symbols = new int[16];
    private int count;

    /** Those that count are not negative. */
    void add(double symbol) {
      if (symbol < 0) {
        return;
      }
      if (count == symbols.length) {
        symbols = Arrays.copyOf(symbols, 2 * count);
      }
      symbols[count++] = (int) symbol;
    }

    int[] all() {
      return Arrays.copyOf(symbols, count);
    }
  }

  @Override
  public void window(
      Engine engine, int first, int size, long start, boolean counted, boolean last) {
    for (Compared compared : terms) {
      if (start == 0) {
        compared.batch.clear();
        IntStream.range(0, 2 * size).forEach(i -> compared.batch.add(new Symbols()));
      }
      for (int s = 0; counted && s < size; s++) {
        for (int step = 0; step < engine.steps(s); step++) {
          compared.batch.get(2 * s).add(engine.value(compared.predicted, s, step));
          compared.batch.get(2 * s + 1).add(engine.value(compared.target, s, step));
        }
      }
      for (int s = 0; last && s < size; s++) {
        totals.add(
            compared.term,
            distance(compared.batch.get(2 * s).all(), compared.batch.get(2 * s + 1).all()));
      }
    }
  }

  /**
   * How many symbols must be put in, taken out or changed to turn one sequence into the other. A
   * path of cost d stays within d of the diagonal: bands twice as wide until one holds its own
   * result, n times d steps in all (Ukkonen 1985).
   */
  static int distance(int[] a, int[] b) {
    int most = Math.max(a.length, b.length);
    for (int band = Math.max(1, Math.abs(a.length - b.length)); ; band *= 2) {
      int distance = distance(a, b, Math.min(band, most));
      if (distance <= band) {
        return distance;
      }
    }
  }

  /** The cost of the cheapest path within a band of the diagonal. */
  private static int distance(int[] a, int[] b, int band) {
    int none = a.length + b.length + 1;
    int[] row = new int[b.length + 1];
    Arrays.setAll(row, j -> j <= band ? j : none);
    for (int i = 1; i <= a.length; i++) {
      int from = Math.max(1, i - band);
      int diagonal = row[from - 1];
      row[from - 1] = from == 1 && i <= band ? i : none;
      for (int j = from; j <= Math.min(b.length, i + band); j++) {
        int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length];
  }
}
