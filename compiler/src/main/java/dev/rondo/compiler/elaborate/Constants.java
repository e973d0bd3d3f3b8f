package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.Member;
import dev.rondo.runtime.Initial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Numbers and initial values that need no data. */
public final class Constants {
  private static final Set<String> DRAWS =
      Set.of(
          "normal",
          "uniform",
          "glorot",
          "he",
          "orthogonal",
          "identity",
          "constant",
          "sparse",
          "spectral");
  private static final Set<String> FUNCTIONS =
      Set.of("exp", "log", "sqrt", "abs", "sin", "cos", "tanh", "sigmoid", "floor", "round");
  private static final Map<String, Integer> ARGUMENTS =
      Map.of(
          "normal",
          1,
          "uniform",
          2,
          "constant",
          1,
          "sparse",
          2,
          "spectral",
          2,
          "glorot",
          0,
          "he",
          0,
          "orthogonal",
          0,
          "identity",
          0);

  private Constants() {}

  /** A number, if the expression is one: {@code -0.5}, {@code 1/3}, {@code 2^-3}. */
  public static Optional<Double> number(Expr expr) {
    if (expr instanceof Expr.Number n) {
      return Optional.of(n.value());
    }
    if (expr instanceof Expr.Negate n) {
      return number(n.operand()).map(v -> -v);
    }
    if (expr instanceof Expr.Binary b) {
      Optional<Double> left = number(b.left());
      Optional<Double> right = number(b.right());
      if (left.isEmpty() || right.isEmpty()) {
        return Optional.empty();
      }
      double x = left.get();
      double y = right.get();
      return switch (b.op()) {
        case PLUS -> Optional.of(x + y);
        case MINUS -> Optional.of(x - y);
        case TIMES -> Optional.of(x * y);
        case DIVIDE -> Optional.of(x / y);
        case POWER -> Optional.of(StrictMath.pow(x, y));
        case MATMUL, LESS, GREATER, LESS_EQUAL, GREATER_EQUAL, EQUAL, NOT_EQUAL -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  /** A list of initial values has one for each number. */
  static void checkLength(List<Size> shape, Member.Param param, Diagnostics diagnostics) {
    if (param.initial() instanceof Expr.Vector vector
        && param.type().over().isEmpty()
        && vector.elements().stream().noneMatch(Expr.Vector.class::isInstance)) {
      int given = vector.elements().size();
      if (shape.size() != 1 || shape.get(0).value().orElse(given) != given) {
        diagnostics.report(
            new Diagnostic(
                vector.span(),
                "these are %s, but %s is declared %s"
                    .formatted(
                        Callees.count(given, "number"), param.names().get(0), Size.shape(shape))));
      }
    }
  }

  /**
   * The initial value of a parameter.
   *
   * @param axes those of fixed length that it varies over: their names are positions
   */
  static Initial initial(Expr expr, boolean drawn, List<String> axes, Diagnostics diagnostics) {
    Optional<Double> number = number(expr);
    if (number.isPresent()) {
      return new Initial.Constant(number.get());
    }
    if (expr instanceof Expr.NameRef ref && axes.contains(ref.name())) {
      return new Initial.Position(axes.indexOf(ref.name()));
    }
    if (expr instanceof Expr.Vector vector) {
      List<Double> values = new ArrayList<>();
      for (Expr element : vector.elements()) {
        values.add(number(element).orElseGet(() -> wrong(element, diagnostics)));
      }
      return new Initial.Values(values);
    }
    if (expr instanceof Expr.Negate negate) {
      return new Initial.Apply("-", List.of(initial(negate.operand(), drawn, axes, diagnostics)));
    }
    if (expr instanceof Expr.Binary binary) {
      return new Initial.Apply(
          binary.op().sign(),
          List.of(
              initial(binary.left(), drawn, axes, diagnostics),
              initial(binary.right(), drawn, axes, diagnostics)));
    }
    if (expr instanceof Expr.NameRef ref && DRAWS.contains(ref.name())) {
      return draw(ref.name(), List.of(), expr, drawn, axes, diagnostics);
    }
    if (expr instanceof Expr.Call call && call.of() instanceof Expr.NameRef ref) {
      List<Expr> args = new ArrayList<>();
      call.args().forEach(a -> args.add(a instanceof Expr.Arg.Positional p ? p.value() : call));
      if (DRAWS.contains(ref.name())) {
        return draw(ref.name(), args, expr, drawn, axes, diagnostics);
      }
      if (FUNCTIONS.contains(ref.name())) {
        return new Initial.Apply(
            ref.name(), args.stream().map(a -> initial(a, drawn, axes, diagnostics)).toList());
      }
    }
    wrong(expr, diagnostics);
    return new Initial.Constant(0);
  }

  private static Initial draw(
      String name,
      List<Expr> args,
      Expr at,
      boolean drawn,
      List<String> axes,
      Diagnostics diagnostics) {
    if (!drawn) {
      diagnostics.report(
          new Diagnostic(
              at.span(),
              "'" + name + "' is a draw, but '=' sets a value",
              "write ~ " + at.span().text()));
    }
    int expected = ARGUMENTS.get(name);
    if (args.size() != expected) {
      diagnostics.report(
          new Diagnostic(
              at.span(),
              "'"
                  + name
                  + "' takes "
                  + Callees.count(expected, "number")
                  + ", but there "
                  + (args.size() == 1 ? "is 1" : "are " + args.size()),
              expected == 1
                  ? "for example " + name + "(0.1)"
                  : name.equals("uniform") ? "for example uniform(-0.1, 0.1)" : ""));
      return new Initial.Constant(0);
    }
    List<Double> numbers = new ArrayList<>();
    List<Initial> of = new ArrayList<>();
    for (Expr arg : args) {
      Optional<Double> number = number(arg);
      if (number.isPresent()) {
        numbers.add(number.get());
      } else {
        of.add(initial(arg, true, axes, diagnostics));
      }
    }
    return new Initial.Draw(name, numbers, of);
  }

  private static double wrong(Expr at, Diagnostics diagnostics) {
    boolean name = at instanceof Expr.NameRef;
    diagnostics.report(
        new Diagnostic(
            at.span(),
            "an initial value is made of numbers and draws"
                + (name ? ", and '" + at.span().text() + "' is neither" : ""),
            name ? Suggest.help(((Expr.NameRef) at).name(), DRAWS) : ""));
    return 0;
  }
}
