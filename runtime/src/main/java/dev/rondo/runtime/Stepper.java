package dev.rondo.runtime;

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

  private final int[] positions;

  /** What was begun with last. */
  private Object[] begun;

  /** A stepper over a memory of its own, in which parameters are prepared. */
  Stepper(Memory memory) {
    this.memory = memory;
    this.plan = memory.plan;
    this.kind = memory.kind;
    int depth = plan.carries().stream().mapToInt(Plan.Carry::depth).max().orElse(0);
    for (Plan.Table table : plan.tables()) {
      // also what does not vary over time is absent before it began
      depth = table instanceof Plan.Delayed delayed ? Math.max(depth, delayed.by()) : depth;
    }
    this.frames = new Frame[depth + 1];
    this.positions =
        IntStream.range(0, memory.buffers.length)
            .filter(i -> plan.buffers().get(i).content() instanceof Plan.Positions)
            .toArray();
    memory.layOut(new Layout(depth));
  }

  private Frame frame(long position) {
    int behind = (int) Math.min(position, frames.length - 1);
    if (frames[behind] == null) {
      Frame frame = new Frame(plan.tables().size(), plan.domains().size());
      memory.show(frame, new Layout(behind));
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

  /** Computes what a sequence needs before its first step; its own inputs are fed. */
  void begin(State state) {
    memory.program.code().init(frame(0));
    List<Integer> buffers = plan.begun();
    Object[] rows = new Object[buffers.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = kind.copy(memory.buffers[buffers.get(i)][0]);
    }
    begun = rows;
    state.begin(rows);
  }

  /** The next step of a state; its inputs are fed. */
  Frame step(State state) {
    long position = state.position(0);
    Frame frame = frame(position);
    if (state.begun() != begun) {
      begun = state.begun();
      for (int i = 0; i < begun.length; i++) {
        Object row = memory.buffers[plan.begun().get(i)][0];
        System.arraycopy(begun[i], 0, row, 0, plan.buffers().get(plan.begun().get(i)).width());
      }
    }
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
