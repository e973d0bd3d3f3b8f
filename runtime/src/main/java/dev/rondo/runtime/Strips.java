package dev.rondo.runtime;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The steps of a window, so many at a time: strips use the same rows one after the other, but for
 * those that another strip reads. Checkpointing as of Chen et al., "Training deep nets with
 * sublinear memory cost" (2016): with strips of √T steps the rows grow with √T, and the values of
 * each strip are computed twice.
 */
final class Strips {
  final int count;
  private final Plan plan;
  private final Layout layout;
  private final int steps;

  /** {@code steps} in each, but for the last one. */
  Strips(Plan plan, Layout layout, int steps) {
    this.plan = plan;
    this.layout = layout;
    this.steps = steps;
    this.count = layout.longest(0) == 0 ? 0 : (layout.longest(0) - 1) / steps + 1;
  }

  /** How many steps a strip has, so that one strip has about as many as there are strips. */
  static int steps(Layout layout) {
    return Math.max(1, (int) Math.ceil(Math.sqrt(layout.longest(0))));
  }

  /** The step that a strip begins with; that of the strip behind the last is the last one's end. */
  int first(int strip) {
    return (int) Math.min((long) strip * steps, layout.longest(0));
  }

  /** The first of a grid's rows at a step or a later one; behind the last step: all rows. */
  int row(Grid grid, int step) {
    return step >= layout.longest(0) ? grid.rows : grid.blocks[1][step];
  }

  /** Where each row of a space with steps lies. */
  int[] places(Grid grid, Crossing crossing) {
    int own = 0;
    for (int strip = 0; strip < count; strip++) {
      own = Math.max(own, row(grid, first(strip + 1)) - row(grid, first(strip)));
    }
    int[] places = new int[grid.rows];
    for (int p = 0; p < grid.rows; p++) {
      int t = grid.at[0][p];
      int in = t % steps;
      boolean crosses =
          crossing.all()
              || in >= steps - crossing.back()
              || in < crossing.forth()
              || t < crossing.first()
              || t >= layout.steps[grid.sequence[p]] - crossing.last();
      places[p] = crosses ? own++ : p - row(grid, t - in);
    }
    return places;
  }

  /**
   * A strip of a frame.
   *
   * @param listed by segments: which rows are summed
   * @param before how many strips came before it
   */
  Frame cut(Frame whole, int[][] listed, int strip, int before) {
    int first = first(strip);
    int behind = first(strip + 1);
    int[] lengths = whole.lengths.clone();
    lengths[0] = behind - first;
    int[][] blocks = whole.blocks.clone();
    for (int i = 0; i < blocks.length; i++) {
      Plan.Blocks of = plan.blocks().get(i);
      if (of.space().has(0) && of.depth() == 0) {
        Grid grid = layout.grid(of.space());
        blocks[i] = new int[] {row(grid, first), row(grid, behind)};
      } else if (of.space().has(0)) {
        int each = blocks[i].length / layout.longest(0);
        blocks[i] = Arrays.copyOfRange(blocks[i], first * each, behind * each);
      }
    }
    int[][] from = whole.from.clone();
    int[][] to = whole.to.clone();
    for (int i = 0; i < from.length; i++) {
      Plan.Segments segments = plan.segments().get(i);
      if (segments.source().has(0) && !segments.target().has(0)) {
        int[] rows = listed[i];
        int[] at = layout.grid(segments.source()).at[0];
        boolean down = segments.descending();
        int begin = down ? behind : first;
        int end = down ? first : behind;
        from[i] = new int[whole.from[i].length];
        to[i] = new int[whole.to[i].length];
        for (int p = 0; p < from[i].length; p++) {
          int last = whole.to[i][p];
          from[i][p] = find(whole.from[i][p], last, k -> at[rows[k]] < begin != down);
          to[i][p] = find(from[i][p], last, k -> at[rows[k]] < end != down);
        }
      }
    }
    return new Frame(whole, before, lengths, blocks, from, to);
  }

  /** The first number in [from, to) that is not before what is sought; all others are behind it. */
  private static int find(int from, int to, IntPredicate before) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean earlier = before.test(middle);
      low = earlier ? middle + 1 : low;
      high = earlier ? high : middle;
    }
    return low;
  }
}
