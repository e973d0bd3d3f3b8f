package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.Member;
import java.util.List;
import java.util.Optional;

/** Numbers that need no data. */
public final class Constants {
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
}
