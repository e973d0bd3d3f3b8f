package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.runtime.Signature.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The kind and shape of each form from those of its arguments (null where not known yet). */
final class ShapeRules {
  private final Item item;
  private final List<Draft.Type> args;
  private final UnaryOperator<Draft.Type> resolved;
  private final ShapeErrors errors;

  private ShapeRules(
      Item item, List<Draft.Type> args, UnaryOperator<Draft.Type> resolved, ShapeErrors errors) {
    this.item = item;
    this.args = args;
    this.resolved = resolved;
    this.errors = errors;
  }

  static Optional<Draft.Type> type(
      Item item, List<Draft.Type> args, UnaryOperator<Draft.Type> resolved, ShapeErrors errors) {
    return new ShapeRules(item, args, resolved, errors).type();
  }

  private static Draft.Type real(List<Size> shape) {
    return new Draft.Type(Kind.REAL, shape);
  }

  private Optional<Draft.Type> type() {
    if (item.form() instanceof Draft.Apply apply) {
      return new ElementwiseRule(args, errors).type(apply.op());
    }
    if (item.form() instanceof Draft.Literal literal) {
      return Optional.of(new Draft.Type(literal.integer() ? Kind.INT : Kind.REAL, List.of()));
    }
    if (item.form() instanceof Draft.Symbol) {
      return Optional.of(new Draft.Type(Kind.TOKEN, List.of()));
    }
    if (item.form() instanceof Draft.SizeValue || item.form() instanceof Draft.Length) {
      return Optional.of(new Draft.Type(Kind.INT, List.of()));
    }
    if (item.form() instanceof Draft.StepPosition || item.form() instanceof Draft.AxisPosition) {
      return Optional.of(new Draft.Type(Kind.INT, List.of()));
    }
    if (item.form() instanceof Draft.Param param) {
      return closed(resolved.apply(real(param.declaration().shape())));
    }
    if (item.form() instanceof Draft.In in) {
      return closed(resolved.apply(in.declaration().type()));
    }
    if (item.form() instanceof Draft.Join) {
      return join();
    }
    if (args.stream().anyMatch(Objects::isNull)) {
      boolean first =
          item.form() instanceof Draft.Shift
              || item.form() instanceof Draft.End
              || item.form() instanceof Draft.LookUp;
      return first ? unknown() : Optional.empty();
    }
    return structural().flatMap(ShapeRules::closed);
  }

  /** Of a delay one of whose arguments is not known: beside a symbol an integer is one. */
  private Optional<Draft.Type> unknown() {
    Draft.Type of = args.get(0);
    if (of == null) {
      return Optional.ofNullable(args.size() < 2 ? null : args.get(1))
          .filter(otherwise -> otherwise.kind() == Kind.TOKEN);
    }
    return of.kind() == Kind.INT && args.size() == 2 ? Optional.empty() : Optional.of(of);
  }

  private static Optional<Draft.Type> closed(Draft.Type type) {
    return type.shape().stream().anyMatch(Size::open) ? Optional.empty() : Optional.of(type);
  }

