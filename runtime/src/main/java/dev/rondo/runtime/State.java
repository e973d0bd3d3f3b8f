package dev.rondo.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where sequences stand between two windows: their positions and the values that are delayed across
 * the edge. A value that its caller owns, copies, and hands to the next run.
 */
public final class State {
  private final long[] positions;

  /** By name: for each sequence the rows of its last steps, the latest first; null before them. */
  private final Map<String, double[][][]> carried = new LinkedHashMap<>();

  private State(int sequences) {
    positions = new long[sequences];
  }

  /** Sequences before their first step. */
  public static State initial(Program program, int sequences) {
    State state = new State(sequences);
    for (Plan.Carry carry : program.plan().carries()) {
      state.carried.put(carry.name(), new double[sequences][carry.depth()][]);
    }
    return state;
  }

  public int sequences() {
    return positions.length;
  }

  /** The next step of a sequence, from 0. */
  public long position(int sequence) {
    return positions[sequence];
  }

  public State copy() {
    int[] all = new int[positions.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    return select(all);
  }

  /** The states of some of the sequences in the given order; repeats are allowed. */
  public State select(int... sequences) {
    State state = new State(sequences.length);
    for (int i = 0; i < sequences.length; i++) {
      state.positions[i] = positions[sequences[i]];
    }
    carried.forEach(
        (name, rows) -> {
          List<double[][]> chosen = new ArrayList<>();
          for (int sequence : sequences) {
            double[][] copy = new double[rows[sequence].length][];
            for (int k = 0; k < copy.length; k++) {
              copy[k] = rows[sequence][k] == null ? null : rows[sequence][k].clone();
            }
            chosen.add(copy);
          }
          state.carried.put(name, chosen.toArray(new double[0][][]));
        });
    return state;
  }

  /** All of it as named numbers, for a file; exact in both precisions. */
  public Map<String, double[]> save() {
    Map<String, double[]> saved = new LinkedHashMap<>();
    saved.put("positions", Arrays.stream(positions).asDoubleStream().toArray());
    carried.forEach(
        (name, rows) -> {
          List<double[]> all = Arrays.stream(rows).flatMap(Arrays::stream).toList();
          // rows before a sequence's first step are not there
          saved.put("there/" + name, all.stream().mapToDouble(r -> r == null ? 0 : 1).toArray());
          saved.put(
              "rows/" + name,
              all.stream().filter(Objects::nonNull).flatMapToDouble(Arrays::stream).toArray());
        });
    return saved;
  }

  /**
   * What {@link #save} gave, for the same program.
   *
   * @throws IllegalArgumentException if it is another program's
   */
  public static State restore(Program program, Map<String, double[]> saved) {
    double[] positions = saved.getOrDefault("positions", new double[0]);
    State state = initial(program, positions.length);
    for (int i = 0; i < positions.length; i++) {
      state.positions[i] = (long) positions[i];
    }
    for (Plan.Carry carry : program.plan().carries()) {
      double[] there = saved.getOrDefault("there/" + carry.name(), new double[0]);
      double[] rows = saved.getOrDefault("rows/" + carry.name(), new double[0]);
      int count = (int) Arrays.stream(there).filter(t -> t != 0).count();
      if (there.length != positions.length * carry.depth()
          || rows.length != count * carry.width()) {
        throw new IllegalArgumentException("these are not the rows of '" + carry.name() + "'");
      }
      int from = 0;
      for (int i = 0; i < there.length; i++) {
        if (there[i] != 0) {
          state.carried.get(carry.name())[i / carry.depth()][i % carry.depth()] =
              Arrays.copyOfRange(rows, from, from + carry.width());
          from += carry.width();
        }
      }
    }
    return state;
  }

  void moveTo(int sequence, long position) {
    positions[sequence] = position;
  }

  /** The rows of a sequence's last steps, the latest first. */
  double[][] rows(String name, int sequence) {
    double[][][] rows = carried.get(name);
    if (rows == null) {
      throw new IllegalArgumentException(
          "this state holds no '" + name + "': it belongs to another program");
    }
    return rows[sequence];
  }

  boolean holds(String name) {
    return carried.containsKey(name);
  }
}
