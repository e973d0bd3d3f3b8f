package dev.rondo.runtime;

import java.util.List;

/** Finds for each row of a space the rows of another one that belong to it. */
final class BuildSegments {
  /** By row of the target: where its rows begin and end. */
  final int[] from;

  final int[] to;

  /** Rows of the source, those that belong together one behind the other. */
  final int[] rows;

  BuildSegments(Layout layout, Plan.Segments segments) {
    Plan.Space target = segments.target();
    Grid source = layout.grid(segments.source());
    if (!target.isRows()) {
      rows = ordered(source, segments.descending());
      from = new int[] {0};
      to = new int[] {rows.length};
      return;
    }
    List<Plan.Along> common =
        target.along().stream()
            .filter(a -> segments.source().has(a.axis()))
            .map(a -> new Plan.Along(a.axis(), 0))
            .toList();
    Grid groups = layout.grid(Plan.Space.steps(common));
    int[] here = new int[layout.axes()];
    int[] ends = new int[groups.rows + 1];
    for (int p = 0; p < source.rows; p++) {
      source.read(p, here);
      ends[groups.row(source.sequence[p], here) + 1]++;
    }
    for (int g = 0; g < groups.rows; g++) {
      ends[g + 1] += ends[g];
    }
    int[] next = ends.clone();
    rows = new int[source.rows];
    for (int p : ordered(source, segments.descending())) {
      source.read(p, here);
      rows[next[groups.row(source.sequence[p], here)]++] = p;
    }
    Grid grid = layout.grid(target);
    from = new int[grid.rows];
    to = new int[grid.rows];
    for (int p = 0; p < grid.rows; p++) {
      grid.read(p, here);
      int group = groups.row(grid.sequence[p], here);
      from[p] = ends[group];
      to[p] = ends[group + 1];
    }
  }

  /** All rows, the last position first if descending; of one position the sequences in order. */
  private static int[] ordered(Grid grid, boolean descending) {
    int[] rows = new int[grid.rows];
    int[] cells = grid.blocks[grid.blocks.length - 1];
    int n = 0;
    for (int i = 0; i + 1 < cells.length; i++) {
      int c = descending ? cells.length - 2 - i : i;
      for (int p = cells[c]; p < cells[c + 1]; p++) {
        rows[n++] = p;
      }
    }
    return rows;
  }
}