  private Optional<Draft.Type> structural() {
    if (item.form() instanceof Draft.Shift || item.form() instanceof Draft.End) {
      return shift();
    }
    if (item.form() instanceof Draft.Rename) {
      return Optional.of(args.get(0));
    }
    if (item.form() instanceof Draft.LookUp) {
      return args.get(1).kind() == Kind.INT && args.get(1).shape().isEmpty()
          ? Optional.of(args.get(0))
          : errors.wrong("a position is an integer, such as 2 * t or an input of type int");
    }
    if (item.form() instanceof Draft.MatMul) {
      return matmul();
    }
    if (item.form() instanceof Draft.PickAxis) {
      return args.get(1).kind() == Kind.INT && args.get(1).shape().isEmpty()
          ? Optional.of(args.get(0))
          : errors.wrong("a position is an integer");
    }
    if (item.form() instanceof Draft.OntoAxis onto) {
      return ontoAxis(onto);
    }
    if (item.form() instanceof Draft.Pick) {
      return pick();
    }
    if (item.form() instanceof Draft.OneHot) {
      Size vocabulary = errors.vocabularies().get(errors.draft().resolve(item.arg(0)));
      return vocabulary == null
          ? errors.wrong(
              "one_hot takes a token, but this is "
                  + (args.get(0).kind() == Kind.TOKEN
                      ? "one without a vocabulary"
                      : Size.shape(args.get(0).shape())))
          : Optional.of(real(List.of(vocabulary)));
    }
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).kind() == Kind.TOKEN) {
        return errors.token(i);
      }
    }
    List<Size> shape = args.get(0).shape();
    if (item.form() instanceof Draft.Transpose) {
      return shape.size() != 2
          ? errors.wrong(
              "only a matrix can be transposed, and this is " + Size.shape(shape),
              shape.size() == 1 ? "a vector needs no transpose: '@' contracts its one index" : "")
          : Optional.of(real(List.of(shape.get(1), shape.get(0))));
    }
    if (item.form() instanceof Draft.Outer) {
      List<Size> both = new ArrayList<>(shape);
      both.addAll(args.get(1).shape());
      return Optional.of(real(both));
    }
    if (item.form() instanceof Draft.Fold fold) {
      return fold(fold, shape);
    }
    if (item.form() instanceof Draft.FoldCount || item.form() instanceof Draft.Total) {
      return Optional.of(real(List.of()));
    }
    if (item.form() instanceof Draft.SpreadLast) {
      return Optional.of(real(shape.isEmpty() ? shape : args.get(1).shape()));
    }
    if (item.form() instanceof Draft.Pile) {
      return pile(shape);
    }
    if (item.form() instanceof Draft.Taps) {
      return Optional.of(args.get(0));
    }
    if (item.form() instanceof Draft.OffAxis off) {
      return Optional.of(real(offAxis(off, shape)));
    }
    if (item.form() instanceof Draft.Shape reshape) {
      return reshape(reshape, shape);
    }
    if (item.form() instanceof Draft.Parts parts) {
      return parts(parts, shape);
    }
    return range((Draft.Range) item.form(), shape);
  }

  private Optional<Draft.Type> shift() {
    Draft.Type of = args.get(0);
    if (args.size() == 2) {
      Draft.Type otherwise = args.get(1);
      boolean token = of.kind() == Kind.TOKEN;
      if (token && otherwise.kind() == Kind.REAL) {
        return errors.wrong("the token's 'else' must be a symbol, such as \"<s>\", or a token");
      }
      if (!otherwise.shape().isEmpty() && !otherwise.shape().equals(of.shape())) {
        return errors.unequal("'else'", 0, 1);
      }
      Optional<String> apart = errors.apart(0, 1);
      if (apart.isPresent()) {
        return errors.wrong(apart.get());
      }
      return Optional.of(otherwise.kind() == Kind.TOKEN ? otherwise : of);
    } else if (of.kind() == Kind.TOKEN
        && item.form() instanceof Draft.Shift shift
        && shift.past()) {
      return errors.wrong(
          "before the first step there is no token",
          "say which: " + item.span().text().replace("]", " else \"<s>\"]"));
    }
    return Optional.of(of);
  }

  private Optional<Draft.Type> matmul() {
    for (int i = 0; i < 2; i++) {
      if (args.get(i).kind() == Kind.TOKEN) {
        return errors.token(i);
      }
    }
    List<Size> a = args.get(0).shape();
    List<Size> b = args.get(1).shape();
    if (a.isEmpty() || b.isEmpty()) {
      return errors.wrong(
          errors.written("'@'") + " contracts two indices, but one side is a scalar",
          "write '*' to scale");
    }
    if (!a.get(a.size() - 1).equals(b.get(0))) {
      return errors.wrong(
          errors.written("'@'")
              + " needs the last size of the left to equal the first of the right, but these are "
              + Size.shape(a)
              + " and "
              + Size.shape(b),
          a.size() == 2 && b.get(0).equals(a.get(0)) && !item.uses().isEmpty()
              ? "the transpose fits: " + item.uses().get(0).text() + "' @ ..."
              : "");
    }
    List<Size> shape = new ArrayList<>(a.subList(0, a.size() - 1));
    shape.addAll(b.subList(1, b.size()));
    return Optional.of(real(shape));
  }

  private Optional<Draft.Type> pick() {
    List<Size> shape = args.get(0).shape();
    if (args.get(0).kind() == Kind.TOKEN) {
      return errors.token(0);
    }
    if (shape.isEmpty()) {
      return errors.wrong(
          errors
              .function()
              .map(f -> f + " takes a score for each symbol, but this is a scalar")
              .orElse("a scalar has no parts"));
    }
    if (args.get(1).kind() == Kind.REAL || !args.get(1).shape().isEmpty()) {
      return errors.function().isPresent()
          ? errors.wrong(
              "the target of " + errors.function().get() + " is a token or an integer, not a real",
              "for real targets there is squared_error(p, y)")
          : errors.wrong("an index is an integer or a token, not a real");
    }
    Size symbols = errors.vocabularies().get(errors.draft().resolve(item.arg(1)));
    if (args.get(1).kind() == Kind.TOKEN && symbols != null && !symbols.equals(shape.get(0))) {
      return errors.wrong(
          "a token[" + symbols + "] picks from [" + symbols + ", ...], but this is " + shape);
    }
    return Optional.of(real(shape.subList(1, shape.size())));
  }

  private Optional<Draft.Type> fold(Draft.Fold fold, List<Size> shape) {
    Kind kind = fold.op() == ReduceOp.ARGMAX ? Kind.INT : Kind.REAL;
    if (!fold.features()) {
      return Optional.of(new Draft.Type(kind, shape));
    }
    if (shape.isEmpty()) {
      return errors.wrong(
          "there is nothing to reduce: this is a scalar",
          "to reduce over the steps write 'over t'");
    }
    return Optional.of(
        new Draft.Type(kind, fold.all() ? List.of() : shape.subList(0, shape.size() - 1)));
  }

  private Optional<Draft.Type> join() {
    if (args.stream().anyMatch(Objects::isNull)) {
      return Optional.empty();
    }
    Size sum = Size.of(0);
    List<Size> rest = null;
    for (int i = 0; i < args.size(); i++) {
      List<Size> shape = args.get(i).shape();
      if (args.get(i).kind() == Kind.TOKEN) {
        return errors.token(i);
      }
      List<Size> tail = shape.isEmpty() ? shape : shape.subList(1, shape.size());
      if (rest != null && !rest.equals(tail)) {
        return errors.wrong(
            "concat needs equal sizes behind the first, but these are "
                + Size.shape(args.get(0).shape())
                + " and "
                + Size.shape(shape));
      }
      rest = tail;
      sum = sum.plus(shape.isEmpty() ? Size.of(1) : shape.get(0));
    }
    List<Size> shape = new ArrayList<>(List.of(sum));
    shape.addAll(rest);
    return Optional.of(real(shape));
  }

  private Optional<Draft.Type> ontoAxis(Draft.OntoAxis onto) {
    Draft.Type of = args.get(0);
    Size length = axis(onto.axis());
    if (of.shape().isEmpty() || !of.shape().get(0).equals(length)) {
      return errors.wrong(
          "this axis has "
              + length
              + " positions, but the first size of this is "
              + (of.shape().isEmpty() ? "none: it is a scalar" : of.shape().get(0)));
    }
    return Optional.of(real(of.shape().subList(1, of.shape().size())));
  }

  private List<Size> offAxis(Draft.OffAxis off, List<Size> shape) {
    Size length = axis(off.axis());
    List<Size> all = new ArrayList<>();
    if (off.flat() && !shape.isEmpty()) {
      all.add(length.times(shape.get(0)));
      all.addAll(shape.subList(1, shape.size()));
    } else {
      all.add(length);
      all.addAll(shape);
    }
    return all;
  }

  private Size axis(String name) {
    return resolved.apply(real(List.of(errors.draft().axes.get(name)))).shape().get(0);
  }

  private Optional<Draft.Type> pile(List<Size> shape) {
    for (Draft.Type type : args) {
      if (!type.shape().equals(shape)) {
        return errors.wrong(
            "stack needs equal shapes, but these are "
                + Size.shape(shape)
                + " and "
                + Size.shape(type.shape()));
      }
    }
    List<Size> all = new ArrayList<>(List.of(Size.of(args.size())));
    all.addAll(shape);
    return Optional.of(real(all));
  }

  private static Size product(List<Size> shape) {
    return shape.stream().reduce(Size.of(1), Size::times);
  }

  private Optional<Draft.Type> reshape(Draft.Shape reshape, List<Size> shape) {
    List<Size> sizes = resolved.apply(real(reshape.sizes())).shape();
    return product(sizes).equals(product(shape))
        ? Optional.of(real(sizes))
        : errors.wrong("reshape to " + sizes + " changes how many numbers there are in " + shape);
  }

  private Optional<Draft.Type> parts(Draft.Parts parts, List<Size> shape) {
    if (shape.isEmpty()) {
      return errors.wrong("split takes a vector, but this is a scalar");
    }
    Size count = resolved.apply(real(List.of(parts.count()))).shape().get(0);
    Optional<Size> each = shape.get(0).dividedBy(count);
    if (each.isEmpty()) {
      return errors.wrong(shape.get(0) + " cannot be split into " + count + " equal parts");
    }
    List<Size> all = new ArrayList<>(List.of(count, each.get()));
    all.addAll(shape.subList(1, shape.size()));
    return Optional.of(real(all));
  }

  private Optional<Draft.Type> range(Draft.Range range, List<Size> shape) {
    if (shape.isEmpty()) {
      return errors.wrong("slice takes a vector, but this is a scalar");
    }
    List<Size> ends = resolved.apply(real(List.of(range.from(), range.to()))).shape();
    List<Size> all = new ArrayList<>(List.of(ends.get(1).minus(ends.get(0))));
    all.addAll(shape.subList(1, shape.size()));
    return Optional.of(real(all));
  }
}
