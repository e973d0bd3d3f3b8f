package dev.rondo.runtime;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of a space in one layout: of which sequence and position each is, and back. */
final class Grid {
  final List<Plan.Along> along;
  final int rows;

  /** By row: the packed number of its sequence. */
  final int[] sequence;

  /** By axis of the space, then by row: the position. */
  final int[][] at;

  /** By depth: where the rows of each step of so many loops begin. */
  final int[][] blocks;

  private final int[] sizes;

  /** By sequence: the row at each combination of positions, −1 if there is none. */
  private final int[][] index;

  /** By axes: what {@link #rows} found, since outputs are read number by number. */
  private final Map<List<Integer>, int[][]> sorted = new HashMap<>();

  Grid(Layout layout, List<Plan.Along> along) {
    this.along = along;
    this.sizes = along.stream().mapToInt(a -> layout.longest(a.axis())).toArray();
    int cells = 1;
    blocks = new int[sizes.length + 1][];
    for (int d = 0; d <= sizes.length; d++) {
      blocks[d] = new int[Math.addExact(cells, 1)];
      cells = d < sizes.length ? Math.multiplyExact(cells, sizes[d]) : cells;
    }
    int sequences = layout.sequences();
    index = new int[sequences][cells];
    int[] of = new int[Math.min(64, cells * sequences + 1)];
    int[] cell = new int[of.length];
    int[] here = new int[layout.axes()];
    int row = 0;
    for (int c = 0; c < cells; c++) {
      blocks[sizes.length][c] = row;
      position(c, here);
      for (int r = 0; r < sequences; r++) {
        index[r][c] = -1;
        if (layout.has(along, r, here)) {
          if (row == of.length) {
            of = Arrays.copyOf(of, 2 * row);
            cell = Arrays.copyOf(cell, 2 * row);
          }
          of[row] = r;
          cell[row] = c;
          index[r][c] = row++;
        }
      }
    }
    blocks[sizes.length][cells] = row;
    rows = row;
    sequence = Arrays.copyOf(of, row);
    at = new int[sizes.length][row];
    for (int p = 0; p < row; p++) {
      int c = cell[p];
      for (int d = sizes.length - 1; d >= 0; d--) {
        at[d][p] = c % sizes[d];
        c /= sizes[d];
      }
    }
    int inner = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      inner *= sizes[d];
      for (int c = 0; c < blocks[d].length; c++) {
        blocks[d][c] = c * inner < cells ? blocks[sizes.length][c * inner] : row;
      }
    }
  }

  /** Sets the positions of a cell, by axis. */
  private void position(int cell, int[] here) {
    int c = cell;
    for (int d = sizes.length - 1; d >= 0; d--) {
      here[along.get(d).axis()] = c % sizes[d];
      c /= sizes[d];
    }
  }

  /** Sets the positions of a row, by axis. */
  void read(int row, int[] here) {
    for (int d = 0; d < at.length; d++) {
      here[along.get(d).axis()] = at[d][row];
    }
  }

  /** The row of a sequence at positions, by axis; −1 if there is none. */
  int row(int sequence, int[] here) {
    int cell = 0;
    for (int d = 0; d < sizes.length; d++) {
      int position = here[along.get(d).axis()];
      if (position < 0 || position >= sizes[d]) {
        return -1;
      }
      cell = cell * sizes[d] + position;
    }
    return index[sequence][cell];
  }

  /** The row of a sequence at a position of the only axis, if there is any; −1 if there is none. */
  int row(int sequence, int position) {
    if (sizes.length == 0) {
      return index[sequence][0];
    }
    return position < 0 || position >= sizes[0] ? -1 : index[sequence][position];
  }

  /** The rows of a sequence by their positions along the given axes, the last varying fastest. */
  int[] rows(int sequence, List<Integer> axes) {
    return sorted.computeIfAbsent(axes, this::sort)[sequence];
  }

  private int[][] sort(List<Integer> axes) {
    List<Integer> own = along.stream().map(Plan.Along::axis).toList();
    Comparator<Integer> order = Comparator.naturalOrder();
    for (int i = axes.size() - 1; i >= 0; i--) {
      int[] positions = at[own.indexOf(axes.get(i))];
      order = Comparator.<Integer>comparingInt(row -> positions[row]).thenComparing(order);
    }
    int[][] all = new int[index.length][];
    for (int r = 0; r < all.length; r++) {
      all[r] =
          Arrays.stream(index[r])
              .filter(row -> row >= 0)
              .boxed()
              .sorted(order)
              .mapToInt(row -> row)
              .toArray();
    }
    return all;
  }

  /** How many rows the largest step of so many loops has. */
  int largest(int depth) {
    int most = 0;
    for (int c = 0; c + 1 < blocks[depth].length; c++) {
      most = Math.max(most, blocks[depth][c + 1] - blocks[depth][c]);
    }
    return most;
  }
}
