package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.compiler.schedule.Place;
import dev.rondo.compiler.schedule.Statement.Accumulate;
import dev.rondo.compiler.schedule.Statement.Single;
import dev.rondo.compiler.schedule.Storage;
import dev.rondo.compiler.schedule.Storage.Operand;
import dev.rondo.runtime.Plan.Space;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Sums over rows, in the order that the numerics have fixed: of rows, by token, of outer products.
 */
final class EmitSums {
  private final ClassBuilder out;
  private final Storage storage;
  private final Map<String, Equation> byName;
  private final EmitProducts products;

  EmitSums(ClassBuilder out, Storage storage, Map<String, Equation> byName, EmitProducts products) {
    this.out = out;
    this.storage = storage;
    this.byName = byName;
    this.products = products;
  }

  /**
   * A method over the rows of a sum; behind its tables it takes how many rows the target has and
   * how many are summed.
   *
   * @param of over which rows
   * @param missing of which domain
   */
  record Emitted(String method, String descriptor, List<Integer> tables, Space of, int missing) {}

  private static Space rowsOf(Equation source) {
    return source.has(Index.Kind.TIME) ? Space.STEP : Space.SEQUENCE;
  }

  /** {@code target[q] = target[q] ⊕ source[q]}: a sum or a maximum of rows. */
  Emitted sumRows(Single single) {
    Equation equation = single.equation();
    Node.Reduce reduce = (Node.Reduce) equation.node();
    Equation of = byName.get(reduce.of().name());
    Space space = rowsOf(of);
    Place target = storage.place(equation.name());
    Operand ordered = storage.ordered(equation.name(), space, of.missing(), reduce.descending());
    Operand source = storage.ordered(of.name(), space, of.missing(), reduce.descending());
    boolean most = reduce.op() == ReduceOp.MAX;
    String method = out.fresh("sum_rows_" + equation.name());
    String descriptor = "(" + out.table().repeat(3) + "II)V";
    out.method(
        method,
        descriptor,
        5,
        w -> {
          equation.span().ifPresent(s -> w.line(s.line()));
          clear(w, target.offset(), equation.width(), most ? Double.NEGATIVE_INFINITY : 0);
          overRows(
              w,
              p -> {
                int to = row(w, 1, p);
                int from = row(w, 2, p);
                w.loop(
                    equation.width(),
                    j -> {
                      w.loadRef(to);
                      w.plus(j, ordered.offset());
                      w.loadRef(to);
                      w.plus(j, ordered.offset());
                      w.get();
                      w.loadRef(from);
                      w.plus(j, source.offset());
                      w.get();
                      w.apply(most ? Op.MAX : Op.ADD);
                      w.put();
                    });
              });
        });
    return new Emitted(
        method,
        descriptor,
        List.of(target.table(), ordered.table(), source.table()),
        space,
        of.missing());
  }

  /** {@code target[token[q]] += source[q]}. */
  Emitted scatter(Single single) {
    Equation equation = single.equation();
    Node.Scatter scatter = (Node.Scatter) equation.node();
    Equation of = byName.get(scatter.of().name());
    Space space = rowsOf(of);
    Place target = storage.place(equation.name());
    boolean descending = scatter.descending();
    Operand source = storage.ordered(of.name(), space, of.missing(), descending);
    Operand token = storage.ordered(scatter.token().name(), space, of.missing(), descending);
    int inner = Strides.of(equation.read(), equation).get(scatter.index());
    int size = Strides.sizes(equation.read(), equation).get(scatter.index());
    int outer = equation.width() / inner / size;
    String method = out.fresh("scatter_" + equation.name());
    String descriptor = "(" + out.table().repeat(3) + "II)V";
    out.method(
        method,
        descriptor,
        5,
        w -> {
          clear(w, target.offset(), equation.width(), 0);
          overRows(
              w,
              q -> {
                int from = row(w, 1, q);
                int tokens = row(w, 2, q);
                w.loadRef(0);
                w.integer(0);
                w.getRow();
                int to = w.local();
                w.storeRef(to);
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
        });
    return new Emitted(
        method,
        descriptor,
        List.of(target.table(), source.table(), token.table()),
        space,
        of.missing());
  }

  /** A sum of outer products, in a matrix of its own, and from there into the row of the result. */
  Emitted accumulate(Accumulate sum) {
    Equation equation = sum.equation();
    Operand rows = storage.ordered(sum.rows(), sum.of(), sum.missing(), sum.descending());
    Operand lanes = storage.ordered(sum.lanes(), sum.of(), sum.missing(), sum.descending());
    int matrix = storage.sums(rows.width(), lanes.width(), equation.name());
    Place target = storage.place(equation.name());
    String kernel = products.accumulate(rows.width(), lanes.width(), rows.offset(), lanes.offset());
    String method = out.fresh("sum_" + equation.name());
    String descriptor = "(" + out.table().repeat(4) + "II)V";
    out.method(
        method,
        descriptor,
        6,
        w -> {
          equation.span().ifPresent(s -> w.line(s.line()));
          w.loop(
              rows.width(),
              k -> {
                int row = row(w, 3, k);
                w.loadRef(row);
                w.integer(0);
                w.integer(lanes.width());
                w.constant(0);
                w.fill();
              });
          w.loadRef(1);
          w.loadRef(2);
          w.loadRef(3);
          w.loadInt(5);
          w.call(out.name, kernel, "(" + out.table().repeat(3) + "I)V");
          unpack(w, rows.width(), lanes.width(), sum.turned(), target.offset());
        });
    return new Emitted(
        method,
        descriptor,
        List.of(target.table(), rows.table(), lanes.table(), matrix),
        sum.of(),
        sum.missing());
  }

  private void unpack(Writer w, int rows, int lanes, boolean turned, int offset) {
    w.loadRef(0);
    w.integer(0);
    w.getRow();
    int target = w.local();
    w.storeRef(target);
    w.loop(
        rows,
        k -> {
          int row = row(w, 3, k);
          w.loop(
              lanes,
              j -> {
                w.loadRef(target);
                w.loadInt(turned ? j : k);
                w.integer(turned ? rows : lanes);
                w.multiplyInt();
                w.loadInt(turned ? k : j);
                w.addInt();
                w.integer(offset);
                w.addInt();
                w.loadRef(row);
                w.loadInt(j);
                w.get();
                w.put();
              });
        });
  }

  private static int row(Writer w, int table, int index) {
    w.loadRef(table);
    w.loadInt(index);
    w.getRow();
    int local = w.local();
    w.storeRef(local);
    return local;
  }

  /** Sets the target's rows, argument 0, as many as argument 3 says. */
  private static void clear(Writer w, int offset, int width, double value) {
    int r = w.local();
    w.integer(0);
    w.loop(
        r,
        () -> w.loadInt(3),
        1,
        () -> {
          w.loadRef(0);
          w.loadInt(r);
          w.getRow();
          w.integer(offset);
          w.integer(offset + width);
          w.constant(value);
          w.fill();
        });
  }

  /** For as many rows as argument 4 says. */
  private static void overRows(Writer w, IntConsumer body) {
    int p = w.local();
    w.integer(0);
    w.loop(p, () -> w.loadInt(4), 1, () -> body.accept(p));
  }
}
