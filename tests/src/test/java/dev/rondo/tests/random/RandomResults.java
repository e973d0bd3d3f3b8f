package dev.rondo.tests.random;

import dev.rondo.tests.random.RandomScope.Axis;
import dev.rondo.tests.random.RandomScope.Token;
import dev.rondo.tests.random.RandomScope.Value;
import java.util.ArrayList;
import java.util.List;

/** A random model's losses, metrics and outputs. */
final class RandomResults {
  private final RandomScope scope;
  private final RandomExpressions expressions;
  private final List<String> members = new ArrayList<>();

  RandomResults(RandomScope scope, RandomExpressions expressions) {
    this.scope = scope;
    this.expressions = expressions;
  }

  List<String> results() {
    int parameters = scope.members.size();
    int losses = 1 + scope.random.nextInt(3);
    for (int i = 1; i <= losses; i++) {
      loss("loss l" + i + " = ");
    }
    if (scope.chance(0.3)) {
      loss("metric m1 = ");
    }
    if (scope.chance(0.2)) {
      String p = scope.parameter(List.of(scope.size()));
      members.add("loss regular = 0.01 * sum(" + p + " * " + p + ")");
    }
    int outputs = 1 + scope.random.nextInt(3);
    for (int i = 1; i <= outputs; i++) {
      output("o" + i);
    }
    // parameters that the results made up
    List<String> all = new ArrayList<>(scope.members.subList(parameters, scope.members.size()));
    scope.members.subList(parameters, scope.members.size()).clear();
    all.addAll(members);
    return all;
  }

  /** The newest values matter most: without them their equations would be dead. */
  private Value newest(Axis axis) {
    List<Value> values = scope.values.stream().filter(v -> v.axis() == axis).toList();
    int back = (int) (scope.random.nextDouble() * scope.random.nextDouble() * values.size());
    return values.get(values.size() - 1 - back);
  }

  private String number(Value value) {
    int rank = value.shape().size();
    return rank == 0
        ? value.text()
        : rank == 1 && scope.chance(0.4)
            ? "dot(" + expressions.leaf(value.shape(), Axis.STEP) + ", " + value.text() + ")"
            : scope.pick("sum", "mean") + "(" + value.text() + ")";
  }

  private void loss(String head) {
    String e = head.startsWith("metric") && scope.chance(0.5) ? metric() : error();
    if (head.startsWith("metric")) {
      members.add(head + e);
      return;
    }
    if (scope.whole && scope.chance(0.25)) {
      members.add(head + scope.pick("mean", "sum") + "(" + e + ", over t)");
      return;
    }
    if (scope.whole && scope.chance(0.15)) {
      List<Value> values = scope.values.stream().filter(v -> v.axis() == Axis.SEQUENCE).toList();
      if (!values.isEmpty()) {
        members.add(head + "squared_error(" + number(newest(Axis.SEQUENCE)) + ", 0.3)");
        return;
      }
    }
    String weight = scope.chance(0.3) ? "0.3 * " : "";
    String when = scope.chance(0.25) ? " when " + condition() : "";
    members.add(head + weight + e + when);
  }

  private String condition() {
    boolean y = !scope.values(List.of(), Axis.STEP).isEmpty() && scope.chance(0.5);
    String first = scope.pick("t > 0", "mod(t, 2) == 1", "x[0] > 0.0311");
    return y
        ? "(" + first + ") * (" + expressions.leaf(List.of(), Axis.STEP) + " > -0.1733)"
        : first;
  }

  /** A number a step, often compared with an input to come. */
  private String error() {
    Value value = newest(Axis.STEP);
    List<Token> tokens = scope.tokens.stream().filter(k -> k.axis() == Axis.STEP).toList();
    String ahead = scope.pick("", "[t+1]", "[t+1]", "[t+2]", "[t+1 else 0]");
    if (!tokens.isEmpty() && value.shape().size() == 1 && scope.chance(0.5)) {
      String k = tokens.get(0).name() + (ahead.contains("else") ? "[t+1]" : ahead);
      return "cross_entropy(Linear[V](" + value.text() + "), " + k + ")";
    }
    String function = scope.pick("squared_error", "squared_error", "absolute_error", "huber");
    if (value.shape().equals(List.of("X")) && scope.chance(0.5)) {
      return scope.pick("sum", "mean") + "(" + function + "(" + value.text() + ", x" + ahead + "))";
    }
    return function + "(" + number(value) + ", x" + ahead + "[0] + 0.0173)";
  }

  private String metric() {
    List<Token> tokens = scope.tokens.stream().filter(k -> k.axis() == Axis.STEP).toList();
    Value value = newest(Axis.STEP);
    if (!tokens.isEmpty() && value.shape().size() == 1) {
      return "accuracy(Linear[V](" + value.text() + "), " + tokens.get(0).name() + ")";
    }
    return "rmse(" + number(value) + ", x[t+1][0])";
  }

  private void output(String name) {
    Value value = newest(Axis.STEP);
    if (scope.whole && scope.chance(0.2)) {
      List<Value> values = scope.values.stream().filter(v -> v.axis() == Axis.SEQUENCE).toList();
      value = values.isEmpty() ? value : newest(Axis.SEQUENCE);
    }
    String e =
        scope.chance(0.5)
            ? value.text()
            : "(" + value.text() + " + " + expressions.of(value.shape(), value.axis(), 2) + ")";
    boolean own = !scope.chance(0.15) || !value.text().matches("[a-z]+[0-9]+");
    if (!own && !members.contains("output " + value.text())) {
      members.add("output " + value.text());
    } else {
      members.add("output " + name + " = " + e);
    }
  }
}
