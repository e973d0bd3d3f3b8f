package dev.rondo.tests.random;

import dev.rondo.tests.random.RandomScope.Axis;
import dev.rondo.tests.random.RandomScope.Token;
import dev.rondo.tests.random.RandomScope.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Expressions of a given shape whose values stay tame: no poles, no growth beyond a few units, and
 * jumps only where no value lies by construction (0 before the first step is common, 0.137 is not).
 */
final class RandomExpressions {
  private final RandomScope scope;

  RandomExpressions(RandomScope scope) {
    this.scope = scope;
  }

  /** An expression that changes at most so often. */
  String of(List<String> shape, Axis axis, int depth) {
    if (depth <= 0 || scope.chance(0.12)) {
      return leaf(shape, axis);
    }
    double kind = scope.random.nextDouble();
    if (kind < 0.3) {
      return unary(of(shape, axis, depth - 1));
    }
    if (kind < 0.6) {
      return binary(shape, axis, depth);
    }
    if (kind < 0.66) {
      return choice(shape, axis, depth);
    }
    return switch (shape.size()) {
      case 0 -> scalar(axis, depth);
      case 1 -> vector(shape, axis, depth);
      default -> matrix(shape, axis, depth);
    };
  }

  /** A value that exists, now or some steps ago; else a new parameter. */
  String leaf(List<String> shape, Axis axis) {
    List<Value> values = scope.values(shape, axis);
    if (values.isEmpty() || scope.chance(0.1)) {
      return shape.isEmpty() && scope.chance(0.5) ? number() : scope.parameter(shape);
    }
    // what is newest is likeliest, so that a model hangs together
    int i = values.size() - 1 - (int) (Math.pow(scope.random.nextDouble(), 1.5) * values.size());
    Value value = values.get(i);
    return value.name() && scope.chance(0.25) ? delayed(value) : value.text();
  }

  /** {@code v[t-2]}, or {@code v[t+1 else 0]} where a model may look ahead. */
  String delayed(Value value) {
    int by = 1 + (int) (3 * Math.pow(scope.random.nextDouble(), 2));
    String otherwise = scope.chance(0.4) ? " else " + outside(value) : "";
    if (scope.ahead(value.time()) && scope.chance(0.3)) {
      return value.text() + "[" + value.time() + "+" + by + " else " + outside(value) + "]";
    }
    return value.text() + "[" + value.time() + "-" + by + otherwise + "]";
  }

  private String outside(Value value) {
    Axis most = scope.times.size() > 1 ? Axis.STEP : Axis.SEQUENCE;
    List<Value> fixed = scope.values(value.shape(), most);
    return fixed.isEmpty() || scope.chance(0.3) ? number() : scope.pick(fixed).text();
  }

