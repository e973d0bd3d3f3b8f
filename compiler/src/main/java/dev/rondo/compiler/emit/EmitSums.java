package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.compiler.schedule.Statement.Single;
import dev.rondo.compiler.schedule.Storage;
import dev.rondo.compiler.schedule.Storage.Operand;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Plan.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/** Sums over rows, in the order that the numerics have fixed: of rows, by token, by position. */
final class EmitSums {
  private final ClassBuilder out;
  private final Storage storage;
  private final Products products;
  private final int lanes;

  EmitSums(ClassBuilder out, Storage storage, Products products) {
    this.out = out;
    this.storage = storage;
    this.products = products;
    this.lanes = products.vector();
  }

  /**
   * {@code target[p] = target[p] ⊕ source[q]} for each q of p: a sum or a maximum of rows, or of
   * what an operation makes of rows.
   */
  String sumRows(Single single) {
    Equation equation = single.equation();
    Node.Reduce reduce = (Node.Reduce) equation.node();
    Node.Elementwise term =
        single
            .term()
            .map(t -> (Node.Elementwise) t.node())
            .orElse(new Node.Elementwise(Op.COPY, List.of(reduce.of())));
    Plan.Segments segments = new Plan.Segments(single.space(), single.of(), reduce.descending());
    Operand target = storage.operand(equation.name(), single.space());
    List<Operand> sources =
        term.args().stream().map(r -> storage.listed(r.name(), segments)).toList();
    boolean most = reduce.op() == ReduceOp.MAX;
    double first = most ? Double.NEGATIVE_INFINITY : 0;
    List<Integer> tables = new ArrayList<>(List.of(target.table()));
    sources.forEach(s -> tables.add(s.table()));
    int width = equation.width();
    int whole = lanes > 0 && VectorNumbers.allow(term.op()) ? width / lanes * lanes : 0;
    return sum(
        single,
        segments,
        tables,
        new Target(target.offset(), width, first),
        (w, to, p, each) -> {
          AddTerms terms =
              new AddTerms(w, term.op(), most ? Op.MAX : Op.ADD, to, target.offset(), sources);
          if (whole > 0) {
            terms.inRegisters(new VectorTile(lanes), whole, each);
          }
          if (whole < width) {
            each.loop(q -> terms.inPlace(whole, width, q));
          }
        });
  }

  /** {@code target[p] = 0}, before the first strip. */
  String clear(Single single) {
    Operand target = storage.operand(single.equation().name(), single.space());
    String method = out.fresh("clear_" + single.equation().name());
    out.rows(
        method,
        List.of(target.table()),
        w -> {
          int p = w.local();
          w.loadInt(ClassBuilder.FROM);
          w.loop(
              p,
              () -> w.loadInt(ClassBuilder.TO),
              1,
              () -> {
                int row = row(w, 0, p);
                int end = target.offset() + single.equation().width();
                begin(w, single.of(), single.space(), () -> fill(w, row, target.offset(), end, 0));
              });
        });
    return method;
  }

  /** {@code target[p] += source[p]}: several p of other steps have the same target. */
  String addRows(Single single) {
    Equation equation = single.equation();
    Operand target = storage.operand(equation.name(), single.space());
    Operand source = storage.operand(equation.node().reads().get(0).name(), single.space());
    String method = out.fresh("add_rows_" + equation.name());
    out.rows(
        method,
        List.of(target.table(), source.table()),
        w -> {
          equation.span().ifPresent(s -> w.line(s.line()));
          int p = w.local();
          w.loadInt(ClassBuilder.FROM);
          w.loop(
              p,
              () -> w.loadInt(ClassBuilder.TO),
              1,
              () -> {
                w.loadRef(row(w, 0, p));
                w.integer(target.offset());
                w.constant(1);
                w.loadRef(row(w, 1, p));
                w.integer(source.offset());
                w.call(out.name, products.lanes(equation.width()), out.lanes());
              });
        });
    return method;
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
        (w, to, p, each) ->
            each.loop(
                q -> {
                  int from = row(w, 1, q);
                  int tokens = row(w, 2, q);
                  w.loop(
                      outer,
                      a -> {
                        w.loadRef(to);
                        EmitRows.byToken(w, a, size, tokens, token);
                        w.integer(inner);
                        w.multiplyInt();
                        w.integer(target.offset());
                        w.addInt();
                        // y + b in one rounding, as 1 · b + y
                        w.constant(1);
                        w.loadRef(from);
                        w.loadInt(a);
                        w.integer(inner);
                        w.multiplyInt();
                        w.integer(source.offset());
                        w.addInt();
                        w.call(out.name, products.lanes(inner), out.lanes());
                      });
                }));
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
        (w, to, p, each) -> {
          int position = row(w, 3, p);
          each.loop(
              q -> {
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
          int from = bounds(w, storage, "from", segments);
          int to = bounds(w, storage, "to", segments);
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

  /** Where a sum stands in its row, and what it begins with. */
  private record Target(int offset, int width, double first) {}

  /** Writes what is done for the target's row, a local, of number p. */
  @FunctionalInterface
  private interface Step {
    void write(Writer w, int target, int p, Each each);
  }

  /** Writes a loop over the rows of a sum; its body takes the local with a row's number. */
  @FunctionalInterface
  interface Each {
    void loop(IntConsumer body);
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
          int from = bounds(w, storage, "from", segments);
          int to = bounds(w, storage, "to", segments);
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
                step.write(
                    w,
                    row,
                    p,
                    body -> {
                      bound(w, from, p);
                      w.loop(q, () -> bound(w, to, p), 1, () -> body.accept(q));
                    });
              });
        });
    return method;
  }

  /** What a sum over the steps does in the first strip only; any other each time. */
  static void begin(Writer w, Space of, Space target, Writer.Body body) {
    if (!of.has(0) || target.has(0)) {
      body.write();
      return;
    }
    w.loadRef(0);
    w.field(ClassBuilder.FRAME, "strip", "I");
    w.ifZero(body);
  }

  static void fill(Writer w, int row, int from, int to, double value) {
    w.loadRef(row);
    w.integer(from);
    w.integer(to);
    w.constant(value);
    w.fill();
  }

  /** Where the rows of a sum begin or end, as a local. */
  static int bounds(Writer w, Storage storage, String field, Plan.Segments segments) {
    w.loadRef(0);
    w.field(ClassBuilder.FRAME, field, "[[I");
    w.integer(storage.segments(segments));
    w.getRow();
    int local = w.local();
    w.storeRef(local);
    return local;
  }

  static void bound(Writer w, int bounds, int p) {
    w.loadRef(bounds);
    w.loadInt(p);
    w.getInt();
  }

  static int row(Writer w, int table, int index) {
    return w.rowOf(ClassBuilder.TABLES + table, index, 0);
  }

  static int first(Writer w, int table) {
    return w.firstRow(ClassBuilder.TABLES + table);
  }
}
