package dev.rondo.compiler.emit;

import dev.rondo.compiler.schedule.Statement.Multiply;
import dev.rondo.compiler.schedule.Storage;
import java.util.ArrayList;
import java.util.List;

/**
 * The products, in the shape that C2 vectorises best (docs/performance-log.md, entry 1): tiles of 2
 * rows × 6 of what is summed, every array at the same index; 1 × 8 for a single row. Each number is
 * one chain of fused multiply-adds whatever the tile.
 */
final class EmitProducts implements Products {
  private static final int ROWS = 2;
  private static final int DEPTH = 6;
  private static final int DEPTH_OF_ONE = 8;

  /** Numbers of the right operand that a pass over all left rows uses: half an L2 cache. */
  private static final int CACHED = 131_072;

  private final ClassBuilder out;
  private final Storage storage;

  EmitProducts(ClassBuilder out, Storage storage) {
    this.out = out;
    this.storage = storage;
  }

  @Override
  public int vector() {
    return 0;
  }

  @Override
  public int packed(Multiply multiply) {
    return storage.pack(multiply, multiply.inner(), multiply.width());
  }

  @Override
  public int packed(int inner, int width) {
    return storage.scratch("packed", inner, width);
  }

  @Override
  public List<Integer> multiplying() {
    return List.of();
  }

  @Override
  public int sums(int rows, int width, String what) {
    return storage.sums(rows, width, what);
  }

  @Override
  public List<Integer> accumulating(int rows) {
    return List.of();
  }

  /** All columns do, but more of them at once would spread over more of the cache. */
  @Override
  public int side() {
    return 64;
  }

  @Override
  public void at(Writer w, int table, int k, int column) {
    w.loadRef(table);
    w.loadInt(k);
    w.getRow();
    w.loadInt(column);
  }

  @Override
  public String multiply(int inner, int width, int xo, int yo) {
    String name = "multiply_" + inner + "x" + width + at('x', xo) + at('y', yo);
    String table = out.table();
    String descriptor = "(" + table + table + table + "II)V";
    out.method(
        name,
        descriptor,
        5,
        w -> {
          int from = 3;
          int to = 4;
          int p = w.local();
          int k = w.local();
          int depth = block(width);
          for (int block = 0; block < inner; block += depth) {
            int end = Math.min(block + depth, inner);
            int first = block;
            w.loadInt(from);
            w.loop(
                p,
                () -> w.plus(to, 1 - ROWS),
                ROWS,
                () -> tiles(w, ROWS, DEPTH, first, end, width, xo, yo, p, k));
            w.loadInt(p);
            w.loop(
                p,
                () -> w.loadInt(to),
                1,
                () -> tiles(w, 1, DEPTH_OF_ONE, first, end, width, xo, yo, p, k));
          }
        });
    return name;
  }

  /** How many rows of a matrix a pass takes: a multiple of the tile's depth. */
  private static int block(int width) {
    return Math.max(2 * DEPTH, Math.min(16 * DEPTH, CACHED / width / DEPTH * DEPTH));
  }

  private static String at(char operand, int offset) {
    return offset == 0 ? "" : "_" + operand + offset;
  }

  /** One row or a few through a block of what is summed. */
  private void tiles(
      Writer w, int rows, int depth, int from, int to, int width, int xo, int yo, int p, int k) {
    int whole = (to - from) / depth * depth;
    if (whole > 0) {
      w.integer(from);
      w.loop(
          k,
          () -> w.integer(from + whole),
          depth,
          () -> callTile(w, rows, depth, width, xo, yo, p, () -> w.loadInt(k)));
    }
    int rest = to - from - whole;
    if (rest > 0) {
      callTile(w, rows, rest, width, xo, yo, p, () -> w.integer(from + whole));
    }
  }

  private void callTile(
      Writer w, int rows, int depth, int width, int xo, int yo, int p, Runnable k) {
    String name = tile(rows, depth, width, xo, yo);
    for (int table : new int[] {2, 0}) {
      for (int r = 0; r < rows; r++) {
        w.loadRef(table);
        w.plus(p, r);
        w.getRow();
      }
    }
    w.loadRef(1);
    k.run();
    w.call(out.name, name, tileDescriptor(rows));
  }

  private String tileDescriptor(int rows) {
    return "(" + out.row().repeat(2 * rows) + out.table() + "I)V";
  }

  /** Arguments: rows of y, rows of x, the matrix, k. */
  private String tile(int rows, int depth, int width, int xo, int yo) {
    String name = "tile_" + rows + "x" + depth + "x" + width + at('x', xo) + at('y', yo);
    out.method(
        name,
        tileDescriptor(rows),
        2 * rows + 2,
        w -> {
          int matrix = 2 * rows;
          int k = matrix + 1;
          List<Integer> factors = new ArrayList<>();
          List<Integer> lanes = new ArrayList<>();
          for (int i = 0; i < depth; i++) {
            lanes.add(w.rowOf(matrix, k, i));
          }
          for (int r = 0; r < rows; r++) {
            for (int i = 0; i < depth; i++) {
              w.loadRef(rows + r);
              w.plus(k, xo + i);
              w.get();
              factors.add(keepNumber(w));
            }
          }
          chains(w, rows, depth, width, yo, factors, lanes);
        });
    return name;
  }

  private static int keepNumber(Writer w) {
    int local = w.numberLocal();
    w.storeNumber(local);
    return local;
  }

