package dev.rondo.compiler.emit;

import dev.rondo.compiler.schedule.Statement.Multiply;
import dev.rondo.compiler.schedule.Storage;
import java.util.ArrayList;
import java.util.List;

/**
 * The products by {@code jdk.incubator.vector}: tiles of a few rows by two vectors, whose sums stay
 * in registers while what is summed goes by. The right operand lies in panels two vectors wide, one
 * number k behind the other, so that a tile reads it from end to end; what an outer product sums is
 * brought into that form block by block. The last panel may be wider than the matrix: its rows are
 * worked on in a place of their own. Each number is the chain of the portable shape.
 */
final class EmitVectorProducts implements Products {
  /** So much of what is summed that a panel stays in the first cache. */
  private static final int BLOCK = 256;

  /**
   * A single row goes by so many panels at once, for eight sums that do not wait for each other.
   */
  private static final int PANELS_OF_ONE = 4;

  /**
   * A matrix of so many numbers, half of a second cache, goes by backwards every other time a
   * single row is multiplied: what the cache still has of it comes first (docs/performance-log.md,
   * entry 8).
   */
  private static final int LARGE = 128 * 1024;

  private final ClassBuilder out;
  private final Storage storage;
  private final VectorTile tile;
  private final EmitVectorSums sums;
  private final EmitVectorLanes lanes;
  private final int panel;

  EmitVectorProducts(ClassBuilder out, Storage storage, int lanes) {
    this.out = out;
    this.storage = storage;
    this.tile = new VectorTile(lanes);
    this.lanes = new EmitVectorLanes(out, tile);
    this.sums = new EmitVectorSums(out, storage, tile);
    this.panel = tile.panel;
  }

  @Override
  public int vector() {
    return tile.lanes;
  }

  @Override
  public int packed(Multiply multiply) {
    return storage.pack(multiply, tile.panels(multiply.width()), multiply.inner() * panel);
  }

  @Override
  public int packed(int inner, int width) {
    return storage.scratch("packed", tile.panels(width), inner * panel);
  }

  @Override
  public int side() {
    return panel;
  }

  @Override
  public void at(Writer w, int table, int k, int column) {
    w.loadRef(table);
    w.loadInt(column);
    w.integer(panel);
    w.divideInt();
    w.getRow();
    w.loadInt(k);
    w.integer(panel);
    w.multiplyInt();
    w.loadInt(column);
    w.integer(panel);
    w.remainderInt();
    w.addInt();
  }

  @Override
  public List<Integer> multiplying() {
    return List.of(storage.scratch("narrow", tile.most, panel), storage.scratch("backwards", 1, 1));
  }

  @Override
  public String multiply(int inner, int width, int xo, int yo) {
    String of = inner + "x" + width + "_x" + xo + "_y" + yo;
    String descriptor = "(" + out.table().repeat(5) + "II)V";
    String name = "multiply_" + of;
    out.method(
        name,
        descriptor,
        7,
        w -> {
          Block block = new Block(w, xo);
          int whole = width / panel;
          w.integer(0);
          w.loop(
              block.from,
              () -> w.integer(inner),
              BLOCK,
              () -> {
                w.plus(block.from, BLOCK);
                w.integer(inner);
                w.minInt();
                w.storeInt(block.to);
                w.loop(whole, j -> block.rows(j, VectorTile.line(w, j, panel, yo), 0));
                if (whole * panel < width) {
                  block.rows(
                      VectorTile.number(w, whole),
                      VectorTile.number(w, yo + whole * panel),
                      width % panel);
                }
              });
          block.last(inner, whole, width % panel, yo);
        });
    return name;
  }

  /** A block of what is summed; arguments: x, m, y, those of multiplying, first row, last. */
  private final class Block {
    private final Writer w;
    private final int xo;
    final int from;
    final int to;
    private final int p;

    Block(Writer w, int xo) {
      this.w = w;
      this.xo = xo;
      this.from = w.local();
      this.to = w.local();
      this.p = w.local();
      w.loadInt(5);
      w.storeInt(p);
    }

    /** All rows by a panel, but the last if they are odd. */
    void rows(int j, int column, int rest) {
      w.loadInt(5);
      w.storeInt(p);
      for (int most = tile.most; most > 1; most /= 2) {
        int rows = most;
        w.loadInt(p);
        w.loop(p, () -> w.plus(6, 1 - rows), rows, () -> tile(rows, 1, j, column, rest));
      }
    }

    /** The last row, if it is left: all that is summed, as nothing is used again. */
    void last(int inner, int whole, int rest, int yo) {
      w.integer(0);
      w.storeInt(from);
      w.integer(inner);
      w.storeInt(to);
      int groups = whole / PANELS_OF_ONE;
      w.loadInt(p);
      w.loop(
          p,
          () -> w.loadInt(6),
          1,
          () -> {
            int first = w.local();
            int step = w.local();
            order(groups, (long) inner * whole * panel >= LARGE, first, step);
            w.loop(
                groups,
                group -> {
                  int j = w.local();
                  w.loadInt(group);
                  w.loadInt(step);
                  w.multiplyInt();
                  w.loadInt(first);
                  w.addInt();
                  w.storeInt(j);
                  tile(1, PANELS_OF_ONE, j, VectorTile.line(w, j, panel, yo), 0);
                });
            int j = w.local();
            w.integer(groups * PANELS_OF_ONE);
            w.loop(
                j,
                () -> w.integer(whole),
                1,
                () -> tile(1, 1, j, VectorTile.line(w, j, panel, yo), 0));
            if (rest > 0) {
              tile(
                  1,
                  1,
                  VectorTile.number(w, whole),
                  VectorTile.number(w, yo + whole * panel),
                  rest);
            }
          });
    }

