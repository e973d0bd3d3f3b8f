package dev.rondo.runtime;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the sequences of one window are packed: the longest first, ties in the caller's order; step
 * after step, at each step the sequences that still run.
 */
final class Layout {
  /** Packed sequence number to the caller's. */
  final int[] order;

  /** The caller's sequence number to the packed one. */
  final int[] place;

  /** By packed number: steps in this window, position of its first one, what is left in all. */
  final int[] steps;

  final long[] start;
  final long[] left;
  final int[] offsets;
  final int rows;

  Layout(List<? extends Sequence> sequences, int limit, State state) {
    int n = sequences.size();
    long[] remaining = new long[n];
    for (int i = 0; i < n; i++) {
      long position = state == null ? 0 : state.position(i);
      remaining[i] = Math.max(0, sequences.get(i).length() - position);
    }
    order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingLong((Integer i) -> -remaining[i]))
            .mapToInt(i -> i)
            .toArray();
    place = new int[n];
    steps = new int[n];
    start = new long[n];
    left = new long[n];
    int longest = 0;
    for (int r = 0; r < n; r++) {
      place[order[r]] = r;
      left[r] = remaining[order[r]];
      steps[r] = (int) Math.min(limit, left[r]);
      start[r] = state == null ? 0 : state.position(order[r]);
      longest = Math.max(longest, steps[r]);
    }
    offsets = new int[longest + 1];
    for (int t = 0; t < longest; t++) {
      offsets[t + 1] = Math.addExact(offsets[t], running(t, 0));
    }
    rows = offsets[longest];
  }

  /** One step of one sequence that has made {@code start} steps and goes on for ever. */
  Layout(long start) {
    order = new int[] {0};
    place = new int[] {0};
    steps = new int[] {1};
    this.start = new long[] {start};
    left = new long[] {Long.MAX_VALUE};
    offsets = new int[] {0, 1};
    rows = 1;
  }

  /** How many sequences have a step t that is defined with so many steps missing at the end. */
  int running(int t, int missing) {
    int n = 0;
    while (n < steps.length && t < steps[n] && t < left[n] - missing) {
      n++;
    }
    return n;
  }

  /** The row of a step of a packed sequence. */
  int row(int t, int r) {
    return offsets[t] + r;
  }

  /** Whether tables that were built for another window serve this one too. */
  boolean sameShape(Layout other) {
    return other != null
        && Arrays.equals(steps, other.steps)
        && Arrays.equals(edges(), other.edges());
  }

  /** How far each end is, as far as it matters: an offset is never larger than an int. */
  private long[] edges() {
    long[] edges = new long[2 * steps.length];
    for (int r = 0; r < steps.length; r++) {
      edges[2 * r] = Math.min(start[r], 1 << 20);
      edges[2 * r + 1] = Math.min(left[r] - steps[r], 1 << 20);
    }
    return edges;
  }
}
