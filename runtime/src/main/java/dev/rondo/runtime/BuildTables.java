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

  /** By buffer: which of its rows each row of the space is; null: they are the same. */
  private final int[][] places;

  /** By segments: which rows of the source. */
  private final int[][] listed;

  /** The positions of the row in hand, by axis. */
  private final int[] here;

  /**
   * @param buffers the rows of each buffer
   * @param ahead by feed: rows behind the window, {@code ahead} a packed sequence
   * @param carried by carry: rows before the window, {@code depth} a packed sequence
   * @param places by buffer: which of its rows each row of its space is; null: they are the same
   */
  BuildTables(
      Plan plan,
      Rows kind,
      Frame frame,
      Object[][] buffers,
      Object[][] ahead,
      Object[][] carried,
      int[][] places,
      Layout layout) {
    this.plan = plan;
    this.kind = kind;
    this.frame = frame;
    this.buffers = buffers;
    this.ahead = ahead;
    this.carried = carried;
    this.layout = layout;
    this.places = places;
    this.listed = new int[plan.segments().size()][];
    this.here = new int[plan.axes().size()];
  }

  /** By segments: which rows of the source are summed. */
  int[][] build() {
    for (int a = 0; a < frame.lengths.length; a++) {
      frame.lengths[a] = layout.longest(a);
    }
    for (int i = 0; i < frame.blocks.length; i++) {
      Plan.Blocks blocks = plan.blocks().get(i);
      frame.blocks[i] = pairs(layout.grid(blocks.space()).blocks[blocks.depth()]);
    }
    for (int i = 0; i < listed.length; i++) {
      Plan.Segments segments = plan.segments().get(i);
      BuildSegments built = new BuildSegments(layout, segments);
      frame.from[i] = built.from;
      frame.to[i] = built.to;
      listed[i] = built.rows;
    }
    for (int i = 0; i < plan.tables().size(); i++) {
      frame.tables[i] = table(plan.tables().get(i));
    }
    return listed;
  }

  private static int[] pairs(int[] bounds) {
    int[] pairs = new int[2 * bounds.length - 2];
    for (int i = 0; i + 1 < bounds.length; i++) {
      pairs[2 * i] = bounds[i];
      pairs[2 * i + 1] = bounds[i + 1];
    }
    return pairs;
  }

  private Object[] table(Plan.Table table) {
    if (table instanceof Plan.Rows rows) {
      return rows(rows);
    }
    if (table instanceof Plan.Spread spread) {
      return spread(spread);
    }
    if (table instanceof Plan.Delayed delayed) {
      return delayed(delayed);
    }
    if (table instanceof Plan.Ended ended) {
      return ended(ended);
    }
    Plan.Listed list = (Plan.Listed) table;
    Object[] of = frame.tables[list.of()];
    Object[] rows = kind.table(listed[list.segments()].length);
    for (int k = 0; k < rows.length; k++) {
      rows[k] = of[listed[list.segments()][k]];
    }
    return rows;
  }

  private Object[] rows(Plan.Rows rows) {
    Object[] own = buffers[rows.buffer()];
    int loops = plan.buffers().get(rows.buffer()).loops();
    int[] at = places[rows.buffer()];
    if (loops == 0 && at == null) {
      return own;
    }
    Grid grid = layout.grid(rows.space());
    if (at != null) {
      Object[] all = kind.table(grid.rows);
      Arrays.setAll(all, p -> own[at[p]]);
      return all;
    }
    int[] blocks = grid.blocks[loops];
    Object[] all = kind.table(grid.rows);
    for (int c = 0; c + 1 < blocks.length; c++) {
      for (int p = blocks[c]; p < blocks[c + 1]; p++) {
        all[p] = own[p - blocks[c]];
      }
    }
    return all;
  }

  private Object[] spread(Plan.Spread spread) {
    Object[] of = frame.tables[spread.of()];
    Plan.Space space = plan.tables().get(spread.of()).space();
    Grid grid = layout.grid(spread.space());
    Object[] rows = kind.table(grid.rows);
    if (!space.isRows()) {
      Arrays.fill(rows, of[0]);
      return rows;
    }
    Grid source = layout.grid(space);
    for (int p = 0; p < rows.length; p++) {
      grid.read(p, here);
      if (spread.axis() >= 0) {
        here[spread.axis()] = here[spread.as()];
      }
      rows[p] = of[source.row(grid.sequence[p], here)];
    }
    return rows;
  }

  /** The row of a table for a sequence at the positions in hand; null if it has none. */
  private Object at(int table, int r) {
    Object[] rows = frame.tables[table];
    Plan.Space space = plan.tables().get(table).space();
    if (!space.isRows()) {
      return rows[0];
    }
    int row = layout.grid(space).row(r, here);
    return row < 0 ? null : rows[row];
  }

  private Object[] delayed(Plan.Delayed table) {
    Grid grid = layout.grid(table.space());
    boolean steps = plan.tables().get(table.of()).space().has(table.axis());
    Object[] rows = kind.table(grid.rows);
    for (int p = 0; p < rows.length; p++) {
      grid.read(p, here);
      int r = grid.sequence[p];
      int source = here[table.axis()] - table.by();
      long length = layout.length(table.axis(), r, here);
      boolean inside =
          layout.start(table.axis(), r) + source >= 0 && source < length - table.missing();
      Object row = null;
      if (inside && (!steps || (source >= 0 && source < layout.inWindow(table.axis(), r, here)))) {
        here[table.axis()] = source;
        row = at(table.of(), r);
      } else if (inside && source < 0 && table.carry() >= 0) {
        row = carried[table.carry()][r * plan.carries().get(table.carry()).depth() - source - 1];
      } else if (inside && source >= 0 && table.feed() >= 0) {
        int forth = source - layout.steps[r];
        row = ahead[table.feed()][r * plan.feeds().get(table.feed()).ahead() + forth];
      }
      if (row == null) {
        // an adjoint ends with its window too
        grid.read(p, here);
        row = at(table.outside(), r);
      }
      rows[p] = row;
    }
    return rows;
  }

  private Object[] ended(Plan.Ended table) {
    Grid grid = layout.grid(table.space());
    Object[] rows = kind.table(grid.rows);
    for (int p = 0; p < rows.length; p++) {
      grid.read(p, here);
      int r = grid.sequence[p];
      long length = layout.length(table.axis(), r, here) - table.missing();
      int last = (int) Math.min(layout.inWindow(table.axis(), r, here), length) - 1;
      here[table.axis()] = table.last() ? last : 0;
      rows[p] = last < 0 ? at(table.outside(), r) : at(table.of(), r);
    }
    return rows;
  }
}
