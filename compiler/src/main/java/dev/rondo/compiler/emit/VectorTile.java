package dev.rondo.compiler.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** What tiles of vectors are written of: a few rows of sums, each two vectors or more wide. */
final class VectorTile {
  final int lanes;

  /** How many numbers a panel is wide: two vectors. */
  final int panel;

  /**
   * Rows of the largest tile: AVX-512 has 32 registers, others 16. With 6 rows on 16 C2 sometimes
   * spills, and is three times slower (docs/performance-log.md, entry 3).
   */
  final int most;

  VectorTile(int lanes) {
    this.lanes = lanes;
    this.panel = 2 * lanes;
    this.most = lanes == 16 ? 8 : 4;
  }

  /** How many panels so many numbers take. */
  int panels(int width) {
    return (width + panel - 1) / panel;
  }

  /** A new local with a constant. */
  static int number(Writer w, int value) {
    int local = w.local();
    w.integer(value);
    w.storeInt(local);
    return local;
  }

  /** A new local: another one times a constant, and a constant. */
  static int line(Writer w, int of, int times, int offset) {
    int local = w.local();
    w.loadInt(of);
    w.integer(times);
    w.multiplyInt();
    w.integer(offset);
    w.addInt();
    w.storeInt(local);
    return local;
  }

  /** New locals with some rows of a table, from the one on whose number is in a local. */
  static List<Integer> rows(Writer w, int table, int first, int count) {
    List<Integer> rows = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      rows.add(w.rowOf(table, first, r));
    }
    return rows;
  }

  /** New locals with vectors that stand one behind the other in a row. */
  List<Integer> load(Writer w, int row, int at, int count) {
    List<Integer> vectors = new ArrayList<>();
    for (int v = 0; v < count; v++) {
      w.species(lanes);
      w.loadRef(row);
      w.plus(at, v * lanes);
      w.getVector();
      int local = w.local();
      w.storeRef(local);
      vectors.add(local);
    }
    return vectors;
  }

  List<List<Integer>> load(Writer w, List<Integer> rows, int column, int vectors) {
    return rows.stream().map(row -> load(w, row, column, vectors)).toList();
  }

  /** Vectors that a loop has carried, before their own methods are called. */
  void behindLoop(Writer w, List<Integer> carried) {
    for (int vector : carried) {
      w.loadRef(vector);
      w.ofSpecies(lanes);
      w.storeRef(vector);
    }
  }

  void store(Writer w, List<List<Integer>> sums, List<Integer> rows, int column) {
    for (int r = 0; r < rows.size(); r++) {
      for (int v = 0; v < sums.get(r).size(); v++) {
        w.loadRef(sums.get(r).get(v));
        w.loadRef(rows.get(r));
        w.plus(column, v * lanes);
        w.putVector();
      }
    }
  }

  /** {@code sums[r][v] = factor[r] · right[v] + sums[r][v]}; a factor is a row and its place. */
  void step(Writer w, List<List<Integer>> sums, List<Integer> right, IntConsumer factor) {
    for (int r = 0; r < sums.size(); r++) {
      int row = r;
      int local =
          spread(
              w,
              () -> {
                factor.accept(row);
                w.get();
              });
      for (int v = 0; v < right.size(); v++) {
        multiply(w, local, right.get(v), sums.get(r).get(v));
      }
    }
  }

  /** A new local with a vector of one number, which is put on the stack. */
  int spread(Writer w, Runnable number) {
    w.species(lanes);
    number.run();
    w.broadcast();
    int local = w.local();
    w.storeRef(local);
    return local;
  }

  /** {@code sum = a · b + sum}, of vectors. */
  static void multiply(Writer w, int a, int b, int sum) {
    w.loadRef(a);
    w.loadRef(b);
    w.loadRef(sum);
    w.fmaVector();
    w.storeRef(sum);
  }
}
