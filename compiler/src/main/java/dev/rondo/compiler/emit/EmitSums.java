package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.compiler.schedule.Place;
import dev.rondo.compiler.schedule.Statement.Accumulate;
import dev.rondo.compiler.schedule.Statement.Single;
import dev.rondo.compiler.schedule.Storage;
import dev.rondo.compiler.schedule.Storage.Operand;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Plan.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sums over rows, in the order that the numerics have fixed: of rows, by token, of outer products.
 */
final class EmitSums {
  /** So many rows of a sum are turned at once. */
  private static final int TOGETHER = 8;

  private final ClassBuilder out;
  private final Storage storage;
  private final Products products;

  EmitSums(ClassBuilder out, Storage storage, Products products) {
    this.out = out;
    this.storage = storage;
    this.products = products;
  }

  /** {@code target[p] = target[p] ⊕ source[q]} for each q of p: a sum or a maximum of rows. */
  String sumRows(Single single) {
    Equation equation = single.equation();
    Node.Reduce reduce = (Node.Reduce) equation.node();
    Plan.Segments segments = new Plan.Segments(single.space(), single.of(), reduce.descending());
    Operand target = storage.operand(equation.name(), single.space());
    Operand source = storage.listed(reduce.of().name(), segments);
    boolean most = reduce.op() == ReduceOp.MAX;
    double first = most ? Double.NEGATIVE_INFINITY : 0;
    return sum(
        single,
        segments,
        List.of(target.table(), source.table()),
        new Target(target.offset(), equation.width(), first),
        (w, to, p, q) -> {
          int from = row(w, 1, q);
          w.loop(
              equation.width(),
              j -> {
                w.loadRef(to);
                w.plus(j, target.offset());
                w.loadRef(to);
                w.plus(j, target.offset());
                w.get();
                w.loadRef(from);
                w.plus(j, source.offset());
                w.get();
                w.apply(most ? Op.MAX : Op.ADD);
                w.put();
              });
        });
  }

  /** {@code target[token[q]] += source[q]}. */
  String scatter(Single single) {
    Equation equation = single.equation();
    Node.Scatter scatter = (Node.Scatter) equation.node();
    Plan.Segments segments = new Plan.Segments(single.space(), single.of(), scatter.descending());
    Operand target = storage.operand(equation.name(), single.space());
    Operand source = storage.listed(scatter.of().name(), segments);
    Operand token = storage.listed(scatter.token().name(), segments);
    int inner = Strides.of(equation.read(), equation).get(scatter.index());
    int size = Strides.sizes(equation.read(), equation).get(scatter.index());
    int outer = equation.width() / inner / size;
    return sum(
        single,
        segments,
        List.of(target.table(), source.table(), token.table()),
        new Target(target.offset(), equation.width(), 0),
        (w, to, p, q) -> {
          int from = row(w, 1, q);
          int tokens = row(w, 2, q);
          w.loop(
              outer,
              a ->
                  w.loop(
                      inner,
                      j -> {
                        w.loadRef(to);
                        w.loadInt(a);
                        w.integer(size);
                        w.multiplyInt();
                        w.loadRef(tokens);
                        w.integer(token.offset());
                        w.get();
                        w.numberToInt();
                        w.integer(size);
                        w.call("java/util/Objects", "checkIndex", "(II)I");
                        w.addInt();
                        w.integer(inner);
                        w.multiplyInt();
                        w.loadInt(j);
                        w.addInt();
                        w.integer(target.offset());
                        w.addInt();
                        int at = w.local();
                        w.storeInt(at);
                        w.loadInt(at);
                        w.loadRef(to);
                        w.loadInt(at);
                        w.get();
                        w.loadRef(from);
                        w.loadInt(a);
                        w.integer(inner);
                        w.multiplyInt();
                        w.loadInt(j);
                        w.addInt();
                        w.integer(source.offset());
                        w.addInt();
                        w.get();
                        w.add();
                        w.put();
                      }));
        });
  }

  /** {@code target[p] += source[q]} for each q of p whose token is the position of p. */
  String putBack(Single single) {
    Equation equation = single.equation();
    Node.Scatter scatter = (Node.Scatter) equation.node();
    Plan.Segments segments = new Plan.Segments(single.space(), single.of(), scatter.descending());
    Operand target = storage.operand(equation.name(), single.space());
    Operand source = storage.listed(scatter.of().name(), segments);
    Operand token = storage.listed(scatter.token().name(), segments);
    int positions = storage.positions(single.space(), storage.axis(scatter.index()));
    return sum(
        single,
        segments,
        List.of(target.table(), source.table(), token.table(), positions),
        new Target(target.offset(), equation.width(), 0),
        (w, to, p, q) -> {
          int position = row(w, 3, p);
          w.loadRef(row(w, 2, q));
          w.integer(token.offset());
          w.get();
          w.loadRef(position);
          w.integer(0);
          w.get();
          w.loadRef(row(w, 1, q));
          w.integer(source.offset());
          w.loadRef(to);
          w.integer(target.offset());
          w.integer(equation.width());
          w.putBack();
        });
  }

