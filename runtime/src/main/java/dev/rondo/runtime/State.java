package dev.rondo.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
