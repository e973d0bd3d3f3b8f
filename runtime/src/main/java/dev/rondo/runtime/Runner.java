package dev.rondo.runtime;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one program, one window at a time. It owns all storage and makes it again only when
 * sequences of other lengths come. Not for use by several threads at once.
 */
public final class Runner {
  private final Program program;
  private final Plan plan;
  private final Rows kind;
  private final Frame frame;
  private final Object[][] buffers;
  private final Object[][] ahead;
  private final Object[][] carried;
  private final Map<String, Plan.Result> results = new HashMap<>();
  private Layout layout;
  private boolean loaded;

  /**
   * Makes the storage that does not depend on sequences.
   *
   * @throws MachineException if the machine has no fused multiply-add
   */
  public Runner(Program program) {
    HardwareFma.require();
    this.program = program;
    this.plan = program.plan();
    this.kind = Rows.of(program.precision());
    this.frame = new Frame(plan.tables().size(), plan.domains().size());
    this.buffers = new Object[plan.buffers().size()][];
    this.ahead = new Object[plan.feeds().size()][];
    this.carried = new Object[plan.carries().size()][];
    plan.results().forEach(r -> results.put(r.role(), r));
    Arrays.fill(buffers, kind.table(0));
    Arrays.fill(ahead, kind.table(0));
    Arrays.fill(carried, kind.table(0));
    layOut(new Layout(List.of(), 0, null));
  }

  /**
   * Takes new parameter values over. Must come before the first run and after each change.
   *
   * @throws IllegalArgumentException if there are more or fewer than the signature says
   */
  public void load(Numbers parameters) {
    if (parameters.size() != program.signature().parameterCount()) {
      throw new IllegalArgumentException(
          parameters.size() + " parameters for " + program.signature().parameterCount());
    }
    for (Plan.Load load : plan.loads()) {
      System.arraycopy(
          parameters.array(), load.offset(), buffers[load.buffer()][0], 0, load.size());
    }
    program.code().prepare(frame);
    loaded = true;
  }

  /**
   * Runs the next steps of each sequence, or what is left of it.
   *
   * @param sequences inputs, in the caller's order
   * @param steps at most so many steps of each; {@link Integer#MAX_VALUE} for all
   * @param state where each sequence stands; is moved on. Null: all from their beginning
   * @throws IllegalArgumentException if the program needs whole sequences and gets a part
   */
  public void run(List<? extends Sequence> sequences, int steps, State state) {
    if (!loaded) {
      throw new IllegalStateException("load parameters first");
    }
    if (state != null && state.sequences() != sequences.size()) {
      throw new IllegalArgumentException(
          "a state of " + state.sequences() + " sequences for " + sequences.size());
    }
    Layout next = new Layout(sequences, steps, state);
    if (!plan.wholeOnly().isEmpty()) {
      for (int r = 0; r < next.steps.length; r++) {
        if (next.start[r] > 0 || next.steps[r] < next.left[r]) {
          throw new IllegalArgumentException(
              "this model runs over whole sequences only: " + plan.wholeOnly());
        }
      }
    }
    if (next.sameShape(layout)) {
      layout = next;
    } else {
      layOut(next);
    }
    if (state != null) {
      take(state);
    }
    feed(sequences);
    program.code().init(frame);
    program.code().window(frame);
    if (state != null) {
      keep(state);
    }
  }

  private void layOut(Layout next) {
    layout = next;
    for (int i = 0; i < buffers.length; i++) {
      Plan.Buffer buffer = plan.buffers().get(i);
      int rows =
          switch (buffer.space()) {
            case ONE -> 1;
            case SEQUENCE, SCRATCH -> layout.steps.length;
            case STEP -> layout.rows;
            case MATRIX -> buffer.rows();
          };
      buffers[i] = grown(buffers[i], rows, buffer);
    }
    for (int i = 0; i < ahead.length; i++) {
      Plan.Feed feed = plan.feeds().get(i);
      ahead[i] = grown(ahead[i], feed.ahead() * layout.steps.length, width(feed));
    }
    for (int i = 0; i < carried.length; i++) {
      Plan.Carry carry = plan.carries().get(i);
      carried[i] = grown(carried[i], carry.depth() * layout.steps.length, carry.width());
    }
    new BuildTables(plan, kind, frame, buffers, ahead, carried, layout).build();
    fill();
  }

  private int width(Plan.Feed feed) {
    return plan.buffers().get(feed.buffer()).width();
  }

  private Object[] grown(Object[] rows, int count, Plan.Buffer buffer) {
    int before = rows.length;
    Object[] all = grown(rows, count, buffer.width());
    if (buffer.content() instanceof Plan.Filled filled) {
      for (int i = before; i < all.length; i++) {
        kind.fill(all[i], buffer.width(), filled.value());
      }
    }
    return all;
  }

  /** At least so many rows, those that were there among them. */
  private Object[] grown(Object[] rows, int count, int width) {
    if (rows.length >= count) {
      return rows;
    }
    Object[] all = kind.table(count);
    System.arraycopy(rows, 0, all, 0, rows.length);
    for (int i = rows.length; i < count; i++) {
      all[i] = kind.row(width);
    }
    return all;
  }

  /** What the layout alone decides: counts. */
  private void fill() {
    for (int i = 0; i < buffers.length; i++) {
      if (plan.buffers().get(i).content() instanceof Plan.Counted counted) {
        int count = counted.steps() ? frame.defined[counted.domain()] : layout.steps.length;
        kind.set(buffers[i][0], 0, count);
      }
    }
  }