  /** The row at a position along an axis; 0 where there is none. */
  String lookUp(Single single) {
    Equation equation = single.equation();
    Node.Gather gather = (Node.Gather) equation.node();
    Plan.Segments segments = new Plan.Segments(single.space(), single.of(), false);
    Operand target = storage.operand(equation.name(), single.space());
    Operand source = storage.listed(gather.of().name(), segments);
    Operand token = storage.operand(gather.token().name(), single.space());
    String method = out.fresh("look_up_" + equation.name());
    out.rows(
        method,
        List.of(target.table(), source.table(), token.table()),
        w -> {
          equation.span().ifPresent(s -> w.line(s.line()));
          int from = bounds(w, "from", segments);
          int to = bounds(w, "to", segments);
          int p = w.local();
          w.loadInt(ClassBuilder.FROM);
          w.loop(
              p,
              () -> w.loadInt(ClassBuilder.TO),
              1,
              () -> {
                w.loadRef(ClassBuilder.TABLES + 1);
                bound(w, from, p);
                bound(w, to, p);
                w.loadRef(token.single() ? first(w, 2) : row(w, 2, p));
                w.integer(token.offset());
                w.get();
                w.integer(source.offset());
                w.loadRef(row(w, 0, p));
                w.integer(target.offset());
                w.integer(equation.width());
                w.lookUp();
              });
        });
    return method;
  }

  /** A sum of outer products, in a matrix of its own, and from there into the row of the result. */
  String accumulate(Accumulate sum) {
    Equation equation = sum.equation();
    Plan.Segments segments = new Plan.Segments(Space.ONE, sum.of(), sum.descending());
    Operand rows = storage.listed(sum.rows(), segments);
    Operand lanes = storage.listed(sum.lanes(), segments);
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
                int row = row(w, 3, k);
                begin(w, sum.of(), Space.ONE, () -> fill(w, row, 0, lanes.width(), 0));
              });
          for (int i = 1; i < tables.size(); i++) {
            w.loadRef(ClassBuilder.TABLES + i);
          }
          w.loadInt(ClassBuilder.FROM);
          w.loadInt(ClassBuilder.TO);
          for (String end : List.of("from", "to")) {
            w.loadRef(bounds(w, end, segments));
            w.integer(0);
            w.getInt();
          }
          w.call(out.name, kernel, "(" + out.table().repeat(3 + working.size()) + "IIII)V");
          unpack(w, rows.width(), lanes.width(), sum.turned(), target.offset());
        });
    return method;
  }

  /** From the matrix of a sum, table 3, into the row of its result. */
  private void unpack(Writer w, int rows, int lanes, boolean turned, int offset) {
    int target = first(w, 0);
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
          w.loadRef(row(w, 3, k));
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

  /** Where a sum stands in its row, and what it begins with. */
  private record Target(int offset, int width, double first) {}

  /** Writes what is done with row q for the target's row, a local, of number p. */
  @FunctionalInterface
  private interface Step {
    void write(Writer w, int target, int p, int q);
  }

  /** A method that takes each of the target's rows, the first table, and the rows of its sum. */
  private String sum(
      Single single, Plan.Segments segments, List<Integer> tables, Target target, Step step) {
    Equation equation = single.equation();
    String kind = single.kind().name().toLowerCase(Locale.ROOT);
    String method = out.fresh(kind + "_" + equation.name());
    out.rows(
        method,
        tables,
        w -> {
          equation.span().ifPresent(s -> w.line(s.line()));
          int from = bounds(w, "from", segments);
          int to = bounds(w, "to", segments);
          int p = w.local();
          int q = w.local();
          w.loadInt(ClassBuilder.FROM);
          w.loop(
              p,
              () -> w.loadInt(ClassBuilder.TO),
              1,
              () -> {
                int row = row(w, 0, p);
                int end = target.offset() + target.width();
                begin(
                    w,
                    single.of(),
                    single.space(),
                    () -> fill(w, row, target.offset(), end, target.first()));
                bound(w, from, p);
                w.loop(q, () -> bound(w, to, p), 1, () -> step.write(w, row, p, q));
              });
        });
    return method;
  }

  /** What a sum over the steps does in the first strip only; any other each time. */
  private static void begin(Writer w, Space of, Space target, Writer.Body body) {
    if (!of.has(0) || target.has(0)) {
      body.write();
      return;
    }
    w.loadRef(0);
    w.field(ClassBuilder.FRAME, "strip", "I");
    w.ifZero(body);
  }

  private static void fill(Writer w, int row, int from, int to, double value) {
    w.loadRef(row);
    w.integer(from);
    w.integer(to);
    w.constant(value);
    w.fill();
  }

  /** Where the rows of a sum begin or end, as a local. */
  private int bounds(Writer w, String field, Plan.Segments segments) {
    w.loadRef(0);
    w.field(ClassBuilder.FRAME, field, "[[I");
    w.integer(storage.segments(segments));
    w.getRow();
    int local = w.local();
    w.storeRef(local);
    return local;
  }

  private static void bound(Writer w, int bounds, int p) {
    w.loadRef(bounds);
    w.loadInt(p);
    w.getInt();
  }

  private static int row(Writer w, int table, int index) {
    return w.rowOf(ClassBuilder.TABLES + table, index, 0);
  }

  private static int first(Writer w, int table) {
    return w.firstRow(ClassBuilder.TABLES + table);
  }
}
