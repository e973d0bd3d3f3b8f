package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The nodes of the forms that contract, reduce or rearrange features. */
final class NormalizeShapes {
  /** The index that a pick sets; no axis can be called so. */
  private static final String PICKED = "p'";

  private final Normalize pass;
  private final Item item;

  NormalizeShapes(Normalize pass, Item item) {
    this.pass = pass;
    this.item = item;
  }

  Node node() {
    if (item.form() instanceof Draft.MatMul) {
      return matmul();
    }
    if (item.form() instanceof Draft.OntoAxis
        || item.form() instanceof Draft.OffAxis
        || item.form() instanceof Draft.Taps
        || item.form() instanceof Draft.PickAxis) {
      return new NormalizeAxes(pass, item).node();
    }
    if (item.form() instanceof Draft.Outer) {
      return outer();
    }
    if (item.form() instanceof Draft.Transpose) {
      Read of = pass.read(item.arg(0), List.of(pass.letter(1), pass.letter(0)));
      return new Node.Elementwise(Op.COPY, List.of(of));
    }
    if (item.form() instanceof Draft.SpreadLast) {
      return new Node.Elementwise(Op.COPY, List.of(pass.read(item.arg(0))));
    }
    if (item.form() instanceof Draft.Pick) {
      return pick();
    }
    if (item.form() instanceof Draft.Fold fold) {
      return new Node.Reduce(fold.op(), folded(fold), false);
    }
    if (item.form() instanceof Draft.Total) {
      Read of = pass.read(item.arg(0));
      return pass.shape(item.arg(0)).isEmpty()
          ? new Node.Elementwise(Op.COPY, List.of(of))
          : new Node.Reduce(ReduceOp.SUM, of, false);
    }
    if (item.form() instanceof Draft.Join) {
      return join(false);
    }
    if (item.form() instanceof Draft.Pile) {
      return join(true);
    }
    if (item.form() instanceof Draft.OneHot) {
      return oneHot();
    }
    if (item.form() instanceof Draft.Range range) {
      int size = pass.shape(item.arg(0)).get(0);
      int from = pass.number(range.from());
      int to = pass.number(range.to());
      if (from < 0 || to > size || from >= to) {
        throw wrong("the range " + from + " to " + to + " is not within [" + size + "]");
      }
      return new Node.Slice(pass.read(item.arg(0)), pass.letter(0), from);
    }
    return reshape(pass.read(item.arg(0)));
  }

  /** Numbers of the argument in the item's shape, the same along axes that only the item has. */
  private Node reshape(Read of) {
    String arg = item.arg(0);
    Node shaped = new Node.Reshape(of);
    if (pass.fixedAxes(arg).equals(pass.fixedAxes(item.name()))) {
      return shaped;
    }
    List<Index> indices = new ArrayList<>(pass.outer(arg));
    indices.addAll(pass.features(pass.shape(item.name())));
    Equation once = pass.fresh(indices, pass.domain(arg), shaped, item.span());
    return new Node.Elementwise(Op.COPY, List.of(once.read()));
  }

  private ModelException wrong(String message) {
    return new ModelException(List.of(new Diagnostic(item.span(), message)));
  }

  private Node matmul() {
    boolean along = !pass.fixedAxes(item.name()).isEmpty();
    return along && item.args().stream().anyMatch(this::isMatrix)
        ? new NormalizeAxes(pass, item).products()
        : product(pass, item, pass::read);
  }

  /** Whether something is a matrix of parameters. */
  private boolean isMatrix(String arg) {
    return pass.model.extent(arg).isConstant() && pass.shape(arg).size() > 1;
  }

  /** The contraction of two operands, each read with the given names for its features. */
  static Node product(Normalize pass, Item item, BiFunction<String, List<String>, Read> operand) {
    int left = pass.shape(item.arg(0)).size() - 1;
    int right = pass.shape(item.arg(1)).size() - 1;
    String over = pass.letter(left + right);
    List<String> a = new ArrayList<>();
    List<String> b = new ArrayList<>(List.of(over));
    for (int i = 0; i < left; i++) {
      a.add(pass.letter(i));
    }
    a.add(over);
    for (int i = 0; i < right; i++) {
      b.add(pass.letter(left + i));
    }
    Node.Product product =
        new Node.Product(operand.apply(item.arg(0), a), operand.apply(item.arg(1), b));
    return new Node.Affine(Optional.empty(), List.of(product), false);
  }

