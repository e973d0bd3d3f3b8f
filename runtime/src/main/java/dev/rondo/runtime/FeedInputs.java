package dev.rondo.runtime;

import java.util.List;
import java.util.stream.IntStream;

/** Puts what sequences bring into the rows of a memory, and positions. */
final class FeedInputs {
  private final Memory memory;

  /** By sequence: the number of its next row. */
  private long[] next = {};

  /** Those of an input at one position. */
  private double[] numbers = {};

  /** The numbers of the buffers that hold positions. */
  private final int[] positions;

  private final Plan.Feed[] feeds;

  FeedInputs(Memory memory) {
    this.memory = memory;
    List<Plan.Buffer> buffers = memory.plan.buffers();
    this.positions =
        IntStream.range(0, buffers.size())
            .filter(i -> buffers.get(i).content() instanceof Plan.Positions)
            .toArray();
    this.feeds = memory.plan.feeds().toArray(new Plan.Feed[0]);
  }

  /** What sequences bring at once, and behind the window. */
  void feed(List<? extends Sequence> sequences) {
    Layout layout = memory.layout();
    feed(sequences, false, 0, 0);
    for (int i = 0; i < memory.ahead.length; i++) {
      Plan.Feed feed = memory.plan.feeds().get(i);
      for (int r = 0; r < layout.sequences() && feed.ahead() > 0; r++) {
        long behind = Math.min(feed.ahead(), layout.left[r] - layout.steps[r]);
        for (int k = 0; k < behind; k++) {
          long step = layout.start[r] + layout.steps[r] + k;
          Object row = memory.ahead[i][r * feed.ahead() + k];
          read(sequences.get(layout.order[r]), feed.input(), step, row, memory.width(feed));
        }
      }
    }
  }

  /** What they bring at some steps of the window, and at those that are read from there. */
  void feed(List<? extends Sequence> sequences, int from, int to) {
    feed(sequences, true, from, to);
  }

  private void feed(List<? extends Sequence> sequences, boolean steps, int from, int to) {
    Layout layout = memory.layout();
    for (int i : positions) {
      Plan.Buffer buffer = memory.plan.buffers().get(i);
      if (buffer.space().has(0) == steps) {
        Grid grid = layout.grid(buffer.space());
        int first = steps ? memory.strips().row(grid, from) : 0;
        memory.positions(
            i,
            ((Plan.Positions) buffer.content()).axis(),
            first,
            steps ? memory.strips().row(grid, to) : grid.rows);
      }
    }
    for (Plan.Feed feed : feeds) {
      Plan.Space space = memory.plan.buffers().get(feed.buffer()).space();
      if (space.has(0) == steps) {
        Grid grid = layout.grid(space);
        int first = steps ? memory.strips().row(grid, from) : 0;
        int behind =
            steps ? memory.strips().row(grid, to + memory.forth(feed.buffer())) : grid.rows;
        feed(sequences, feed, grid, first, behind);
      }
    }
  }

  private void feed(
      List<? extends Sequence> sequences, Plan.Feed feed, Grid grid, int from, int to) {
    Layout layout = memory.layout();
    boolean streams = memory.plan.buffers().get(feed.buffer()).space().has(0);
    if (next.length < layout.sequences()) {
      next = new long[layout.sequences()];
    }
    for (int r = 0; r < layout.sequences(); r++) {
      next[r] = streams ? layout.start[r] : 0;
    }
    for (int p = 0; p < to; p++) {
      int r = grid.sequence[p];
      long number = next[r]++;
      if (p >= from) {
        Object row = memory.row(feed.buffer(), p);
        read(sequences.get(layout.order[r]), feed.input(), number, row, memory.width(feed));
      }
    }
  }

  private void read(Sequence sequence, int input, long step, Object row, int width) {
    if (numbers.length < width) {
      numbers = new double[width];
    }
    sequence.read(input, step, numbers, width);
    memory.kind.write(row, numbers, width);
  }
}
