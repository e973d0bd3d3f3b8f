package dev.rondo.runtime;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where sequences stand between two windows or steps: their positions and the values that are
 * delayed across the edge. A value that its caller owns, copies, and hands to the next run; not for
 * use by several threads at once.
 */
public final class State {
  private final Plan plan;
  private final Rows kind;
  private final long[] positions;

  /** By carry and sequence: the rows of its last steps, the latest first; null before them. */
  private final Object[][][] carried;

  /**
   * What comes of what a sequence brings, for a {@link Predictor}: not changed once it is there.
   */
  private Begun begun = Begun.NOTHING;

  /** Values of a sequence before its first step: by buffer its rows. */
  @SuppressWarnings("ArrayRecordComponent") // compared by identity only
  record Begun(int[] lengths, Object[][] rows) {
    static final Begun NOTHING = new Begun(new int[0], new Object[0][]);
  }

  private long seed;
  private long chance = Chance.key(0, 0, 0);

  private State(Plan plan, Rows kind, int sequences) {
    this.plan = plan;
    this.kind = kind;
    this.positions = new long[sequences];
    this.carried = new Object[plan.carries().size()][sequences][];
    for (int c = 0; c < carried.length; c++) {
      for (int i = 0; i < sequences; i++) {
        carried[c][i] = new Object[plan.carries().get(c).depth()];
      }
    }
  }

  /** Sequences before their first step. */
  public static State initial(Program program, int sequences) {
    return new State(program.plan(), Rows.of(program.precision()), sequences);
  }

  public int sequences() {
    return positions.length;
  }

  /** The next step of a sequence, from 0. */
  public long position(int sequence) {
    return positions[sequence];
  }

  /**
   * Where the draws of its next steps begin, of a model that draws as it predicts; 0 if nobody
   * says. What is drawn once a sequence, or once an update, stays as it is. States that are copies
   * draw the same until one is given another seed.
   */
  public void seed(long number) {
    seed = number;
    chance = Chance.key(number, 0, 0);
  }

  /** The key of its draws. */
  long chance() {
    return chance;
  }

  /** Another state that goes on from here by itself. */
  public State copy() {
    return select(IntStream.range(0, positions.length).toArray());
  }

  /** The states of some of the sequences in the given order; repeats are allowed. */
  public State select(int... sequences) {
    State state = new State(plan, kind, sequences.length);
    state.begun = begun;
    state.seed(seed);
    for (int i = 0; i < sequences.length; i++) {
      state.positions[i] = positions[sequences[i]];
      for (int c = 0; c < carried.length; c++) {
        Object[] rows = carried[c][sequences[i]];
        for (int k = 0; k < rows.length; k++) {
          state.carried[c][i][k] = rows[k] == null ? null : kind.copy(rows[k]);
        }
      }
    }
    return state;
  }

  /** All of it as named numbers, for a file; exact in both precisions. */
  public Map<String, double[]> save() {
    Map<String, double[]> saved = new LinkedHashMap<>();
    saved.put("seed", new double[] {seed >> 32, seed & 0xFFFFFFFFL}); // each is exact
    saved.put("positions", Arrays.stream(positions).asDoubleStream().toArray());
    for (int c = 0; c < carried.length; c++) {
      String name = plan.carries().get(c).name();
      int width = plan.carries().get(c).width();
      List<Object> all = Arrays.stream(carried[c]).flatMap(Arrays::stream).toList();
      // rows before a sequence's first step are not there
      saved.put("there/" + name, all.stream().mapToDouble(r -> r == null ? 0 : 1).toArray());
      saved.put(
          "rows/" + name,
          all.stream()
              .filter(r -> r != null)
              .flatMapToDouble(r -> Arrays.stream(kind.toDoubles(r, width)))
              .toArray());
    }
    if (hasBegun()) {
      saved.put("lengths", Arrays.stream(begun.lengths()).asDoubleStream().toArray());
    }
    for (int i = 0; i < begun.rows().length; i++) {
      int width = beginning(i);
      saved.put(
          "begun/" + i,
          Arrays.stream(begun.rows()[i])
              .flatMapToDouble(r -> Arrays.stream(kind.toDoubles(r, width)))
              .toArray());
    }
    return saved;
  }

