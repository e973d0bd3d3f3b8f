package dev.rondo.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a frame into parts for threads. Outside of loops a part has a run of rows; in a loop over
 * time it has some sequences with all their steps, so that it need not wait for the others.
 */
final class CutFrame {
  private final Plan plan;
  private final Rows kind;
  private final Layout layout;
  private final Frame whole;
  private final int parts;

  CutFrame(Plan plan, Rows kind, Layout layout, Frame whole, int parts) {
    this.plan = plan;
    this.kind = kind;
    this.layout = layout;
    this.whole = whole;
    this.parts = parts;
  }

  /** The parts. {@code before}: those of an earlier layout, whose storage is used again. */
  List<Frame> cut(List<Frame> before) {
    List<Frame> all = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int[][] blocks = new int[plan.blocks().size()][];
      for (int i = 0; i < blocks.length; i++) {
        Plan.Blocks of = plan.blocks().get(i);
        Grid grid = layout.grid(of.space());
        blocks[i] = of.depth() == 0 ? run(grid, part) : steps(grid, whole.blocks[i], part);
      }
      Object[][] tables = whole.tables.clone();
      for (int i = 0; i < tables.length; i++) {
        if (plan.tables().get(i) instanceof Plan.Rows rows
            && plan.buffers().get(rows.buffer()).content() instanceof Plan.Working) {
          boolean known = part < before.size();
          tables[i] = known ? before.get(part).tables[i] : working(rows.buffer());
        }
      }
      all.add(new Frame(whole, part, parts, blocks, tables));
    }
    return all;
  }

  private Object[] working(int buffer) {
    Object[] rows = kind.table(plan.buffers().get(buffer).rows());
    for (int i = 0; i < rows.length; i++) {
      rows[i] = kind.row(plan.buffers().get(buffer).width());
    }
    return rows;
  }

  /** Pairs of rows stay together: products take two at a time. */
  private int[] run(Grid grid, int part) {
    return new int[] {at(grid.rows, part), at(grid.rows, part + 1)};
  }

  private int at(int count, int part) {
    return part == parts ? count : (int) ((long) count * part / parts) / 2 * 2;
  }

  private int[] steps(Grid grid, int[] all, int part) {
    int[] own = new int[all.length];
    if (!inOrder(grid, all)) {
      // a place of a step is another sequence's at the next one: only one part may use it
      return part == 0 ? all : own;
    }
    int first = firstSequence(grid, part);
    int behind = firstSequence(grid, part + 1);
    for (int i = 0; i < all.length; i += 2) {
      int rows = all[i + 1] - all[i];
      own[i] = all[i] + Math.min(rows, first);
      own[i + 1] = all[i] + Math.min(rows, behind);
    }
    return own;
  }

  /** Whether the rows of each step are the first sequences, one each. */
  private static boolean inOrder(Grid grid, int[] steps) {
    for (int i = 0; i < steps.length; i += 2) {
      for (int p = steps[i]; p < steps[i + 1]; p++) {
        if (grid.sequence[p] != p - steps[i]) {
          return false;
        }
      }
    }
    return true;
  }

  /** So that the parts have about as many rows: the longest sequences come first. */
  private int firstSequence(Grid grid, int part) {
    long[] behind = new long[layout.sequences() + 1];
    for (int r : grid.sequence) {
      behind[r + 1]++;
    }
    int first = 0;
    long sum = 0;
    while (first < layout.sequences() && sum < (long) grid.rows * part / parts) {
      sum += behind[++first];
    }
    return part == parts ? layout.sequences() : first;
  }
}
