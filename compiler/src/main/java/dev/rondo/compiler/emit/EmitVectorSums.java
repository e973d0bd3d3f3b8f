package dev.rondo.compiler.emit;

import dev.rondo.compiler.schedule.Storage;
import java.util.List;

/** Sums of outer products by vectors: what is summed is brought into tiles, block by block. */
final class EmitVectorSums {
  /** Rows at a time: the turned operand stays in the second cache. */
  private static final int ROWS = 256;

  /**
   * Where the next row of a tile begins in what is turned: each has a stretch of its own, since
   * with its numbers side by side C2 sometimes takes twice the time; and not a power of two behind
   * the one before, or they would all fall on the same lines of the cache.
   */
  private static final int STRETCH = ROWS + 16;

  /** So many panels are laid out at once, since their rows lie far apart. */
  private static final int PANELS = 4;

  private final ClassBuilder out;
  private final Storage storage;
  private final VectorTile tile;
  private final int panel;
  private final int most;

  EmitVectorSums(ClassBuilder out, Storage storage, VectorTile tile) {
    this.out = out;
    this.storage = storage;
    this.tile = tile;
    this.panel = tile.panel;
    this.most = tile.most;
  }

  private int up(int rows) {
    return (rows + most - 1) / most;
  }

  int sums(int rows, int width, String what) {
    return storage.sums(up(rows) * most, tile.panels(width) * panel, what);
  }

  List<Integer> accumulating(int rows) {
    return List.of(
        storage.scratch("laid", PANELS, ROWS * panel),
        storage.scratch("turned", up(rows), STRETCH * most));
  }

  String accumulate(int rows, int width, int xo, int lo) {
    String name = "accumulate_" + rows + "x" + width + "_x" + xo + "_l" + lo;
    out.method(
        name,
        "(" + out.table().repeat(5) + "IIII)V",
        9,
        w -> {
          Part part = new Part(w, rows);
          w.loadInt(7);
          w.loop(
              part.from,
              () -> w.loadInt(8),
              ROWS,
              () -> {
                w.plus(part.from, ROWS);
                w.loadInt(8);
                w.minInt();
                w.storeInt(part.to);
                part.turned(xo);
                int laid = PANELS * panel;
                w.loop(
                    width / laid,
                    group -> part.columns(group, VectorTile.line(w, group, laid, lo), laid));
                if (width % laid > 0) {
                  int group = VectorTile.number(w, width / laid);
                  part.columns(group, VectorTile.line(w, group, laid, lo), width % laid);
                }
              });
        });
    return name;
  }

  /** Some rows of the result; arguments: those of {@link Products#accumulate}. */
  private final class Part {
    private final Writer w;
    private final int rows;
    private final int first;
    private final int behind;
    final int from;
    final int to;

    Part(Writer w, int rows) {
      this.w = w;
      this.rows = rows;
      this.from = w.local();
      this.to = w.local();
      this.first = tile(5, 0);
      this.behind = tile(6, most - 1);
    }

    private int tile(int row, int more) {
      int local = w.local();
      w.plus(row, more);
      w.integer(most);
      w.divideInt();
      w.storeInt(local);
      return local;
    }

    void turned(int xo) {
      w.loadRef(0);
      w.loadRef(4);
      w.loadInt(from);
      w.loadInt(to);
      w.loadInt(first);
      w.loadInt(behind);
      w.call(out.name, turn(rows, xo), TURN);
    }

    /** A few panels of the lanes. */
    void columns(int group, int column, int count) {
      w.loadRef(1);
      w.loadRef(3);
      w.loadInt(from);
      w.loadInt(to);
      w.loadInt(column);
      w.call(out.name, layOut(count), LAY_OUT);
      w.loop(
          tile.panels(count),
          j -> {
            int t = w.local();
            w.loadInt(first);
            w.loop(
                t,
                () -> w.loadInt(behind),
                1,
                () -> {
                  w.loadRef(2);
                  w.loadRef(3);
                  w.loadRef(4);
                  w.loadInt(t);
                  w.loadInt(j);
                  w.loadInt(group);
                  w.loadInt(to);
                  w.loadInt(from);
                  w.subtractInt();
                  w.call(out.name, sumTile(), SUM_TILE);
                });
          });
    }
  }

  private static final String LAY_OUT = "([[F[[FIII)V";