  private Node outer() {
    int left = pass.shape(item.arg(0)).size();
    List<String> b = new ArrayList<>();
    for (int i = 0; i < pass.shape(item.arg(1)).size(); i++) {
      b.add(pass.letter(left + i));
    }
    return new Node.Elementwise(Op.MUL, List.of(pass.read(item.arg(0)), pass.read(item.arg(1), b)));
  }

  /** What a fold runs over; a maximum over several indices runs over them as one. */
  private Read folded(Draft.Fold fold) {
    if (fold.axis().isPresent() && fold.op() != ReduceOp.SUM) {
      return new NormalizeAxes(pass, item).last(fold.axis().get());
    }
    List<Integer> shape = pass.shape(item.arg(0));
    if (fold.op() == ReduceOp.SUM || !fold.features() || !fold.all() || shape.size() < 2) {
      return pass.read(item.arg(0));
    }
    List<Index> indices = new ArrayList<>(pass.outer(item.arg(0)));
    indices.addAll(pass.features(List.of(shape.stream().reduce(1, Math::multiplyExact))));
    Node flat = new Node.Reshape(pass.read(item.arg(0)));
    return pass.fresh(indices, pass.domain(item.arg(0)), flat, item.span()).read();
  }

  private Node pick() {
    List<Integer> shape = pass.shape(item.arg(0));
    Item index = pass.draft.items.get(pass.draft.resolve(item.arg(1)));
    List<String> names = new ArrayList<>(List.of(PICKED));
    for (int i = 1; i < shape.size(); i++) {
      names.add(pass.letter(i - 1));
    }
    Read of = pass.read(item.arg(0), names);
    if (!(index.form() instanceof Draft.Literal literal)) {
      return new Node.Gather(of, PICKED, pass.read(item.arg(1)));
    }
    int at = (int) literal.value();
    if (at < 0 || at >= shape.get(0)) {
      throw wrong("there is no index " + at + " in " + shape + ": they run from 0");
    }
    List<Index> indices = new ArrayList<>(pass.outer(item.arg(0)));
    indices.add(Index.feature(PICKED, 1));
    for (int i = 1; i < shape.size(); i++) {
      indices.add(Index.feature(names.get(i), shape.get(i)));
    }
    Equation slice =
        pass.fresh(indices, pass.domain(item.arg(0)), new Node.Slice(of, PICKED, at), item.span());
    return reshape(slice.read());
  }

  /** Parts behind one another; {@code under}: each becomes a row of a new first index. */
  private Node join(boolean under) {
    List<Read> parts = new ArrayList<>();
    for (String arg : item.args()) {
      List<Integer> shape = new ArrayList<>(pass.shape(arg));
      boolean row = under || shape.isEmpty();
      if (row) {
        shape.add(0, 1);
        List<Index> indices = new ArrayList<>(pass.outer(arg));
        indices.addAll(pass.features(shape));
        parts.add(
            pass.fresh(indices, pass.domain(arg), new Node.Reshape(pass.read(arg)), item.span())
                .read());
      } else {
        parts.add(pass.read(arg));
      }
    }
    return new Node.Concat(parts, pass.letter(0));
  }

  private Node oneHot() {
    int size = pass.shape(item.name()).get(0);
    Equation positions =
        pass.fresh(
            List.of(Index.feature(pass.letter(0), size)),
            Domain.ALL,
            new Node.Position(pass.letter(0)),
            null);
    List<String> none = new ArrayList<>();
    pass.outer(item.arg(0)).forEach(i -> none.add(i.name()));
    return new Node.Elementwise(
        Op.EQUAL, List.of(new Read(pass.name(item.arg(0)), none), positions.read()));
  }
}
