package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.schedule.Storage.Operand;
import java.util.ArrayList;
import java.util.List;

/** Adds to the numbers of a row what an operation makes of others, row by row. */
record AddTerms(Writer w, Op op, Op join, int to, int offset, List<Operand> sources) {
  /**
   * As many vectors of the sum at a time as a tile has: all that is added, then they are stored.
   */
  void inRegisters(VectorTile tile, int width, EmitSums.Each each) {
    int j = w.local();
    int most = Math.min(2 * tile.most, width / tile.lanes) * tile.lanes;
    w.integer(0);
    w.loop(j, () -> w.integer(width / most * most), most, () -> vectors(tile, j, most, each));
    if (width % most > 0) {
      vectors(tile, j, width % most, each);
    }
  }

  private void vectors(VectorTile tile, int j, int numbers, EmitSums.Each each) {
    VectorNumbers by = new VectorNumbers(w, tile);
    int count = numbers / tile.lanes;
    int at = VectorTile.line(w, j, 1, offset);
    List<Integer> sums = tile.load(w, to, at, count);
    each.loop(
        q -> {
          Row row = row(by, q);
          for (int v = 0; v < count; v++) {
            int term = row.term(j, v * tile.lanes);
            w.loadRef(by.apply(join, List.of(term, sums.get(v))));
            w.storeRef(sums.get(v));
          }
        });
    tile.behindLoop(w, sums);
    tile.store(w, List.of(sums), List.of(to), at);
  }

  void inPlace(int from, int behind, int q) {
    PlainNumbers by = new PlainNumbers(w);
    Row row = row(by, q);
    int j = w.local();
    w.integer(from);
    w.loop(
        j,
        () -> w.integer(behind),
        by.count(),
        () -> {
          int term = row.term(j, 0);
          int sum = by.load(to, () -> w.plus(j, offset));
          by.store(by.apply(join, List.of(term, sum)), to, () -> w.plus(j, offset));
        });
  }

  /** What is there in row q, a local. */
  private Row row(Numbers by, int q) {
    List<Integer> rows = new ArrayList<>();
    List<Integer> same = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      int row = EmitSums.row(w, i + 1, q);
      int at = sources.get(i).offset();
      rows.add(row);
      same.add(
          sources.get(i).width() == 1
              ? by.spread(new PlainNumbers(w).load(row, () -> w.integer(at)))
              : -1);
    }
    return new Row(this, by, rows, same);
  }

  /**
   * A row whose numbers are added.
   *
   * @param same locals with what is one number for all of the row, or −1
   */
  private record Row(AddTerms terms, Numbers by, List<Integer> rows, List<Integer> same) {
    /** A new local with what is added to number {@code j + more}, and to those behind it. */
    int term(int j, int more) {
      List<Integer> of = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        int at = terms.sources().get(i).offset() + more;
        of.add(same.get(i) < 0 ? by.load(rows.get(i), () -> terms.w().plus(j, at)) : same.get(i));
      }
      return by.apply(terms.op(), of);
    }
  }
}