  /** {@code y_r[yo + j] = fma(f_rn, lane_n[j], … fma(f_r0, lane_0[j], y_r[yo + j]))}. */
  private static void chains(
      Writer w,
      int rows,
      int depth,
      int width,
      int yo,
      List<Integer> factors,
      List<Integer> lanes) {
    w.loop(
        width,
        j -> {
          for (int r = 0; r < rows; r++) {
            w.loadRef(r);
            w.plus(j, yo);
            for (int i = depth - 1; i >= 0; i--) {
              w.loadNumber(factors.get(r * depth + i));
              w.loadRef(lanes.get(i));
              w.loadInt(j);
              w.get();
            }
            w.loadRef(r);
            w.plus(j, yo);
            w.get();
            for (int i = 0; i < depth; i++) {
              w.fma();
            }
            w.put();
          }
        });
  }

  @Override
  public String lanes(int width) {
    String name = "lanes_" + width;
    out.method(name, out.lanes(), out.behindLanes(), w -> w.loop(width, j -> lane(w, out, j)));
    return name;
  }

  @Override
  public void dot(Writer w, int count) {
    w.integer(count);
    w.dot();
  }

  /** Number j of {@link Products#lanes}. */
  static void lane(Writer w, ClassBuilder out, int j) {
    int number = 2;
    int other = out.behindLanes() - 2;
    w.loadRef(0);
    w.loadInt(1);
    w.loadInt(j);
    w.addInt();
    w.loadNumber(number);
    w.loadRef(other);
    w.loadInt(other + 1);
    w.loadInt(j);
    w.addInt();
    w.get();
    w.loadRef(0);
    w.loadInt(1);
    w.loadInt(j);
    w.addInt();
    w.get();
    w.fma();
    w.put();
  }

  @Override
  public int unit() {
    return ROWS;
  }

  @Override
  public String accumulate(int rows, int width, int xo, int lo) {
    String name = "accumulate_" + rows + "x" + width + at('x', xo) + at('l', lo);
    String table = out.table();
    out.method(
        name,
        "(" + table + table + table + "IIII)V",
        7,
        w -> {
          int from = 3;
          int to = 4;
          int first = 5;
          int behind = 6;
          int block = w.local();
          int end = w.local();
          int k = w.local();
          w.loadInt(first);
          w.loop(
              block,
              () -> w.loadInt(behind),
              block(width),
              () -> {
                w.plus(block, block(width));
                w.loadInt(behind);
                w.minInt();
                w.storeInt(end);
                w.loadInt(from);
                w.loop(
                    k,
                    () -> w.plus(to, 1 - ROWS),
                    ROWS,
                    () -> sums(w, ROWS, width, xo, lo, block, end, k));
                w.loadInt(k);
                w.loop(k, () -> w.loadInt(to), 1, () -> sums(w, 1, width, xo, lo, block, end, k));
              });
        });
    return name;
  }

  /** A few rows of the result through a block of p. */
  private void sums(Writer w, int rows, int width, int xo, int lo, int block, int end, int k) {
    int p = w.local();
    w.loadInt(block);
    w.loop(
        p, () -> w.plus(end, 1 - DEPTH), DEPTH, () -> callSum(w, rows, DEPTH, width, xo, lo, p, k));
    int rest = w.local();
    w.loadInt(p);
    w.loop(rest, () -> w.loadInt(end), 1, () -> callSum(w, rows, 1, width, xo, lo, rest, k));
  }

  private void callSum(Writer w, int rows, int depth, int width, int xo, int lo, int p, int k) {
    String name = sumTile(rows, depth, width, xo, lo);
    for (int r = 0; r < rows; r++) {
      w.loadRef(2);
      w.plus(k, r);
      w.getRow();
    }
    w.loadRef(0);
    w.loadRef(1);
    w.loadInt(p);
    w.loadInt(k);
    w.call(out.name, name, sumDescriptor(rows));
  }

  private String sumDescriptor(int rows) {
    return "(" + out.row().repeat(rows) + out.table() + out.table() + "II)V";
  }

  /** Arguments: rows of g, x, d, p, k. */
  private String sumTile(int rows, int depth, int width, int xo, int lo) {
    String name = "sum_" + rows + "x" + depth + "x" + width + at('x', xo) + at('l', lo);
    out.method(
        name,
        sumDescriptor(rows),
        rows + 4,
        w -> {
          int p = rows + 2;
          int k = rows + 3;
          List<Integer> lanes = new ArrayList<>();
          for (int i = 0; i < depth; i++) {
            lanes.add(w.rowOf(rows + 1, p, i));
          }
          List<Integer> factors = new ArrayList<>();
          for (int r = 0; r < rows; r++) {
            for (int i = 0; i < depth; i++) {
              w.loadRef(rows);
              w.plus(p, i);
              w.getRow();
              w.plus(k, xo + r);
              w.get();
              factors.add(keepNumber(w));
            }
          }
          sumChains(w, rows, depth, width, lo, factors, lanes);
        });
    return name;
  }

  private static void sumChains(
      Writer w,
      int rows,
      int depth,
      int width,
      int lo,
      List<Integer> factors,
      List<Integer> lanes) {
    w.loop(
        width,
        j -> {
          for (int r = 0; r < rows; r++) {
            w.loadRef(r);
            w.loadInt(j);
            for (int i = depth - 1; i >= 0; i--) {
              w.loadNumber(factors.get(r * depth + i));
              w.loadRef(lanes.get(i));
              w.plus(j, lo);
              w.get();
            }
            w.loadRef(r);
            w.loadInt(j);
            w.get();
            for (int i = 0; i < depth; i++) {
              w.fma();
            }
            w.put();
          }
        });
  }
}
