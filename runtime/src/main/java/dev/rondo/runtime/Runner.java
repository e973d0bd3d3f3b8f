package dev.rondo.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs one program, one window at a time. It owns all storage and makes it again only when
 * sequences of other lengths come. Not for use by several threads at once.
 */
public final class Runner {
  /** So many sequences keep a thread busy: a product takes that many rows at once. */
  private static final int SEQUENCES_A_THREAD = 4;

  private final Program program;
  private final Plan plan;
  private final Memory memory;
  private final Rows kind;
  private final Frame frame;

  /** The frame as the only part, and what is done with a part: not made anew for each run. */
  private final List<Frame> whole;

  private final Consumer<Frame> window = this::window;

  private final FeedInputs inputs;
  private final int parameterCount;
  private final Map<String, Plan.Result> results = new HashMap<>();

  /** By number: the roles of the outputs. */
  private final String[] outputs;

  private final int threads;
  private final long room;
  private boolean loaded;

  /**
   * Makes the storage that does not depend on sequences.
   *
   * @throws MachineException if the machine has no fused multiply-add
   */
  public Runner(Program program) {
    this(program, 1, Long.MAX_VALUE);
  }

  /**
   * Makes the storage that does not depend on sequences.
   *
   * @param threads at most so many work at once; their number changes no bit of what comes out
   * @param room in bytes: a window whose rows need more keeps only those of √steps at a time, and
   *     computes its values twice if there is a gradient; it changes no bit of what comes out
   * @throws MachineException if the machine has no fused multiply-add
   */
  public Runner(Program program, int threads, long room) {
    this(new Memory(program), false, threads, room);
    HardwareFma.require();
  }

  private Runner(Memory memory, boolean loaded, int threads, long room) {
    this.memory = memory;
    this.loaded = loaded;
    this.threads = threads;
    this.room = room;
    this.program = memory.program;
    this.plan = memory.plan;
    this.kind = memory.kind;
    this.frame = memory.frame;
    this.whole = List.of(frame);
    this.inputs = new FeedInputs(memory);
    this.parameterCount = program.signature().parameterCount();
    plan.results().forEach(r -> results.put(r.role(), r));
    this.outputs =
        program.signature().outputs().stream()
            .map(o -> "output/" + o.name())
            .toArray(String[]::new);
  }

  /** Another runner over the parameters that are loaded: it shares what they alone decide. */
  Runner fork() {
    return new Runner(memory.fork(), loaded, threads, room);
  }

  Memory memory() {
    return memory;
  }

