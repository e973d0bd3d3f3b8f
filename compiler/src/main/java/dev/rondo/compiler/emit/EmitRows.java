package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.schedule.Statement.Single;
import dev.rondo.compiler.schedule.Storage;
import dev.rondo.compiler.schedule.Storage.Operand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Statements that treat a row as a whole: reductions, rows by token, copies, sums of products. */
final class EmitRows {
  final ClassBuilder out;
  private final Storage storage;
  private final Products products;
  private final Map<String, Equation> byName;

  EmitRows(ClassBuilder out, Storage storage, Products products, Map<String, Equation> byName) {
    this.out = out;
    this.storage = storage;
    this.products = products;
    this.byName = byName;
  }

  /** What writes the work on one row, whose operands are in locals. */
  @FunctionalInterface
  interface RowBody {
    void write(Writer w, int target, List<Integer> sources);
  }

  String emit(Single single) {
    Equation equation = single.equation();
    return switch (single.kind()) {
      case FOLD -> fold(single, equation, (Node.Reduce) equation.node());
      case GATHER, PICK -> gather(single, equation, (Node.Gather) equation.node());
      case MOVE -> move(single, equation);
      case CONTRACT -> new EmitContract(this, storage, products, byName).emit(single);
      case SUM_ROWS, CLEAR, ADD_ROWS, SCATTER, LOOK_UP, PUT_BACK ->
          throw new IllegalStateException(single.kind() + " runs over rows, not within one");
    };
  }

  /** A method that takes the target's and the sources' tables and does each row in turn. */
  String rows(Single single, List<Operand> sources, RowBody body) {
    Operand target = storage.operand(single.equation().name(), single.space());
    List<Operand> all = new ArrayList<>(List.of(target));
    all.addAll(sources);
    List<Integer> tables = all.stream().map(Operand::table).toList();
    String method =
        out.fresh(single.kind().name().toLowerCase(Locale.ROOT) + "_" + single.equation().name());
    out.rows(
        method,
        tables,
        w -> {
          single.equation().span().ifPresent(s -> w.line(s.line()));
          int p = w.local();
          w.loadInt(ClassBuilder.FROM);
          w.loop(
              p,
              () -> w.loadInt(ClassBuilder.TO),
              1,
              () -> {
                List<Integer> locals = new ArrayList<>();
                for (int i = 0; i < all.size(); i++) {
                  w.loadRef(ClassBuilder.TABLES + i);
                  if (all.get(i).single()) {
                    w.integer(0);
                  } else {
                    w.loadInt(p);
                  }
                  w.getRow();
                  int local = w.local();
                  w.storeRef(local);
                  locals.add(local);
                }
                body.write(w, locals.get(0), locals.subList(1, locals.size()));
              });
        });
    return method;
  }

  private int targetOffset(Equation equation) {
    return storage.place(equation.name()).offset();
  }

  private String fold(Single single, Equation equation, Node.Reduce reduce) {
    Operand of = storage.operand(reduce.of().name(), single.space());
    int outer = equation.width();
    int inner = byName.get(reduce.of().name()).width() / outer;
    int to = targetOffset(equation);
    return rows(
        single,
        List.of(of),
        (w, target, sources) ->
            w.loop(
                outer,
                i -> {
                  w.loadRef(target);
                  w.plus(i, to);
                  w.loadRef(sources.get(0));
                  w.loadInt(i);
                  w.integer(inner);
                  w.multiplyInt();
                  w.integer(of.offset());
                  w.addInt();
                  w.integer(inner);
                  switch (reduce.op()) {
                    case SUM -> w.rowFunction("sum", true);
                    case MAX -> w.rowFunction("max", true);
                    case LOGSUMEXP -> w.rowFunction("logsumexp", true);
                    case ARGMAX -> {
                      w.rowFunction("argmax", false);
                      w.intToNumber();
                    }
                  }
                  w.put();
                }));
  }

