package dev.rondo.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs a program one step of one sequence at a time, for any number of states in turn. It allocates
 * nothing once it has seen as many steps as the longest delay has. Not for use by several threads
 * at once.
 */
final class Stepper {
  private final Memory memory;
  private final Plan plan;
  private final Rows kind;

  /** By how many steps lie behind, up to the longest delay: what is delayed depends on it. */
  private final Frame[] frames;

  /** By axis: the lengths for which the frames are. */
  private int[] lengths;

  private final int[] positions;

  /** What was begun with last. */
  private State.Begun begun = State.Begun.NOTHING;

  /** A stepper over a memory of its own, in which parameters are prepared. */
  Stepper(Memory memory) {
    this.memory = memory;
    this.plan = memory.plan;
    this.kind = memory.kind;
    int depth = plan.carries().stream().mapToInt(Plan.Carry::depth).max().orElse(0);
    for (Plan.Table table : plan.tables()) {
      // also what does not vary over time is absent before it began
      boolean streams = table instanceof Plan.Delayed delayed && delayed.axis() == 0;
      depth = streams ? Math.max(depth, ((Plan.Delayed) table).by()) : depth;
    }
    this.frames = new Frame[depth + 1];
    this.positions =
        IntStream.range(0, memory.buffers.length)
            .filter(i -> plan.buffers().get(i).content().equals(new Plan.Positions(0)))
            .toArray();
    this.lengths = new int[plan.axes().size()];
    memory.layOut(new Layout(plan.axes(), depth, lengths), Long.MAX_VALUE);
  }

  private Frame frame(long position) {
    int behind = (int) Math.min(position, frames.length - 1);
    if (frames[behind] == null) {
      Frame frame = new Frame(plan);
      memory.show(frame, new Layout(plan.axes(), behind, lengths));
      frames[behind] = frame;
    }
    return frames[behind];
  }

  /** The row that an input is fed into. */
  Object row(Plan.Feed feed) {
    return memory.buffers[feed.buffer()][0];
  }

  int width(Plan.Feed feed) {
    return memory.width(feed);
  }

  /** Makes room for sequences of other lengths along the axes that do not stream. */
  private void layOut(int[] others) {
    if (!Arrays.equals(lengths, others)) {
      lengths = others.clone();
      Arrays.fill(frames, null);
      memory.layOut(new Layout(plan.axes(), frames.length - 1, lengths), Long.MAX_VALUE);
      for (int i = 0; i < plan.buffers().size(); i++) {
        Plan.Buffer buffer = plan.buffers().get(i);
        if (buffer.content() instanceof Plan.Positions positions && positions.axis() != 0) {
          memory.positions(i, positions.axis(), 0, memory.used(i));
        }
      }
    }
  }

  /** Feeds what a sequence brings before its first step, and computes what comes of it. */
  void begin(State state, Sequence sequence) {
    layOut(others(sequence));
    feed(sequence);
    memory.program.code().init(frame(0));
    List<Integer> buffers = plan.begun();
    Object[][] rows = new Object[buffers.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = copies(memory.buffers[buffers.get(i)], memory.used(buffers.get(i)));
    }
    begun = new State.Begun(lengths.clone(), rows);
    state.begin(begun);
  }

  private int[] others(Sequence sequence) {
    int[] others = new int[plan.axes().size()];
    Signature signature = memory.program.signature();
    for (int a = 1; a < others.length; a++) {
      others[a] = signature.streams(a) ? 0 : signature.length(a, sequence, 0);
    }
    return others;
  }

  /** What the sequence brings at once. */
  private void feed(Sequence sequence) {
    for (Plan.Feed feed : plan.feeds()) {
      if (plan.buffers().get(feed.buffer()).space().has(0)) {
        continue;
      }
      int width = memory.width(feed);
      for (int p = 0; p < memory.used(feed.buffer()); p++) {
        for (int j = 0; j < width; j++) {
          kind.set(memory.buffers[feed.buffer()][p], j, sequence.value(feed.input(), p, j));
        }
      }
    }
  }

  private Object[] copies(Object[] rows, int count) {
    Object[] copies = new Object[count];
    for (int p = 0; p < count; p++) {
      copies[p] = kind.copy(rows[p]);
    }
    return copies;
  }

  /** The next step of a state; its inputs are fed. */
  @SuppressWarnings("ReferenceEquality") // what was begun with is not changed: the same is there
  Frame step(State state) {
    long position = state.position(0);
    if (state.begun() != begun) {
      begun = state.begun();
      layOut(begun.lengths());
      for (int i = 0; i < plan.begun().size(); i++) {
        int buffer = plan.begun().get(i);
        for (int p = 0; p < begun.rows()[i].length; p++) {
          int width = plan.buffers().get(buffer).width();
          System.arraycopy(begun.rows()[i][p], 0, memory.buffers[buffer][p], 0, width);
        }
      }
    }
    Frame frame = frame(position);
    for (int buffer : positions) {
      kind.set(memory.buffers[buffer][0], 0, (double) position);
    }
    take(state);
    memory.program.code().window(frame);
    keep(state, frame);
    state.moveTo(0, position + 1);
    return frame;
  }

  private void take(State state) {
    for (int i = 0; i < memory.carried.length; i++) {
      Object[] rows = state.rows(i, 0);
      int width = plan.carries().get(i).width();
      for (int k = 0; k < rows.length && rows[k] != null; k++) {
        System.arraycopy(rows[k], 0, memory.carried[i][k], 0, width);
      }
    }
  }

  private void keep(State state, Frame frame) {
    for (int i = 0; i < memory.carried.length; i++) {
      Plan.Carry carry = plan.carries().get(i);
      state.shift(i, 0, 1);
      System.arraycopy(frame.tables[carry.table()][0], 0, state.rows(i, 0)[0], 0, carry.width());
    }
  }
}
