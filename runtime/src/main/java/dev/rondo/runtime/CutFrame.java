package dev.rondo.runtime;

import java.util.ArrayList;
import java.util.Arrays;
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
    int[][][] blocks = new int[parts][plan.blocks().size()][];
    for (int i = 0; i < plan.blocks().size(); i++) {
      Plan.Blocks of = plan.blocks().get(i);
      Grid grid = layout.grid(of.space());
      int[] steps = whole.blocks[i];
      int[] cuts = of.depth() == 0 ? runs(steps[1] - steps[0]) : sequences(grid, steps);
      for (int part = 0; part < parts; part++) {
        blocks[part][i] = between(steps, cuts[part], cuts[part + 1]);
      }
    }
    List<Frame> all = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      Object[][] tables = whole.tables.clone();
      for (int i = 0; i < tables.length; i++) {
        if (plan.tables().get(i) instanceof Plan.Rows rows
            && plan.buffers().get(rows.buffer()).content() instanceof Plan.Working) {
          boolean known = part < before.size();
          tables[i] = known ? before.get(part).tables[i] : working(rows.buffer());
        }
      }
      all.add(new Frame(whole, part, parts, blocks[part], tables));
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

  /** Of each step the rows from one place in it to another, as far as there are so many. */
  private static int[] between(int[] steps, int from, int to) {
    int[] own = new int[steps.length];
    for (int i = 0; i < steps.length; i += 2) {
      int rows = steps[i + 1] - steps[i];
      own[i] = steps[i] + Math.min(rows, from);
      own[i + 1] = steps[i] + Math.min(rows, to);
    }
    return own;
  }

  /** Where the parts of so many rows begin. Pairs stay together: products take two at a time. */
  private int[] runs(int rows) {
    int[] cuts = new int[parts + 1];
    for (int part = 1; part < parts; part++) {
      cuts[part] = (int) ((long) rows * part / parts) / 2 * 2;
    }
    cuts[parts] = rows;
    return cuts;
  }

  /** With which sequences the parts begin, so that they have about as many rows. */
  private int[] sequences(Grid grid, int[] steps) {
    int[] cuts = new int[parts + 1];
    if (!inOrder(grid, steps)) {
      // a place of a step is another sequence's at the next one: only one part may use it
      Arrays.fill(cuts, 1, cuts.length, Integer.MAX_VALUE);
      return cuts;
    }
    int[] lengths = new int[layout.sequences()];
    int rows = 0;
    for (int i = 0; i < steps.length; i += 2) {
      for (int p = steps[i]; p < steps[i + 1]; p++) {
        lengths[grid.sequence[p]]++;
        rows++;
      }
    }
    int first = 0;
    long before = 0;
    for (int part = 1; part < parts; part++) {
      while (first < lengths.length && before < (long) rows * part / parts) {
        before += lengths[first++];
      }
      cuts[part] = first;
    }
    cuts[parts] = lengths.length;
    return cuts;
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
}
