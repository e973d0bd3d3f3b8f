package dev.rondo.tests.random;

import dev.rondo.tests.random.RandomScope.Axis;
import dev.rondo.tests.random.RandomScope.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A group of equations that read each other's steps before (or after): states with initial values,
 * and gates among them.
 */
final class RandomRecurrence {
  private final RandomScope scope;
  private final RandomExpressions expressions;
  private final String sign;

  /** What was delayed while its equation did not exist. */
  private final List<Value> pending = new ArrayList<>();

  private final List<Value> defined = new ArrayList<>();

  RandomRecurrence(RandomScope scope, boolean backward) {
    this.scope = scope;
    this.expressions = new RandomExpressions(scope);
    this.sign = backward ? "+" : "-";
  }

  /** Adds a group whose first state has a given name and shape. */
  void add(String first, List<String> shape) {
    List<Value> states = new ArrayList<>();
    states.add(state(first, shape));
    int more = scope.random.nextInt(3);
    for (int i = 0; i < more; i++) {
      states.add(
          state(scope.fresh("s"), scope.chance(0.3) ? List.of() : scope.pick(shape, sized())));
    }
    List<Value> gates = new ArrayList<>();
    int gateCount = scope.random.nextInt(3);
    for (int i = 0; i < gateCount; i++) {
      Value gate =
          new Value(scope.fresh("g"), scope.chance(0.2) ? List.of() : shape, Axis.STEP, true);
      gates.add(gate);
      // only some gates are read from the step before; backward they need to say what is outside
      if (scope.chance(0.4)) {
        int by = 1 + scope.random.nextInt(3);
        boolean says = sign.equals("+") || scope.chance(0.5);
        delay(gate, by + (says ? " else " + expressions.number() : ""));
      }
    }
    for (Value gate : gates) {
      // of scalars that are made of each other alone nothing would say that they are scalars
      List<Value> hidden = new ArrayList<>(pending);
      hidden.removeIf(v -> !gate.shape().isEmpty() || !v.text().startsWith("g"));
      scope.values.removeAll(hidden);
      String e = expressions.of(gate.shape(), Axis.STEP, 2);
      scope.values.addAll(hidden);
      // what is added says its shape, and makes it vary
      String anchor = gate.shape().isEmpty() ? "x[0]" : states.get(0).text() + "[t" + sign + "1]";
      scope.members.add(
          "%s = %s(%s + 0.1 * %s)"
              .formatted(gate.text(), scope.pick("sigmoid", "tanh", "sigmoid"), e, anchor));
      inGroup(gate);
    }
    for (int i = states.size() - 1; i >= 0; i--) {
      Value state = states.get(i);
      scope.members.add(state.text() + " = " + update(state, gates));
      inGroup(state);
    }
    scope.values.removeAll(pending);
    if (sign.equals("-")) {
      // of a backward group a delay would not say which end is meant: none is offered
      scope.values.replaceAll(v -> defined.contains(v) ? scope.asName(v) : v);
    }
  }

  /** While the group is being made, a delay the other way would contradict it. */
  private void inGroup(Value value) {
    Value now = new Value(value.text(), value.shape(), Axis.STEP, false);
    defined.add(now);
    scope.values.add(now);
  }

  private List<String> sized() {
    return List.of(scope.size());
  }

  private Value state(String name, List<String> shape) {
    Value state = new Value(name, shape, Axis.STEP, true);
    scope.members.add("state " + name + ": " + RandomScope.type(shape) + " = " + initial(shape));
    delay(state, "1");
    if (scope.chance(0.25)) {
      delay(state, scope.pick("2", "3"));
    }
    return state;
  }

  private String initial(List<String> shape) {
    double kind = scope.random.nextDouble();
    if (kind < 0.4) {
      return scope.pick("0", "0", "0.3");
    }
    if (kind < 0.65) {
      return scope.parameter(shape);
    }
    return "tanh(" + expressions.of(shape, Axis.SEQUENCE, 2) + ")";
  }

  private void delay(Value value, String by) {
    Value delayed =
        new Value(value.text() + "[t" + sign + by + "]", value.shape(), Axis.STEP, false);
    pending.add(delayed);
    scope.values.add(delayed);
  }

  /** Bounded, and with the step before in it. */
  private String update(Value state, List<Value> gates) {
    String before = state.text() + "[t" + sign + "1]";
    String e = expressions.of(state.shape(), Axis.STEP, 3);
    List<Value> fitting =
        gates.stream().filter(g -> g.shape().isEmpty() || g.shape().equals(state.shape())).toList();
    if (!fitting.isEmpty() && scope.chance(0.6)) {
      String gate = scope.pick(fitting).text();
      return scope.chance(0.5)
          ? "%1$s * %2$s + (1 - %1$s) * tanh(%3$s)".formatted(gate, before, e)
          : "tanh(%1$s * %2$s + %3$s)".formatted(gate, before, e);
    }
    String recurrent =
        state.shape().size() == 1 && scope.chance(0.7)
            ? scope.parameter(List.of(state.shape().get(0), state.shape().get(0))) + " @ " + before
            : "0.7 * " + before;
    return scope.pick("tanh", "tanh", "sigmoid", "sin") + "(" + recurrent + " + " + e + ")";
  }
}