  /** Arguments: x, the turned rows, from, to, the first tile, the one behind the last. */
  private static final String TURN = "([[F[[FIIII)V";

  /** What is written for a row, by where it goes: its number in the block times a width. */
  @FunctionalInterface
  private interface Row {
    void write(int row, int at);
  }

  /** The rows of table 0 in a block; from and to are arguments 2 and 3. */
  private static void rows(Writer w, int width, Row body) {
    int p = w.local();
    int at = w.local();
    w.loadInt(2);
    w.loop(
        p,
        () -> w.loadInt(3),
        1,
        () -> {
          int row = w.rowOf(0, p, 0);
          w.loadInt(p);
          w.loadInt(2);
          w.subtractInt();
          w.integer(width);
          w.multiplyInt();
          w.storeInt(at);
          body.write(row, at);
        });
  }

  /** {@code turned[k / most][k % most · STRETCH + p - from] = x[p][xo + k]}. */
  private String turn(int rows, int xo) {
    String name = "turn_" + rows + "_x" + xo;
    out.method(
        name,
        TURN,
        6,
        w ->
            rows(
                w,
                1,
                (row, at) -> {
                  int t = w.local();
                  w.loadInt(4);
                  w.loop(
                      t,
                      () -> {
                        w.loadInt(5);
                        w.integer(rows / most);
                        w.minInt();
                      },
                      1,
                      () -> place(w, row, xo, t, at, most));
                  if (rows % most > 0) {
                    w.loadInt(t);
                    w.loop(t, () -> w.loadInt(5), 1, () -> place(w, row, xo, t, at, rows % most));
                  }
                }));
    return name;
  }

  private void place(Writer w, int row, int xo, int t, int at, int count) {
    int k = VectorTile.line(w, t, most, xo);
    int target = w.rowOf(1, t, 0);
    for (int r = 0; r < count; r++) {
      w.loadRef(target);
      w.plus(at, r * STRETCH);
      w.loadRef(row);
      w.plus(k, r);
      w.get();
      w.put();
    }
  }

  /** {@code laid[i / panel][(p - from) · panel + i % panel] = d[p][column + i]} for so many i. */
  private String layOut(int count) {
    String name = "lay_out_" + count;
    out.method(
        name,
        LAY_OUT,
        5,
        w -> {
          int zero = VectorTile.number(w, 0);
          List<Integer> targets = VectorTile.rows(w, 1, zero, tile.panels(count));
          rows(
              w,
              panel,
              (row, at) -> {
                for (int j = 0; j < count / panel; j++) {
                  int from = VectorTile.line(w, 4, 1, j * panel);
                  List<Integer> vectors = tile.load(w, row, from, 2);
                  tile.store(w, List.of(vectors), List.of(targets.get(j)), at);
                }
                if (count % panel > 0) {
                  w.loadRef(row);
                  w.plus(4, count / panel * panel);
                  w.loadRef(targets.get(count / panel));
                  w.loadInt(at);
                  w.integer(count % panel);
                  w.copy();
                }
              });
        });
    return name;
  }

  /** Arguments: g, the panels, the turned rows, the tile, the panel, the group, how many. */
  private static final String SUM_TILE = "([[F[[F[[FIIII)V";

  private String sumTile() {
    String name = "sum_tile";
    out.method(
        name,
        SUM_TILE,
        7,
        w -> {
          int first = VectorTile.line(w, 3, most, 0);
          List<Integer> g = VectorTile.rows(w, 0, first, most);
          int right = w.rowOf(1, 4, 0);
          int x = w.rowOf(2, 3, 0);
          int column = w.local();
          w.loadInt(5);
          w.integer(PANELS);
          w.multiplyInt();
          w.loadInt(4);
          w.addInt();
          w.integer(panel);
          w.multiplyInt();
          w.storeInt(column);
          List<List<Integer>> sums = tile.load(w, g, column, 2);
          int p = w.local();
          w.integer(0);
          w.loop(
              p,
              () -> w.loadInt(6),
              1,
              () -> {
                List<Integer> vectors = tile.load(w, right, VectorTile.line(w, p, panel, 0), 2);
                tile.step(
                    w,
                    sums,
                    vectors,
                    r -> {
                      w.loadRef(x);
                      w.plus(p, r * STRETCH);
                    });
              });
          sums.forEach(row -> tile.behindLoop(w, row));
          tile.store(w, sums, g, column);
        });
    return name;
  }
}
