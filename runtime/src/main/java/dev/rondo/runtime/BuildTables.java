package dev.rondo.runtime;

import java.util.Arrays;

/** Sets the tables of a frame up for a window: pointers to rows, no copies. */
final class BuildTables {
  private final Plan plan;
  private final Rows kind;
  private final Frame frame;
  private final Object[][] buffers;
  private final Object[][] ahead;
  private final Object[][] carried;
  private final Layout layout;

  /**
   * @param buffers the rows of each buffer
   * @param ahead by feed: rows behind the window, {@code ahead} a packed sequence
   * @param carried by carry: rows before the window, {@code depth} a packed sequence
   */
  BuildTables(
      Plan plan,
      Rows kind,
      Frame frame,
      Object[][] buffers,
      Object[][] ahead,
      Object[][] carried,
      Layout layout) {
    this.plan = plan;
    this.kind = kind;
    this.frame = frame;
    this.buffers = buffers;
    this.ahead = ahead;
    this.carried = carried;
    this.layout = layout;
  }

  void build() {
    for (int i = 0; i < plan.domains().size(); i++) {
      int[] counts = new int[layout.offsets.length - 1];
      for (int t = 0; t < counts.length; t++) {
        counts[t] = layout.running(t, plan.domains().get(i));
      }
      frame.counts[i] = counts;
      frame.defined[i] = Arrays.stream(counts).sum();
    }
    frame.steps = layout.offsets.length - 1;
    frame.sequences = layout.steps.length;
    frame.offsets = layout.offsets;
    for (int i = 0; i < plan.tables().size(); i++) {
      frame.tables[i] = table(plan.tables().get(i));
    }
  }

  private Object[] table(Plan.Table table) {
    if (table instanceof Plan.Rows rows) {
      return rows(rows);
    }
    if (table instanceof Plan.PerStep per) {
      return perStep(frame.tables[per.of()], plan.tables().get(per.of()).space());
    }
    if (table instanceof Plan.PerSequence per) {
      Object[] rows = kind.table(layout.steps.length);
      Arrays.fill(rows, frame.tables[per.of()][0]);
      return rows;
    }
    if (table instanceof Plan.Delayed delayed) {
      return delayed(delayed);
    }
    if (table instanceof Plan.Ended ended) {
      return ended(ended);
    }
    if (table instanceof Plan.Backward backward) {
      return ordered(frame.tables[backward.of()], backward.domain(), true);
    }
    Plan.Forward forward = (Plan.Forward) table;
    return ordered(frame.tables[forward.of()], forward.domain(), false);
  }

  private Object[] rows(Plan.Rows rows) {
    Object[] own = buffers[rows.buffer()];
    if (rows.space() != Plan.Space.SCRATCH) {
      return own;
    }
    return perStep(own, Plan.Space.SEQUENCE);
  }

  private Object[] perStep(Object[] of, Plan.Space space) {
    Object[] rows = kind.table(layout.rows);
    for (int t = 0; t + 1 < layout.offsets.length; t++) {
      for (int r = 0; r < layout.offsets[t + 1] - layout.offsets[t]; r++) {
        rows[layout.row(t, r)] = of[space == Plan.Space.ONE ? 0 : r];
      }
    }
    return rows;
  }

  /** The row of a table at a step of a packed sequence. */
  private Object at(int table, int t, int r) {
    Object[] rows = frame.tables[table];
    return switch (plan.tables().get(table).space()) {
      case ONE, MATRIX -> rows[0];
      case SEQUENCE -> rows[r];
      case STEP, SCRATCH -> rows[layout.row(t, r)];
    };
  }

  private Object[] delayed(Plan.Delayed table) {
    boolean steps = plan.tables().get(table.of()).space() == Plan.Space.STEP;
    Object[] rows = kind.table(layout.rows);
    for (int t = 0; t + 1 < layout.offsets.length; t++) {
      for (int r = 0; r < layout.offsets[t + 1] - layout.offsets[t]; r++) {
        int source = t - table.by();
        long position = layout.start[r] + source;
        boolean inside = position >= 0 && source < layout.left[r] - table.missing();
        Object row;
        if (inside && (!steps || (source >= 0 && source < layout.steps[r]))) {
          row = at(table.of(), Math.max(source, 0), r);
        } else if (inside && source < 0 && table.carry() >= 0) {
          row = before(table.carry(), -source - 1, r);
        } else if (inside && source >= 0 && table.feed() >= 0) {
          row = behind(table.feed(), source - layout.steps[r], r);
        } else {
          // an adjoint ends with its window too
          row = at(table.outside(), t, r);
        }
        rows[layout.row(t, r)] = row;
      }
    }
    return rows;
  }

  private Object before(int carry, int back, int r) {
    return carried[carry][r * plan.carries().get(carry).depth() + back];
  }

  private Object behind(int feed, int forth, int r) {
    return ahead[feed][r * plan.feeds().get(feed).ahead() + forth];
  }

  private Object[] ended(Plan.Ended table) {
    Object[] rows = kind.table(layout.steps.length);
    for (int r = 0; r < rows.length; r++) {
      long last = Math.min(layout.steps[r], layout.left[r] - table.missing()) - 1;
      rows[r] =
          last < 0 ? at(table.outside(), 0, r) : at(table.of(), table.last() ? (int) last : 0, r);
    }
    return rows;
  }

  private Object[] ordered(Object[] of, int domain, boolean backward) {
    Object[] rows = kind.table(frame.defined[domain]);
    int steps = layout.offsets.length - 1;
    int q = 0;
    for (int i = 0; i < steps; i++) {
      int t = backward ? steps - 1 - i : i;
      for (int r = 0; r < frame.counts[domain][t]; r++) {
        rows[q++] = of[layout.row(t, r)];
      }
    }
    return rows;
  }
}
