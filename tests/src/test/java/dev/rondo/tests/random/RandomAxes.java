package dev.rondo.tests.random;

import dev.rondo.tests.random.RandomScope.Axis;
import java.util.List;

/** Values over an axis of fixed length, and what is made of them without it. */
final class RandomAxes {
  private final RandomScope scope;
  private final RandomExpressions expressions;

  RandomAxes(RandomScope scope, RandomExpressions expressions) {
    this.scope = scope;
    this.expressions = expressions;
  }

  void add() {
    String axis = scope.fresh("axis");
    int length = 1 + scope.random.nextInt(3);
    scope.members.add("axis " + axis + ": " + length);
    List<String> shape = scope.chance(0.2) ? List.of() : List.of(scope.size());
    String value = scope.fresh("a");
    scope.members.add(value + " = tanh(" + along(axis, length, shape) + " + 0.1 * x[0])");
    if (scope.chance(0.4)) {
      String state = scope.fresh("a");
      String start = scope.pick("0", "0.3", parameter(shape, " over " + axis));
      scope.members.add(
          "state %s: %s over %s = %s".formatted(state, RandomScope.type(shape), axis, start));
      scope.members.add(
          "%1$s = sin(0.6 * %1$s[t-%2$d] + %3$s)"
              .formatted(state, 1 + scope.random.nextInt(2), value));
      value = state;
    }
    String result = scope.fresh("v");
    scope.members.add(result + " = tanh(" + reduced(axis, value, shape) + ")");
    scope.add(result, shape, Axis.STEP);
  }

  /** Something that varies over the axis. */
  private String along(String axis, int length, List<String> shape) {
    String like = expressions.leaf(shape, Axis.STEP);
    return switch (scope.random.nextInt(shape.isEmpty() ? 3 : 6)) {
      case 0 -> parameter(shape, " over " + axis) + " * " + like;
      case 1 -> "(" + axis + " + 1) * " + like;
      case 2 -> "x[0] * " + parameter(shape, " over " + axis) + " + " + axis;
      case 3 -> {
        String of = scope.size();
        String matrix = parameter(List.of(shape.get(0), of), " over " + axis);
        yield matrix + " @ " + expressions.leaf(List.of(of), Axis.STEP);
      }
      case 4 -> {
        String rows = parameter(List.of(Integer.toString(length), shape.get(0)), "");
        String matrix = parameter(List.of(shape.get(0), shape.get(0)), "");
        yield matrix + " @ (" + rows + "[" + axis + "] * " + like + ")";
      }
      default -> {
        String matrix = parameter(List.of(shape.get(0), "X"), " over " + axis);
        yield matrix + " @ x[t-" + axis + "]";
      }
    };
  }

  private String parameter(List<String> shape, String over) {
    String name = scope.fresh("p");
    scope.members.add(
        "param " + name + ": " + RandomScope.type(shape) + over + " ~ uniform(-1, 1)");
    return name;
  }

  /** Something that does not. */
  private String reduced(String axis, String value, List<String> shape) {
    String over = ", over " + axis + ")";
    return switch (scope.random.nextInt(9)) {
      case 0, 1 -> "sum(" + value + over;
      case 2 -> "mean(" + value + over;
      case 3 -> scope.pick("max", "min") + "(" + value + over;
      case 4 -> "logsumexp(" + value + over;
      case 5 -> "norm(1.3 + " + value + over;
      case 6 -> value + "[" + axis + " = 0]";
      case 7 -> "mean(concat(" + value + over + ") * " + value + "[" + axis + " = 0]";
      default ->
          "sum(softmax("
              + (shape.isEmpty() ? value : "dot(" + value + ", " + value + ")")
              + over
              + " * "
              + value
              + over;
    };
  }
}