  private String gather(Single single, Equation equation, Node.Gather gather) {
    Operand of = storage.operand(gather.of().name(), single.space());
    Operand token = storage.operand(gather.token().name(), single.space());
    Map<String, Integer> sizes = Strides.sizes(gather.of(), byName.get(gather.of().name()));
    int size = sizes.get(gather.index());
    int inner = Strides.of(gather.of(), byName.get(gather.of().name())).get(gather.index());
    int outer = byName.get(gather.of().name()).width() / inner / size;
    int to = targetOffset(equation);
    return rows(
        single,
        List.of(of, token),
        (w, target, sources) ->
            w.loop(
                outer,
                a -> {
                  w.loadRef(sources.get(0));
                  byToken(w, a, size, sources.get(1), token);
                  w.integer(inner);
                  w.multiplyInt();
                  w.integer(of.offset());
                  w.addInt();
                  w.loadRef(target);
                  w.loadInt(a);
                  w.integer(inner);
                  w.multiplyInt();
                  w.integer(to);
                  w.addInt();
                  w.integer(inner);
                  w.copy();
                }));
  }

  /** Loads the number of a stretch: that of a token among so many, behind a times as many. */
  static void byToken(Writer w, int a, int size, int row, Operand token) {
    w.loadInt(a);
    w.integer(size);
    w.multiplyInt();
    w.loadRef(row);
    w.integer(token.offset());
    w.get();
    w.numberToInt();
    w.integer(size);
    // a token outside its vocabulary is an error, not a row of something else
    w.call("java/util/Objects", "checkIndex", "(II)I");
    w.addInt();
  }

  private String move(Single single, Equation equation) {
    if (equation.node() instanceof Node.Concat concat) {
      return concat(single, equation, concat);
    }
    Read of;
    int shift = 0;
    Map<String, Integer> strides;
    if (equation.node() instanceof Node.Slice slice) {
      of = slice.of();
      strides = Strides.of(of, byName.get(of.name()));
      shift = slice.from() * strides.get(slice.index());
    } else {
      of = ((Node.Elementwise) equation.node()).args().get(0);
      strides = Strides.of(of, byName.get(of.name()));
    }
    Operand source = storage.operand(of.name(), single.space());
    int from = source.offset() + shift;
    int to = targetOffset(equation);
    Map<String, Integer> own = Strides.of(equation.read(), equation);
    return rows(
        single,
        List.of(source),
        (w, target, sources) ->
            nest(
                w,
                equation.features(),
                new LinkedHashMap<>(),
                at -> {
                  w.loadRef(target);
                  position(w, at, own, to);
                  w.loadRef(sources.get(0));
                  position(w, at, strides, from);
                  w.get();
                  w.put();
                }));
  }

  private String concat(Single single, Equation equation, Node.Concat concat) {
    List<Operand> sources = new ArrayList<>();
    concat.parts().forEach(r -> sources.add(storage.operand(r.name(), single.space())));
    int inner = Strides.of(equation.read(), equation).get(concat.index());
    int total = Strides.sizes(equation.read(), equation).get(concat.index());
    int outer = equation.width() / inner / total;
    int to = targetOffset(equation);
    return rows(
        single,
        sources,
        (w, target, rows) -> {
          int start = 0;
          for (int i = 0; i < rows.size(); i++) {
            Read part = concat.parts().get(i);
            int block = Strides.sizes(part, byName.get(part.name())).get(concat.index()) * inner;
            int first = start;
            int source = i;
            w.loop(
                outer,
                a -> {
                  w.loadRef(rows.get(source));
                  w.loadInt(a);
                  w.integer(block);
                  w.multiplyInt();
                  w.integer(sources.get(source).offset());
                  w.addInt();
                  w.loadRef(target);
                  w.loadInt(a);
                  w.integer(total * inner);
                  w.multiplyInt();
                  w.integer(to + first);
                  w.addInt();
                  w.integer(block);
                  w.copy();
                });
            start += block;
          }
        });
  }

  /** Loops over the given indices, one in the other; {@code at}: the loop variable of each. */
  static void nest(
      Writer w, List<Index> indices, Map<String, Integer> at, Consumer<Map<String, Integer>> body) {
    if (indices.isEmpty()) {
      body.accept(at);
      return;
    }
    w.loop(
        indices.get(0).size(),
        i -> {
          Map<String, Integer> inner = new LinkedHashMap<>(at);
          inner.put(indices.get(0).name(), i);
          nest(w, indices.subList(1, indices.size()), inner, body);
        });
  }

  static void position(
      Writer w, Map<String, Integer> at, Map<String, Integer> strides, int offset) {
    w.integer(offset);
    at.forEach(
        (name, local) -> {
          int stride = strides.getOrDefault(name, 0);
          if (stride != 0) {
            w.loadInt(local);
            w.integer(stride);
            w.multiplyInt();
            w.addInt();
          }
        });
  }
}
