package dev.rondo.runtime;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How the sequences of one window are packed: the longest along the first axis first, ties in the
 * caller's order. Only positions that a sequence has get rows, along each axis.
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

  private final List<Signature.Axis> axes;

  /** By axis and sequence: the lengths, one for each position of the axis it lies in. */
  private final int[][][] lengths;

  private final int[] longest;
  private final Map<List<Plan.Along>, Grid> grids = new HashMap<>();

  Layout(List<Signature.Axis> axes, List<? extends Sequence> sequences, int limit, State state) {
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
    for (int r = 0; r < n; r++) {
      place[order[r]] = r;
      left[r] = remaining[order[r]];
      steps[r] = (int) Math.min(limit, left[r]);
      start[r] = state == null ? 0 : state.position(order[r]);
    }
    this.axes = axes;
    this.lengths = new int[axes.size()][n][];
    for (int a = 0; a < axes.size(); a++) {
      for (int r = 0; r < n; r++) {
        lengths[a][r] = lengths(a, sequences.get(order[r]), r);
      }
    }
    this.longest = longest();
  }

  /**
   * One step of one sequence that has made {@code start} steps and goes on for ever.
   *
   * @param others by axis: the lengths of those that do not stream
   */
  Layout(List<Signature.Axis> axes, long start, int[] others) {
    order = new int[] {0};
    place = new int[] {0};
    steps = new int[] {1};
    this.start = new long[] {start};
    left = new long[] {Long.MAX_VALUE};
    this.axes = axes;
    this.lengths = new int[axes.size()][1][];
    for (int a = 0; a < axes.size(); a++) {
      lengths[a][0] = new int[] {a == 0 ? 1 : others[a]};
    }
    this.longest = longest();
  }

  /** Whether it is that of a window: the same lengths, from the same steps on. */
  boolean isOf(List<? extends Sequence> sequences, int limit, State state) {
    if (sequences.size() != order.length) {
      return false;
    }
    for (int r = 0; r < order.length; r++) {
      Sequence sequence = sequences.get(order[r]);
      long from = state == null ? 0 : state.position(order[r]);
      long remaining = Math.max(0, sequence.length() - from);
      if (start[r] != from
          || left[r] != remaining
          || steps[r] != Math.min(limit, remaining)
          || !hasLengths(sequence, r)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasLengths(Sequence sequence, int r) {
    for (int a = 1; a < axes.size(); a++) {
      for (int w = 0; axes.get(a).source() < 0 && w < lengths[a][r].length; w++) {
        if (lengths[a][r][w] != sequence.length(a, w)) {
          return false;
        }
      }
    }
    return true;
  }

  private int[] lengths(int number, Sequence sequence, int r) {
    Signature.Axis axis = axes.get(number);
    if (number == 0) {
      return new int[] {steps[r]};
    }
    if (axis.source() >= 0) {
      // what follows the first axis has no windows, so these are all of its steps
      return Arrays.stream(lengths[axis.source()][r]).map(axis::positions).toArray();
    }
    int positions = axis.within() < 0 ? 1 : lengths[axis.within()][r][0];
    return IntStream.range(0, positions).map(w -> sequence.length(number, w)).toArray();
  }

  private int[] longest() {
    return Arrays.stream(lengths)
        .mapToInt(all -> Arrays.stream(all).flatMapToInt(Arrays::stream).reduce(0, Math::max))
        .toArray();
  }

  int sequences() {
    return order.length;
  }

  int axes() {
    return longest.length;
  }

  /** The most positions that a sequence has along an axis in this window. */
  int longest(int axis) {
    return longest[axis];
  }

  /** The positions of a packed sequence along an axis, with those behind the window. */
  long length(int axis, int r, int[] here) {
    return axis == 0 ? left[r] : inWindow(axis, r, here);
  }

  /** The positions of a packed sequence along an axis in this window. */
  int inWindow(int axis, int r, int[] here) {
    int[] own = lengths[axis][r];
    int within = axes.get(axis).within();
    int position = within < 0 ? 0 : here[within];
    return position < own.length ? own[position] : 0;
  }

  /** The position in its sequence of the first one of the window. */
  long start(int axis, int r) {
    return axis == 0 ? start[r] : 0;
  }

  /** Whether a sequence has a row at positions, by axis. */
  boolean has(List<Plan.Along> along, int r, int[] here) {
    for (Plan.Along a : along) {
      int position = here[a.axis()];
      if (position >= inWindow(a.axis(), r, here)
          || position >= length(a.axis(), r, here) - a.missing()) {
        return false;
      }
    }
    return true;
  }

  /** The rows of a space. */
  Grid grid(Plan.Space space) {
    Grid known = grids.get(space.along());
    if (known == null) {
      known = new Grid(this, space.along());
      grids.put(space.along(), known);
    }
    return known;
  }

  /** Takes over what was found out for another layout of the same shape. */
  void share(Layout other) {
    grids.putAll(other.grids);
  }

  /**
   * Whether tables that were built for another window serve this one too.
   *
   * @param reach how many steps away a step is read at most: an end further off does not matter
   */
  boolean sameShape(Layout other, int reach) {
    return other != null
        && Arrays.deepEquals(lengths, other.lengths)
        && Arrays.equals(edges(reach), other.edges(reach));
  }

  private long[] edges(int reach) {
    long[] edges = new long[2 * steps.length];
    for (int r = 0; r < steps.length; r++) {
      edges[2 * r] = Math.min(start[r], reach);
      edges[2 * r + 1] = Math.min(left[r] - steps[r], reach);
    }
    return edges;
  }
}