  private void feed(List<? extends Sequence> sequences) {
    for (int i = 0; i < buffers.length; i++) {
      if (plan.buffers().get(i).content() instanceof Plan.Positions) {
        for (int t = 0; t < frame.steps; t++) {
          for (int r = 0; r < layout.offsets[t + 1] - layout.offsets[t]; r++) {
            kind.set(buffers[i][layout.row(t, r)], 0, (double) (layout.start[r] + t));
          }
        }
      }
    }
    for (int i = 0; i < ahead.length; i++) {
      Plan.Feed feed = plan.feeds().get(i);
      Object[] rows = buffers[feed.buffer()];
      boolean steps = plan.buffers().get(feed.buffer()).space() == Plan.Space.STEP;
      int width = width(feed);
      for (int r = 0; r < layout.steps.length; r++) {
        Sequence sequence = sequences.get(layout.order[r]);
        if (!steps) {
          read(sequence, feed.input(), 0, rows[r], width);
          continue;
        }
        for (int t = 0; t < layout.steps[r]; t++) {
          read(sequence, feed.input(), layout.start[r] + t, rows[layout.row(t, r)], width);
        }
        long behind = Math.min(feed.ahead(), layout.left[r] - layout.steps[r]);
        for (int k = 0; k < behind; k++) {
          long step = layout.start[r] + layout.steps[r] + k;
          read(sequence, feed.input(), step, ahead[i][r * feed.ahead() + k], width);
        }
      }
    }
  }

  private void read(Sequence sequence, int input, long step, Object row, int width) {
    for (int j = 0; j < width; j++) {
      kind.set(row, j, sequence.value(input, step, j));
    }
  }

  private void take(State state) {
    for (int i = 0; i < carried.length; i++) {
      Plan.Carry carry = plan.carries().get(i);
      for (int r = 0; r < layout.steps.length; r++) {
        double[][] rows = state.rows(carry.name(), layout.order[r]);
        for (int k = 0; k < carry.depth(); k++) {
          if (rows[k] != null) {
            for (int j = 0; j < carry.width(); j++) {
              kind.set(carried[i][r * carry.depth() + k], j, rows[k][j]);
            }
          }
        }
      }
    }
  }

  private void keep(State state) {
    for (Plan.Carry carry : plan.carries()) {
      for (int r = 0; r < layout.steps.length; r++) {
        double[][] rows = state.rows(carry.name(), layout.order[r]);
        double[][] before = rows.clone();
        for (int k = 0; k < rows.length; k++) {
          int t = layout.steps[r] - 1 - k;
          rows[k] =
              t >= 0
                  ? kind.toDoubles(frame.tables[carry.table()][layout.row(t, r)], carry.width())
                  : -t - 1 < before.length ? before[-t - 1] : null;
        }
      }
    }
    for (int r = 0; r < layout.steps.length; r++) {
      state.moveTo(layout.order[r], layout.start[r] + layout.steps[r]);
    }
  }

  /** The sum of a term over the last run. */
  public double sum(int term) {
    return scalar("sum/" + program.signature().terms().get(term).name());
  }

  /** The count of a term over the last run: its mean is sum / count. */
  public double count(int term) {
    return scalar("count/" + program.signature().terms().get(term).name());
  }

  private double scalar(String role) {
    Plan.Result result = result(role);
    return kind.get(frame.tables[result.table()][0], result.offset());
  }

  private Plan.Result result(String role) {
    Plan.Result result = results.get(role);
    if (result == null) {
      throw new IllegalArgumentException("this program does not compute " + role);
    }
    return result;
  }

  /**
   * The gradient of the last run's loss, Σ sum / count over its losses.
   *
   * @param into as many numbers as there are parameters; those that are not trained get 0
   */
  public void gradient(Numbers into) {
    into.fill(0);
    for (Signature.Parameter parameter : program.signature().parameters()) {
      Plan.Result result = results.get("gradient/" + parameter.path());
      if (result != null) {
        Object row = frame.tables[result.table()][0];
        System.arraycopy(row, result.offset(), into.array(), parameter.offset(), result.width());
      }
    }
  }

  /** The gradient of the last run's loss with respect to one number of a real input. */
  public double inputGradient(int input, int sequence, long step, int feature) {
    Plan.Result result = results.get("input/" + program.signature().inputs().get(input).name());
    // an input that the loss does not depend on has no equation
    return result == null ? 0 : value(result, sequence, (int) step, feature);
  }

  /**
   * A number of an output in the last run.
   *
   * @param step from the window's first one; ignored for an output that is one a sequence
   */
  public double output(int output, int sequence, int step, int feature) {
    String name = program.signature().outputs().get(output).name();
    return value(result("output/" + name), sequence, step, feature);
  }

  private double value(Plan.Result result, int sequence, int step, int feature) {
    int r = layout.place[sequence];
    int row =
        switch (plan.tables().get(result.table()).space()) {
          case ONE, MATRIX -> 0;
          case SEQUENCE -> r;
          case STEP, SCRATCH -> layout.row(step, r);
        };
    return kind.get(frame.tables[result.table()][row], result.offset() + feature);
  }

  /** How many steps of a sequence the last run made. */
  public int steps(int sequence) {
    return layout.steps[layout.place[sequence]];
  }
}