  private int beginning(int number) {
    return plan.buffers().get(plan.begun().get(number)).width();
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
      if (positions[i] < 0 || state.positions[i] != positions[i]) {
        throw new IllegalArgumentException(positions[i] + " is no step");
      }
    }
    double[] seed = saved.getOrDefault("seed", new double[2]);
    state.seed(((long) seed[0] << 32) | (long) seed[1]);
    for (int c = 0; c < state.carried.length; c++) {
      Plan.Carry carry = program.plan().carries().get(c);
      double[] there = saved.getOrDefault("there/" + carry.name(), new double[0]);
      double[] rows = saved.getOrDefault("rows/" + carry.name(), new double[0]);
      int count = (int) Arrays.stream(there).filter(t -> t != 0).count();
      if (there.length != positions.length * carry.depth()
          || rows.length != count * carry.width()) {
        throw new IllegalArgumentException("these are not the rows of '" + carry.name() + "'");
      }
      int from = 0;
      for (int i = 0; i < there.length; i++) {
        if (there[i] != 0 != i % carry.depth() < state.positions[i / carry.depth()]) {
          throw new IllegalArgumentException("'" + carry.name() + "' has rows of other steps");
        }
        if (there[i] != 0) {
          state.carried[c][i / carry.depth()][i % carry.depth()] =
              state.kind.row(rows, from, carry.width());
          from += carry.width();
        }
      }
    }
    if (saved.containsKey("lengths")) {
      state.begun = begun(program.plan(), state.kind, saved);
    }
    return state;
  }

  private static Begun begun(Plan plan, Rows kind, Map<String, double[]> saved) {
    int[] lengths = Arrays.stream(saved.get("lengths")).mapToInt(l -> (int) l).toArray();
    if (lengths.length != plan.axes().size() || Arrays.stream(lengths).anyMatch(l -> l < 0)) {
      throw new IllegalArgumentException("a sequence has no such lengths");
    }
    Layout layout = new Layout(plan.axes(), 0, lengths);
    Object[][] rows = new Object[plan.begun().size()][];
    for (int i = 0; i < rows.length; i++) {
      double[] values = saved.getOrDefault("begun/" + i, new double[0]);
      Plan.Buffer buffer = plan.buffers().get(plan.begun().get(i));
      rows[i] = new Object[Memory.rows(buffer, layout)];
      if (values.length != (long) rows[i].length * buffer.width()) {
        throw new IllegalArgumentException("these are not the values that a sequence begins with");
      }
      for (int p = 0; p < rows[i].length; p++) {
        rows[i][p] = kind.row(values, p * buffer.width(), buffer.width());
      }
    }
    return new Begun(lengths, rows);
  }

  /** Whether it is a state of this program. */
  boolean isOf(Program program) {
    return kind == Rows.of(program.precision()) && plan.equals(program.plan());
  }

  /** The rows of a sequence's last steps, the latest first; null before its first one. */
  Object[] rows(int carry, int sequence) {
    return carried[carry][sequence];
  }

  /** Whether what comes before the first step of a stream is there. */
  boolean hasBegun() {
    return begun.lengths().length > 0; // a model has an axis at least
  }

  Begun begun() {
    return begun;
  }

  void begin(Begun values) {
    begun = values;
  }

  /**
   * Makes room for a sequence's next steps, the latest first: its rows move back, and what is too
   * old is used again.
   *
   * @return for how many of the steps there is room
   */
  int shift(int carry, int sequence, int steps) {
    Object[] rows = carried[carry][sequence];
    int free = Math.min(steps, rows.length);
    for (int n = 0; n < free; n++) {
      Object oldest = rows[rows.length - 1];
      System.arraycopy(rows, 0, rows, 1, rows.length - 1);
      rows[0] = oldest == null ? kind.row(plan.carries().get(carry).width()) : oldest;
    }
    return free;
  }

  void moveTo(int sequence, long position) {
    positions[sequence] = position;
  }
}
