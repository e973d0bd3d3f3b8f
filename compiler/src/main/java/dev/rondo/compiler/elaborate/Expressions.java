package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.syntax.Expr;
import java.util.ArrayList;
import java.util.List;

/** Walks expressions as written. */
final class Expressions {
  private Expressions() {}

  /** The expressions directly inside one, in the order of the source. */
  static List<Expr> parts(Expr expr) {
    List<Expr> parts = new ArrayList<>();
    if (expr instanceof Expr.Negate e) {
      parts.add(e.operand());
    } else if (expr instanceof Expr.Transpose e) {
      parts.add(e.operand());
    } else if (expr instanceof Expr.Binary e) {
      parts.add(e.left());
      parts.add(e.right());
    } else if (expr instanceof Expr.Conditional e) {
      parts.add(e.condition());
      parts.add(e.then());
      parts.add(e.otherwise());
    } else if (expr instanceof Expr.Vector e) {
      parts.addAll(e.elements());
    } else if (expr instanceof Expr.Bracket e) {
      parts.add(e.of());
      for (Expr.Item item : e.items()) {
        parts.add(item.value());
        item.otherwise().ifPresent(parts::add);
      }
    } else if (expr instanceof Expr.Call e) {
      parts.add(e.of());
      e.args().forEach(a -> value(a, parts));
    } else if (expr instanceof Expr.Field e) {
      parts.add(e.of());
    }
    return parts;
  }

  private static void value(Expr.Arg arg, List<Expr> parts) {
    if (arg instanceof Expr.Arg.Positional a) {
      parts.add(a.value());
    } else if (arg instanceof Expr.Arg.Named a) {
      parts.add(a.value());
    } else if (arg instanceof Expr.Arg.From a) {
      parts.add(a.value());
    }
  }
}