  String number() {
    return scope.chance(0.5)
        ? scope.pick("0", "1", "0.5", "2")
        : format(scope.random.nextDouble() * 1.6);
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private String unary(String e) {
    List<String> forms =
        new ArrayList<>(
            List.of(
                "tanh(%s)",
                "tanh(%s)",
                "sigmoid(%s)",
                "sigmoid(%s)",
                "relu(%s)",
                "leaky_relu(%s)",
                "elu(%s)",
                "gelu(%s)",
                "silu(%s)",
                "softplus(%s)",
                "log_sigmoid(%s)",
                "sin(%s)",
                "cos(%s)",
                "erf(%s)",
                "abs(%s)",
                "(-%s)",
                "exp(clamp(%s, -2, 1))",
                "exp(-abs(%s))",
                "log(1.3 + sin(%s))",
                "sqrt(0.5 + sin(%s)^2)",
                "clamp(%s, -0.8, 0.9)",
                "step(%s - 0.137)",
                "sign(%s - 0.213)",
                "(0.3 * floor(2 * %s + 0.117))",
                "(0.2 * round(3 * %s + 0.171))",
                "mod(%s + 0.1131, 0.7)",
                "tanh(%s)^2",
                "sin(%s)^3",
                "(1.3 + tanh(%s))^1.7",
                "1.5^tanh(%s)",
                "min(%s, 0.3117)",
                "(1 / (1 + exp(-tanh(%s))))",
                "stop(%s)"));
    scope.functions.forEach(f -> forms.add(f + "(%s)"));
    String form = scope.pick(forms);
    scope.smooth &= !form.startsWith("stop");
    return String.format(form, e);
  }

  private String binary(List<String> shape, Axis axis, int depth) {
    String a = of(shape, axis, depth - 1);
    boolean mixed = !shape.isEmpty() && scope.chance(0.2);
    String b = of(mixed ? List.of() : shape, axis, depth - 1);
    String form =
        scope.pick(
            "(%s + %s)",
            "(%s + %s)",
            "(%s - %s)",
            "(%s - %s)",
            "(%s * %s)",
            "(%s * %s)",
            "(%s * %s)",
            "(%s / (1.5 + sin(%s)))",
            "tanh(%s) * sigmoid(%s)",
            "min(%s, %s + 0.0371)",
            "max(%s, %s - 0.0173)",
            "logaddexp(%s, %s)",
            "squared_error(%s, %s)",
            "absolute_error(%s, %s - 0.0137)",
            "huber(%s, 2 * %s)",
            "binary_cross_entropy(%s, sigmoid(%s))");
    return (form.startsWith("(") ? "%s" : "(%s)").formatted(String.format(form, a, b));
  }

  private String choice(List<String> shape, Axis axis, int depth) {
    // a mentioned twice must be the same number both times, so it is a name or a delay
    String a = leaf(shape, axis);
    if (scope.chance(0.5)) {
      return String.format(
          scope.pick(
              "where(%1$s > 0.0519, log(%1$s), 0)",
              "where(%1$s > 0.0519, sqrt(%1$s), 0.3)",
              "where(abs(%1$s) < 0.1117, %1$s, 0.1 / %1$s)",
              "where(%1$s <= 0.2113, 1, %1$s^1.5)"),
          a);
    }
    String sign = scope.pick("<", ">", "<=", ">=", "!=");
    boolean mixed = scope.chance(0.3);
    String c = leaf(mixed ? List.of() : shape, axis);
    String d = leaf(mixed ? List.of() : shape, axis);
    return "where("
        + (c + " " + sign + " " + d + " + 0.0319")
        + (", " + a + ", " + of(shape, axis, depth - 1) + ")");
  }

  private String scalar(Axis axis, int depth) {
    List<Value> vectors = scope.vectors(axis);
    if (axis == Axis.STEP && scope.chance(0.1)) {
      return scope
          .pick("sin(0.7 * %s)", "(1 / (1 + %s))", "where(mod(%s, 2) == 0, 1, -0.5)")
          .formatted(scope.time());
    }
    if (axis == Axis.STEP && scope.whole && scope.chance(0.05)) {
      return "(%1$s / (1 + length(%1$s)))".formatted(scope.time());
    }
    if (vectors.isEmpty() || scope.chance(0.15)) {
      return leaf(List.of(), axis);
    }
    List<String> shape = scope.pick(vectors).shape();
    if (scope.chance(0.1)) {
      return token(shape.get(0), axis, depth);
    }
    String v = of(shape, axis, depth - 1);
    return switch (scope.random.nextInt(10)) {
      case 0, 1 -> "dot(" + leaf(shape, axis) + ", " + v + ")";
      case 2 -> "sum(" + v + ")";
      case 3 -> "mean(" + v + ")";
      case 4 -> scope.pick("max", "min") + "(" + v + ")";
      case 5 -> "logsumexp(" + v + ")";
      case 6 -> "norm(sigmoid(" + v + "))";
      case 7 -> "cosine(sigmoid(" + v + "), exp(-abs(" + leaf(shape, axis) + ")))";
      case 8 -> "Score(" + v + ")";
      default -> element(leaf(shape, axis), shape.get(0));
    };
  }

  private String element(String vector, String size) {
    int n = Math.max(1, scope.valueOf(size));
    return vector + "[" + scope.random.nextInt(n) + "]";
  }

  /** A number that a token chooses. */
  private String token(String size, Axis axis, int depth) {
    for (Token token : scope.tokens) {
      if (token.axis().compareTo(axis) <= 0 && token.vocabulary().equals(size)) {
        return scope.chance(0.5)
            ? "cross_entropy(" + of(List.of(size), axis, depth - 1) + ", " + token.name() + ")"
            : leaf(List.of(size), axis) + "[" + token.name() + "]";
      }
    }
    return element(leaf(List.of(size), axis), size);
  }

  private String vector(List<String> shape, Axis axis, int depth) {
    String n = shape.get(0);
    List<Value> vectors = scope.vectors(axis);
    double kind = scope.random.nextDouble();
    if (kind < 0.15 && !scope.tokens.isEmpty()) {
      Token token = scope.pick(scope.tokens);
      if (token.axis().compareTo(axis) <= 0) {
        return n.equals(token.vocabulary()) && scope.chance(0.4)
            ? "one_hot(" + token.name() + ")"
            : scope.parameter(List.of(token.vocabulary(), n)) + "[" + token.name() + "]";
      }
    }
    if (kind < 0.3) {
      return scope.pick("softmax", "log_softmax", "layer_norm")
          + ("(" + of(shape, axis, depth - 1) + ")");
    }
    if (kind < 0.36) {
      return element(leaf(List.of("2", n), axis), "2");
    }
    if (kind < 0.42) {
      return "slice(concat("
          + leaf(shape, axis)
          + ", "
          + of(shape, axis, depth - 1)
          + ")"
          + (", 1, " + n + " + 1)");
    }
    if (kind < 0.47) {
      return "split(concat("
          + leaf(shape, axis)
          + ", "
          + of(shape, axis, depth - 1)
          + "), 2)"
          + ("[" + scope.random.nextInt(2) + "]");
    }
    if (vectors.isEmpty()) {
      return leaf(shape, axis);
    }
    List<String> other = scope.pick(vectors).shape();
    String m = other.get(0);
    String v = of(other, axis, depth - 1);
    return switch (scope.random.nextInt(6)) {
      case 0, 1 -> "(" + scope.parameter(List.of(n, m)) + " @ " + v + ")";
      case 2 -> "(" + scope.parameter(List.of(m, n)) + "' @ " + v + ")";
      case 3 -> "(" + v + " @ " + leaf(List.of(m, n), axis) + ")";
      case 4 -> "(" + leaf(List.of(n, m), axis) + " @ " + v + ")";
      default -> "Linear[" + n + "](" + v + ")";
    };
  }

  private String matrix(List<String> shape, Axis axis, int depth) {
    String n = shape.get(0);
    String m = shape.get(1);
    return switch (scope.random.nextInt(4)) {
      case 0 -> "outer(" + leaf(List.of(n), axis) + ", " + of(List.of(m), axis, depth - 1) + ")";
      case 1 -> leaf(List.of(m, n), Axis.NEVER) + "'";
      case 2 -> "softmax(" + leaf(shape, axis) + ")";
      default -> leaf(shape, axis);
    };
  }
}
