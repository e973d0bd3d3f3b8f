package dev.rondo.compiler.emit;

import java.util.ArrayList;
import java.util.List;

/** Sums of products within a row by vectors: many of them side by side, or one in many lanes. */
final class EmitVectorLanes {
  /** The partial sums of a dot product, whatever the width of a vector: Reduce32 in the runtime. */
  private static final int PARTS = 16;

  private static final String DOT = "([FI[FI)F";

  private final ClassBuilder out;
  private final VectorTile tile;

  EmitVectorLanes(ClassBuilder out, VectorTile tile) {
    this.out = out;
    this.tile = tile;
  }

  /** {@link Products#lanes}. */
  String fma(int width) {
    String name = "lanes_" + width;
    out.method(
        name,
        out.lanes(),
        out.behindLanes(),
        w -> {
          int factor = tile.spread(w, () -> w.loadNumber(2));
          int j = w.local();
          w.integer(0);
          w.loop(
              j,
              () -> w.integer(width / tile.lanes * tile.lanes),
              tile.lanes,
              () -> {
                int at = sum(w, j, 1);
                int y = tile.load(w, 0, at, 1).get(0);
                int b = tile.load(w, 3, sum(w, j, 4), 1).get(0);
                VectorTile.multiply(w, factor, b, y);
                tile.store(w, List.of(List.of(y)), List.of(0), at);
              });
          w.loadInt(j);
          w.loop(j, () -> w.integer(width), 1, () -> EmitProducts.lane(w, out, j));
        });
    return name;
  }

  /** A new local: the sum of two. */
  private static int sum(Writer w, int a, int b) {
    int local = w.local();
    w.loadInt(a);
    w.loadInt(b);
    w.addInt();
    w.storeInt(local);
    return local;
  }

  /** {@link Products#dot}. */
  void dot(Writer w, int count) {
    if (count < PARTS) {
      w.integer(count);
      w.dot();
      return;
    }
    String name = "dot_" + count;
    out.method(name, DOT, 4, dot -> sumParts(dot, count));
    w.call(out.name, name, DOT);
  }

  private void sumParts(Writer w, int count) {
    List<Integer> sums = new ArrayList<>();
    for (int v = 0; v < PARTS / tile.lanes; v++) {
      sums.add(tile.spread(w, () -> w.constant(0)));
    }
    int i = w.local();
    int whole = count / PARTS * PARTS;
    w.integer(0);
    w.loop(
        i,
        () -> w.integer(whole),
        PARTS,
        () -> {
          List<Integer> a = tile.load(w, 0, sum(w, i, 1), sums.size());
          List<Integer> b = tile.load(w, 2, sum(w, i, 3), sums.size());
          for (int v = 0; v < sums.size(); v++) {
            VectorTile.multiply(w, a.get(v), b.get(v), sums.get(v));
          }
        });
    tile.behindLoop(w, sums);
    List<Integer> parts = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      if (part < count - whole) {
        factor(w, 0, whole + part);
        factor(w, 2, whole + part);
      }
      w.loadRef(sums.get(part / tile.lanes));
      w.integer(part % tile.lanes);
      w.lane();
      if (part < count - whole) {
        w.fma();
      }
      int local = w.numberLocal();
      w.storeNumber(local);
      parts.add(local);
    }
    for (int half = PARTS / 2; half > 0; half /= 2) {
      for (int part = 0; part < half; part++) {
        w.loadNumber(parts.get(part));
        w.loadNumber(parts.get(part + half));
        w.add();
        w.storeNumber(parts.get(part));
      }
    }
    w.loadNumber(parts.get(0));
    w.give();
  }

  /** A number of a row, of which argument {@code row} + 1 says where it begins. */
  private static void factor(Writer w, int row, int more) {
    w.loadRef(row);
    w.plus(row + 1, more);
    w.get();
  }
}
