package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.schedule.Place;
import dev.rondo.compiler.schedule.Statement.Accumulate;
import dev.rondo.compiler.schedule.Storage;
import dev.rondo.compiler.schedule.Storage.Operand;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Plan.Space;
import java.util.ArrayList;
import java.util.List;

/** Sums of outer products of rows: the gradients of matrices. */
final class EmitOuterSums {
  /** So many rows of a sum are turned at once. */
  private static final int TOGETHER = 8;

  private final ClassBuilder out;
  private final Storage storage;
  private final Products products;

  EmitOuterSums(ClassBuilder out, Storage storage, Products products) {
    this.out = out;
    this.storage = storage;
    this.products = products;
  }

  /** A sum of outer products, in a matrix of its own, and from there into the row of the result. */
  String accumulate(Accumulate sum) {
    Equation equation = sum.equation();
    Plan.Segments segments = new Plan.Segments(Space.ONE, sum.of(), sum.descending());
    Operand rows = storage.listed(sum.rows(), segments);
    Operand lanes = storage.listed(sum.lanes(), segments);
    if (rows.width() == 1) {
      return ofNumbers(sum, segments, rows, lanes);
    }
    int matrix = products.sums(rows.width(), lanes.width(), equation.name());
    List<Integer> working = products.accumulating(rows.width());
    Place target = storage.place(equation.name());
    String kernel = products.accumulate(rows.width(), lanes.width(), rows.offset(), lanes.offset());
    List<Integer> tables =
        new ArrayList<>(List.of(target.table(), rows.table(), lanes.table(), matrix));
    tables.addAll(working);
    String method = out.fresh("sum_" + equation.name());
    out.rows(
        method,
        tables,
        w -> {
          equation.span().ifPresent(s -> w.line(s.line()));
          int k = w.local();
          w.loadInt(ClassBuilder.FROM);
          w.loop(
              k,
              () -> w.loadInt(ClassBuilder.TO),
              1,
              () -> {
                int row = EmitSums.row(w, 3, k);
                EmitSums.begin(
                    w, sum.of(), Space.ONE, () -> EmitSums.fill(w, row, 0, lanes.width(), 0));
              });
          for (int i = 1; i < tables.size(); i++) {
            w.loadRef(ClassBuilder.TABLES + i);
          }
          w.loadInt(ClassBuilder.FROM);
          w.loadInt(ClassBuilder.TO);
          for (String end : List.of("from", "to")) {
            w.loadRef(EmitSums.bounds(w, storage, end, segments));
            w.integer(0);
            w.getInt();
          }
          w.call(out.name, kernel, "(" + out.table().repeat(3 + working.size()) + "IIII)V");
          unpack(w, rows.width(), lanes.width(), sum.turned(), target.offset());
        });
    return method;
  }

  /** Of numbers and rows: there is no tile of them, and nothing to lay out. */
  private String ofNumbers(Accumulate sum, Plan.Segments segments, Operand numbers, Operand lanes) {
    Equation equation = sum.equation();
    Place target = storage.place(equation.name());
    String method = out.fresh("sum_" + equation.name());
    out.rows(
        method,
        List.of(target.table(), numbers.table(), lanes.table()),
        w -> {
          equation.span().ifPresent(s -> w.line(s.line()));
          int row = EmitSums.first(w, 0);
          int k = w.local();
          int p = w.local();
          w.loadInt(ClassBuilder.FROM);
          w.loop(
              k,
              () -> w.loadInt(ClassBuilder.TO),
              1,
              () -> {
                int end = target.offset() + lanes.width();
                EmitSums.begin(
                    w, sum.of(), Space.ONE, () -> EmitSums.fill(w, row, target.offset(), end, 0));
                int from = EmitSums.bounds(w, storage, "from", segments);
                int to = EmitSums.bounds(w, storage, "to", segments);
                EmitSums.bound(w, from, k);
                w.loop(
                    p,
                    () -> EmitSums.bound(w, to, k),
                    1,
                    () -> {
                      w.loadRef(row);
                      w.integer(target.offset());
                      w.loadRef(EmitSums.row(w, 1, p));
                      w.integer(numbers.offset());
                      w.get();
                      w.loadRef(EmitSums.row(w, 2, p));
                      w.integer(lanes.offset());
                      w.call(out.name, products.lanes(lanes.width()), out.lanes());
                    });
              });
        });
    return method;
  }

  /** From the matrix of a sum, table 3, into the row of its result. */
  private void unpack(Writer w, int rows, int lanes, boolean turned, int offset) {
    int target = EmitSums.first(w, 0);
    int k = w.local();
    w.loadInt(ClassBuilder.FROM);
    if (turned) {
      // several rows at a time: numbers side by side in the result, and not each in a line of its
      // own of the cache
      w.loop(
          k,
          () -> w.plus(ClassBuilder.TO, 1 - TOGETHER),
          TOGETHER,
          () -> turn(w, target, k, TOGETHER, rows, lanes, offset));
      w.loadInt(k);
      w.loop(
          k, () -> w.loadInt(ClassBuilder.TO), 1, () -> turn(w, target, k, 1, rows, lanes, offset));
      return;
    }
    w.loop(
        k,
        () -> w.loadInt(ClassBuilder.TO),
        1,
        () -> {
          w.loadRef(EmitSums.row(w, 3, k));
          w.integer(0);
          w.loadRef(target);
          w.loadInt(k);
          w.integer(lanes);
          w.multiplyInt();
          w.integer(offset);
          w.addInt();
          w.integer(lanes);
          w.copy();
        });
  }

  /** {@code target[offset + j · rows + k + i] = matrix[k + i][j]} for so many i. */
  private static void turn(
      Writer w, int target, int k, int count, int rows, int lanes, int offset) {
    List<Integer> from = VectorTile.rows(w, ClassBuilder.TABLES + 3, k, count);
    int at = w.local();
    w.loop(
        lanes,
        j -> {
          w.loadInt(j);
          w.integer(rows);
          w.multiplyInt();
          w.loadInt(k);
          w.addInt();
          w.integer(offset);
          w.addInt();
          w.storeInt(at);
          for (int i = 0; i < count; i++) {
            w.loadRef(target);
            w.plus(at, i);
            w.loadRef(from.get(i));
            w.loadInt(j);
            w.get();
            w.put();
          }
        });
  }
}
