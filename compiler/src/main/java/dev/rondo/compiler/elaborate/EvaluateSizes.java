package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Computes sizes, and the conditions on them, at compile time. */
final class EvaluateSizes {
  private final Draft draft;
  private final Diagnostics diagnostics;
  private int unknown;

  EvaluateSizes(Draft draft, Diagnostics diagnostics) {
    this.draft = draft;
    this.diagnostics = diagnostics;
  }

  /** The size that an expression is; an unknown one after an error. */
  Size size(Scope scope, Expr expr) {
    if (expr instanceof Expr.Number number) {
      if (!number.integer() || number.value() > Integer.MAX_VALUE) {
        return wrong(expr, "a size is a whole number below 2^31");
      }
      return Size.of((long) number.value());
    }
    if (expr instanceof Expr.NameRef ref) {
      if (scope.names.get(ref.name()) instanceof Scope.SizeEntry size) {
        return size.size();
      }
      Scope.Entry entry = scope.names.get(ref.name());
      if (entry instanceof Scope.Known known && known.flat().equals(LowerExpressions.ERROR)) {
        return unknown(); // reported where it is declared
      }
      boolean value = entry != null;
      diagnostics.report(
          new Diagnostic(
              ref.span(),
              value
                  ? "'" + ref.name() + "' is a value, but a size is needed here"
                  : "unknown size '" + ref.name() + "'",
              value ? "" : Suggest.size(ref.name(), scope)));
      if (!value) {
        scope.names.put(ref.name(), new Scope.SizeEntry(unknown())); // to report it once
      }
      return unknown();
    }
    if (expr instanceof Expr.Conditional conditional) {
      return size(scope, branch(scope, conditional));
    }
    if (expr instanceof Expr.Negate negate) {
      return size(scope, negate.operand()).times(Size.of(-1));
    }
    if (expr instanceof Expr.Binary binary) {
      return binary(scope, binary);
    }
    return wrong(expr, "a size is made of numbers, size names and + - * / ^");
  }

  /** The size that an expression is, which must not be less than a number where it is known. */
  Size atLeast(int least, Scope scope, Expr expr) {
    Size size = size(scope, expr);
    OptionalInt value = bound(size).value();
    if (value.isEmpty() || value.getAsInt() >= least) {
      return size;
    }
    Size wrong = wrong(expr, "a size is at least " + least + ", but this is " + value.getAsInt());
    if (expr instanceof Expr.NameRef ref) {
      scope.names.put(ref.name(), new Scope.SizeEntry(wrong)); // to report it once
    }
    return wrong;
  }

  private Size binary(Scope scope, Expr.Binary binary) {
    Size left = size(scope, binary.left());
    Size right = size(scope, binary.right());
    return switch (binary.op()) {
      case PLUS -> left.plus(right);
      case MINUS -> left.minus(right);
      case TIMES -> left.times(right);
      case DIVIDE ->
          left.dividedBy(right)
              .or(() -> bound(left).dividedBy(bound(right)))
              .orElseGet(
                  () ->
                      wrong(
                          binary,
                          "a division of sizes must be exact: "
                              + bound(left)
                              + " / "
                              + bound(right)));
      case POWER -> power(binary, left, right);
      case MATMUL, LESS, GREATER, LESS_EQUAL, GREATER_EQUAL, EQUAL, NOT_EQUAL ->
          wrong(binary, "'" + binary.op().sign() + "' does not give a size");
    };
  }

  private Size power(Expr.Binary at, Size base, Size exponent) {
    OptionalInt power = bound(exponent).value();
    if (exponent.open() && diagnostics.any()) {
      return unknown();
    }
    if (power.isEmpty() || power.getAsInt() < 0) {
      return wrong(at, "the exponent of a size must be a number ≥ 0");
    }
    Size product = Size.of(1);
    for (int i = 0; i < power.getAsInt(); i++) {
      product = product.times(base);
    }
    return product;
  }

  /** The branch that a condition on sizes chooses. */
  Expr branch(Scope scope, Expr.Conditional conditional) {
    return holds(scope, conditional.condition()) ? conditional.then() : conditional.otherwise();
  }

  /** Whether all names in it are those of sizes, or unknown. */
  static boolean isOfSizes(Scope scope, Expr expr) {
    if (expr instanceof Expr.NameRef ref) {
      Scope.Entry entry = scope.names.get(ref.name());
      return entry == null ? !scope.axes.containsKey(ref.name()) : entry instanceof Scope.SizeEntry;
    }
    return Expressions.parts(expr).stream().allMatch(part -> isOfSizes(scope, part));
  }

  private boolean holds(Scope scope, Expr condition) {
    if (condition instanceof Expr.Binary binary && isOfSizes(scope, condition)) {
      Optional<Boolean> answer =
          compare(binary.op(), size(scope, binary.left()), size(scope, binary.right()));
      if (answer.isPresent()) {
        return answer.get();
      }
      if (isOpen(scope, condition)) {
        // what it is made of was reported, or will be inferred
        undecided(scope, condition, condition.span());
        return true;
      }
    }
    diagnostics.report(
        new Diagnostic(
            condition.span(),
            "'if' decides at compile time: it compares sizes that are known then",
            "to choose at run time write where(" + condition.span().text() + ", a, b)"));
    return true;
  }

  private boolean isOpen(Scope scope, Expr expr) {
    boolean open =
        expr instanceof Expr.NameRef ref
            && scope.names.get(ref.name()) instanceof Scope.SizeEntry size
            && size.size().open();
    return open || Expressions.parts(expr).stream().anyMatch(part -> isOpen(scope, part));
  }

  private void undecided(Scope scope, Expr expr, Span at) {
    if (expr instanceof Expr.NameRef ref
        && scope.names.get(ref.name()) instanceof Scope.SizeEntry size) {
      size.size().names().stream()
          .filter(draft.keys::containsKey)
          .forEach(name -> draft.undecided.put(name, at));
    }
    Expressions.parts(expr).forEach(part -> undecided(scope, part, at));
  }

  private Optional<Boolean> compare(Expr.Operator op, Size left, Size right) {
    Size difference = bound(left.minus(right));
    OptionalInt value = difference.value();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    int d = value.getAsInt();
    return switch (op) {
      case LESS -> Optional.of(d < 0);
      case GREATER -> Optional.of(d > 0);
      case LESS_EQUAL -> Optional.of(d <= 0);
      case GREATER_EQUAL -> Optional.of(d >= 0);
      case EQUAL -> Optional.of(d == 0);
      case NOT_EQUAL -> Optional.of(d != 0);
      case POWER, MATMUL, TIMES, DIVIDE, PLUS, MINUS -> Optional.empty();
    };
  }

  /** A size with what is known put in: what was inferred before, the model's bound sizes. */
  Size bound(Size size) {
    Map<String, Size> found = new HashMap<>();
    for (String name : size.names()) {
      if (draft.keys.containsKey(name) && draft.decided.containsKey(draft.keys.get(name))) {
        found.put(name, draft.decided.get(draft.keys.get(name)));
      }
    }
    Map<String, Size> values = new HashMap<>();
    draft.sizes.forEach((name, value) -> value.ifPresent(v -> values.put(name, v)));
    return size.replace(found).replace(values);
  }

  /** A size that fits any other: one mistake gives one error. */
  private Size unknown() {
    return Size.of("?wrong" + ++unknown);
  }

  private Size wrong(Expr at, String message) {
    diagnostics.report(new Diagnostic(at.span(), message));
    return unknown();
  }
}