  /**
   * Takes new parameter values over. Must come before the first run and after each change.
   *
   * @throws IllegalArgumentException if there are more or fewer than the signature says
   */
  public void load(Numbers parameters) {
    if (parameters.size() != parameterCount) {
      throw new IllegalArgumentException(parameters.size() + " parameters for " + parameterCount);
    }
    for (Plan.Load load : plan.loads()) {
      System.arraycopy(
          parameters.array(), load.offset(), memory.buffers[load.buffer()][0], 0, load.size());
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
    if (state != null && !state.isOf(program)) {
      throw new IllegalArgumentException("this state belongs to another program");
    }
    Layout last = memory.layout();
    boolean same = last.isOf(sequences, steps, state);
    Layout next = same ? last : new Layout(plan.axes(), sequences, steps, state);
    if (!plan.limits().windows().isEmpty()) {
      for (int r = 0; r < next.sequences(); r++) {
        if (next.start[r] > 0 || next.steps[r] < next.left[r]) {
          throw new IllegalArgumentException(
              "this model runs over whole sequences only: " + plan.limits().windows());
        }
      }
    }
    memory.layOut(next, room);
    if (state != null) {
      take(state);
    }
    inputs.feed(sequences);
    compute(sequences, Math.min(threads, next.sequences() / SEQUENCES_A_THREAD));
    if (state != null) {
      keep(state);
    }
  }

  /**
   * What a run over so many steps of sequences will keep, from their beginning. Nothing runs.
   *
   * @param steps at most so many of each; {@link Integer#MAX_VALUE} for all
   */
  public Storage storage(List<? extends Sequence> sequences, int steps) {
    return memory.storage(new Layout(plan.axes(), sequences, steps, null), room);
  }

  private void compute(List<? extends Sequence> sequences, int parts) {
    Code code = program.code();
    List<Frame> all = parts < 2 ? whole : memory.parts(parts);
    int strips = memory.strips().count;
    if (strips < 2) {
      inputs.feed(sequences, 0, memory.layout().longest(0));
      run(all, window);
      return;
    }
    run(all, code::init);
    for (int i = 0; i < strips; i++) {
      inputs.feed(sequences, memory.strips().first(i), memory.strips().first(i + 1));
      run(
          memory.parts(i, i, parts),
          part -> {
            code.forward(part);
            code.totals(part);
          });
    }
    run(all, code::between);
    for (int i = differentiates() ? strips - 1 : -1; i >= 0; i--) {
      inputs.feed(sequences, memory.strips().first(i), memory.strips().first(i + 1));
      run(
          memory.parts(i, strips - 1 - i, parts),
          part -> {
            code.forward(part);
            code.backward(part);
          });
    }
    run(all, code::after);
  }

  private void window(Frame part) {
    program.code().init(part);
    program.code().window(part);
  }

  private static void run(List<Frame> parts, Consumer<Frame> work) {
    if (parts.size() == 1) {
      work.accept(parts.get(0));
    } else {
      Team.run(parts, work);
    }
  }

  private boolean differentiates() {
    return results.keySet().stream()
        .anyMatch(role -> role.startsWith("gradient/") || role.startsWith("input/"));
  }

  private void take(State state) {
    Layout layout = memory.layout();
    for (int i = 0; i < memory.carried.length; i++) {
      Plan.Carry carry = plan.carries().get(i);
      for (int r = 0; r < layout.sequences(); r++) {
        Object[] rows = state.rows(i, layout.order[r]);
        for (int k = 0; k < rows.length && rows[k] != null; k++) {
          Object into = memory.carried[i][r * carry.depth() + k];
          System.arraycopy(rows[k], 0, into, 0, carry.width());
        }
      }
    }
  }

  private void keep(State state) {
    Layout layout = memory.layout();
    int[] here = new int[layout.axes()];
    for (int i = 0; i < memory.carried.length; i++) {
      Plan.Carry carry = plan.carries().get(i);
      Grid grid = layout.grid(plan.tables().get(carry.table()).space());
      for (int r = 0; r < layout.sequences(); r++) {
        int kept = state.shift(i, layout.order[r], layout.steps[r]);
        Object[] rows = state.rows(i, layout.order[r]);
        for (int k = 0; k < kept; k++) {
          here[0] = layout.steps[r] - 1 - k;
          Object row = frame.tables[carry.table()][grid.row(r, here)];
          System.arraycopy(row, 0, rows[k], 0, carry.width());
        }
      }
    }
    for (int r = 0; r < layout.sequences(); r++) {
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
    Signature.Input declared = program.signature().inputs().get(input);
    Plan.Result result = results.get("input/" + declared.name());
    // an input that the loss does not depend on has no equation
    return result == null ? 0 : value(result, sequence, declared.axes(), (int) step, feature);
  }

  /**
   * A number of an output in the last run.
   *
   * @param step from the window's first one; for an output over several axes the number of its
   *     position when the last axis varies fastest; ignored for one that is one a sequence
   */
  public double output(int output, int sequence, int step, int feature) {
    Plan.Result result = result(outputs[output]);
    List<Integer> axes = program.signature().outputs().get(output).axes();
    return value(result, sequence, axes, step, feature);
  }

  /** All numbers of an output in the last run: of each step into an array, from a place on. */
  void output(int output, int sequence, double[][] into, int from) {
    Plan.Result result = result(outputs[output]);
    List<Integer> axes = program.signature().outputs().get(output).axes();
    for (int step = 0; step < into.length; step++) {
      Object row = row(result, sequence, axes, step);
      kind.read(row, result.offset(), into[step], from, result.width());
    }
  }

  /** A number that the last run computed for a role and is over time. */
  public double value(String role, int sequence, int step) {
    return value(result(role), sequence, List.of(), step, 0);
  }

  private double value(
      Plan.Result result, int sequence, List<Integer> axes, int step, int feature) {
    return kind.get(row(result, sequence, axes, step), result.offset() + feature);
  }

  private Object row(Plan.Result result, int sequence, List<Integer> axes, int step) {
    return frame.tables[result.table()][memory.row(result.table(), sequence, axes, step)];
  }

  /** How many steps of a sequence the last run made. */
  public int steps(int sequence) {
    Layout layout = memory.layout();
    return layout.steps[layout.place[sequence]];
  }
}
