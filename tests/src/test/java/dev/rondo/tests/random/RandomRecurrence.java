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

  /** The steps back to what was before: an axis and a sign each. */
  private final List<String> steps;

  /** What initial values may be made of. */
  private final RandomScope start;

  private final Axis startAxis;

  /** What was delayed while its equation did not exist. */
  private final List<Value> pending = new ArrayList<>();

  private final List<Value> defined = new ArrayList<>();

  RandomRecurrence(RandomScope scope, boolean backward) {
    this(scope, List.of(backward ? "t+" : "t-"), scope, Axis.SEQUENCE);
  }

  /** Along several axes at once, or from values that vary over another axis. */
  RandomRecurrence(RandomScope scope, List<String> steps, RandomScope start, Axis startAxis) {
    this.scope = scope;
    this.expressions = new RandomExpressions(scope);
    this.steps = steps;
    this.start = start;
    this.startAxis = startAxis;
  }

  private String step() {
    return steps.size() == 1 ? steps.get(0) : scope.pick(steps);
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
        String step = step();
        boolean says = step.endsWith("+") || scope.chance(0.5);
        delay(gate, step, by + (says ? " else " + expressions.number() : ""));
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
      String anchor =
          gate.shape().isEmpty() ? scope.anchor : states.get(0).text() + "[" + steps.get(0) + "1]";
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
    // of a backward group a delay would not say which end is meant: none is offered
    for (String step : steps) {
      if (step.endsWith("-")) {
        String time = step.substring(0, step.length() - 1);
        scope.values.replaceAll(
            v -> defined.contains(v) ? new Value(v.text(), v.shape(), Axis.STEP, true, time) : v);
      }
    }
  }

  /** What was added. */
  List<Value> defined() {
    return defined;
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
    steps.forEach(step -> delay(state, step, "1"));
    if (scope.chance(0.25)) {
      delay(state, step(), scope.pick("2", "3"));
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
    return "tanh(" + new RandomExpressions(start).of(shape, startAxis, 2) + ")";
  }

  private void delay(Value value, String step, String by) {
    Value delayed =
        new Value(value.text() + "[" + step + by + "]", value.shape(), Axis.STEP, false);
    pending.add(delayed);
    scope.values.add(delayed);
  }

  /** Bounded, and with the step before in it. */
  private String update(Value state, List<Value> gates) {
    String before = state.text() + "[" + steps.get(0) + "1]";
    if (steps.size() > 1) {
      before = "(0.5 * %s + 0.4 * %s[%s1])".formatted(before, state.text(), steps.get(1));
    }
    String e = expressions.of(state.shape(), Axis.STEP, 3);
    if (scope.times.size() > steps.size()) {
      e += " + 0.1 * " + scope.anchor;
    }
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