    /** The first panel, and how far on the next group's is: in turns from either end. */
    private void order(int groups, boolean turns, int first, int step) {
      if (!turns) {
        w.integer(0);
        w.storeInt(first);
        w.integer(PANELS_OF_ONE);
        w.storeInt(step);
        return;
      }
      int row = w.firstRow(4);
      int backwards = w.local();
      w.loadRef(row);
      w.integer(0);
      w.get();
      w.numberToInt();
      w.storeInt(backwards);
      w.loadRef(row);
      w.integer(0);
      w.integer(1);
      w.loadInt(backwards);
      w.subtractInt();
      w.intToNumber();
      w.put();
      w.loadInt(backwards);
      w.integer((groups - 1) * PANELS_OF_ONE);
      w.multiplyInt();
      w.storeInt(first);
      w.loadInt(backwards);
      w.integer(-2 * PANELS_OF_ONE);
      w.multiplyInt();
      w.integer(PANELS_OF_ONE);
      w.addInt();
      w.storeInt(step);
    }

    /** {@code rest}: a panel's numbers that are the matrix', if not all of them. */
    private void tile(int rows, int panels, int j, int column, int rest) {
      w.loadRef(0);
      w.loadInt(p);
      w.loadRef(2);
      w.loadInt(p);
      w.loadRef(1);
      w.loadInt(j);
      w.loadInt(from);
      w.loadInt(to);
      w.loadInt(column);
      w.integer(xo);
      if (rest == 0) {
        w.call(out.name, EmitVectorProducts.this.tile(rows, panels), TILE);
      } else {
        w.loadRef(3);
        w.integer(rest);
        w.call(out.name, narrow(rows), NARROW);
      }
    }
  }

  /** Arguments: x, p, y, q, m, first panel, from, to, column of y, xo. */
  private static final String TILE = "([[FI[[FI[[FIIIII)V";

  private static final String NARROW = "([[FI[[FI[[FIIIII[[FI)V";

  /** A few rows by a few panels. */
  private String tile(int rows, int panels) {
    String name = "tile_" + rows + "x" + panels;
    out.method(
        name,
        TILE,
        10,
        w -> {
          List<Integer> x = VectorTile.rows(w, 0, 1, rows);
          List<Integer> y = VectorTile.rows(w, 2, 3, rows);
          List<Integer> m = VectorTile.rows(w, 4, 5, panels);
          int k = w.local();
          List<List<Integer>> sums = tile.load(w, y, 8, 2 * panels);
          w.loadInt(6);
          w.loop(
              k,
              () -> w.loadInt(7),
              1,
              () -> {
                int at = VectorTile.line(w, k, panel, 0);
                List<Integer> right = new ArrayList<>();
                m.forEach(row -> right.addAll(tile.load(w, row, at, 2)));
                tile.step(
                    w,
                    sums,
                    right,
                    r -> {
                      w.loadRef(x.get(r));
                      w.loadInt(9);
                      w.loadInt(k);
                      w.addInt();
                    });
              });
          sums.forEach(row -> tile.behindLoop(w, row));
          tile.store(w, sums, y, 8);
        });
    return name;
  }

  /** A tile whose results are fewer than a panel has: in scratch, argument 10, so many of them. */
  private String narrow(int rows) {
    String name = "narrow_" + rows;
    String tile = tile(rows, 1);
    out.method(
        name,
        NARROW,
        12,
        w -> {
          List<Integer> y = VectorTile.rows(w, 2, 3, rows);
          int zero = VectorTile.number(w, 0);
          List<Integer> scratch = VectorTile.rows(w, 10, zero, rows);
          for (int r = 0; r < rows; r++) {
            copy(w, y.get(r), 8, scratch.get(r), zero);
          }
          w.loadRef(0);
          w.loadInt(1);
          w.loadRef(10);
          w.integer(0);
          w.loadRef(4);
          for (int argument = 5; argument < 8; argument++) {
            w.loadInt(argument);
          }
          w.integer(0);
          w.loadInt(9);
          w.call(out.name, tile, TILE);
          for (int r = 0; r < rows; r++) {
            copy(w, scratch.get(r), zero, y.get(r), 8);
          }
        });
    return name;
  }

  private static void copy(Writer w, int from, int fromAt, int to, int toAt) {
    w.loadRef(from);
    w.loadInt(fromAt);
    w.loadRef(to);
    w.loadInt(toAt);
    w.loadInt(11);
    w.copy();
  }

  @Override
  public String lanes(int width) {
    return lanes.fma(width);
  }

  @Override
  public void dot(Writer w, int count) {
    lanes.dot(w, count);
  }

  @Override
  public int unit() {
    return tile.most;
  }

  @Override
  public int sums(int rows, int width, String what) {
    return sums.sums(rows, width, what);
  }

  @Override
  public List<Integer> accumulating(int rows) {
    return sums.accumulating(rows);
  }

  @Override
  public String accumulate(int rows, int width, int xo, int lo) {
    return sums.accumulate(rows, width, xo, lo);
  }
}
