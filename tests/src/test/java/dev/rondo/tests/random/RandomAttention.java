package dev.rondo.tests.random;

import dev.rondo.tests.random.RandomProgram.Block;
import dev.rondo.tests.random.RandomScope.Axis;
import dev.rondo.tests.random.RandomScope.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Attention: what one axis takes from all positions of another one. */
final class RandomAttention {
  private static final Block ATTEND =
      new Block(
          "cell Attend[A](q: [Q], keys: [K] over s) -> context",
          List.of(
              "param Wq: [A, Q] ~ glorot",
              "param Wk: [A, K] ~ glorot",
              "param v: [A] ~ glorot",
              "weight = softmax(dot(v, tanh(Wq @ q + Wk @ keys)), over s)",
              "context = sum(weight * keys, over s)"));

  private final RandomTimes times;
  private final RandomScope model;

  RandomAttention(RandomTimes times) {
    this.times = times;
    this.model = times.model;
  }

  void add() {
    Set<String> both = new LinkedHashSet<>();
    for (int i = 0; i < 20 && times.delays(both).size() < 2; i++) {
      both = times.over();
    }
    List<String> axes = times.delays(both);
    if (axes.size() < 2) {
      return;
    }
    String over = model.pick(axes);
    if (!times.free(over)) {
      over = axes.stream().filter(times::free).findFirst().orElseThrow();
    }
    Set<String> rest = times.without(both, over);
    Set<String> own = times.closed(Set.of(over));
    if (model.chance(0.25)) {
      cell(rest, own, over);
    } else if (model.chance(0.6)) {
      inside(both, rest, own, over);
    } else {
      outside(both, rest, own, over);
    }
  }

  private Value keys(Set<String> own) {
    return times.newest(own, 1).orElseThrow();
  }

  /** The cell that everybody writes, in a loop or not. */
  private void cell(Set<String> rest, Set<String> own, String over) {
    if (rest.stream().anyMatch(own::contains)) {
      return;
    }
    times.block(ATTEND);
    Value keys = keys(own);
    String name = model.fresh("att");
    Optional<Value> query = times.newest(rest, 1);
    if (query.isEmpty()) {
      return;
    }
    String alone = rest.size() == 1 && model.chance(0.7) ? rest.iterator().next() : "";
    if (alone.isEmpty()) {
      model.members.add(
          "%s = Attend[%s](%s, %s)"
              .formatted(name, model.pick("X", "H", "2"), query.get().text(), keys.text()));
      times.publish(name, keys.shape(), rest, List.of());
      return;
    }
    String decoder = model.fresh("dec");
    boolean backward = times.free(alone) && model.chance(0.2);
    String cell = model.pick("GRU", "LSTM", "Elman");
    model.members.add(
        "%s = Attend[2](%s[%s%s1%s], %s)"
            .formatted(
                name,
                decoder,
                alone,
                backward ? "+" : "-",
                backward ? " else 0" : "",
                keys.text()));
    model.members.add(
        "%s = %s[H](concat(%s, %s), over %s%s%s)"
            .formatted(
                decoder,
                cell,
                query.get().text(),
                name,
                backward ? "reverse " : "",
                alone,
                from(own, over)));
    times.publish(name, keys.shape(), rest, List.of());
    times.publish(decoder, List.of("H"), rest, backward ? List.of() : List.of(alone));
  }

  private String from(Set<String> own, String over) {
    Optional<Value> encoder = times.newest(own, 1);
    if (own.size() > 1 || encoder.isEmpty() || model.chance(0.5)) {
      return "";
    }
    Value value = encoder.get();
    String end = model.pick("last", "first");
    return ", from h = tanh(Linear[H](%s[%s = %s]))".formatted(value.text(), over, end);
  }

  private String weight(String score, String over) {
    return model
        .pick(
            "softmax(%1$s, over %2$s)",
            "softmax(%1$s, over %2$s)",
            "sigmoid(%1$s)",
            "exp(%1$s - logsumexp(%1$s, over %2$s))",
            "(sigmoid(%1$s) / (1 + sum(sigmoid(%1$s), over %2$s)))")
        .formatted(score, over);
  }

  private String context(String weight, String values, String over) {
    String product = weight + " * " + values;
    return switch (model.random.nextInt(6)) {
      case 0 -> "mean(" + product + ", over " + over + ")";
      case 1 -> "clamp(max(" + product + ", over " + over + "), -2, 2)";
      case 2 -> "clamp(logsumexp(" + product + ", over " + over + "), -2, 2)";
      default -> "sum(" + product + ", over " + over + ")";
    };
  }

  private void outside(Set<String> both, Set<String> rest, Set<String> own, String over) {
    Value keys = keys(own);
    String score = model.fresh("score");
    model.members.add(score + " = " + times.varying(both, List.of(), 3));
    times.publish(score, List.of(), both, times.delays(both));
    String weight = model.fresh("w");
    model.members.add(weight + " = " + weight(score, over));
    times.publish(weight, List.of(), both, times.delays(both));
    String name = model.fresh("att");
    model.members.add(name + " = " + context(weight, keys.text(), over));
    times.publish(name, keys.shape(), rest, List.of());
  }

  /** The scores depend on a state of the step before; perhaps on what was attended to already. */
  private void inside(Set<String> both, Set<String> rest, Set<String> own, String over) {
    String along = model.pick(times.delays(rest));
    if (!times.innermost(both, along)) {
      return;
    }
    boolean backward = times.free(along) && model.chance(0.3);
    String step = "[" + along + (backward ? "+" : "-") + "1]";
    List<String> shape = List.of(model.pick("X", "H"));
    RandomScope joint = times.scope(both);
    RandomScope loop = times.scope(rest);
    Value keys = keys(own);
    String h = model.fresh("h");
    String start =
        model.chance(0.5) ? "0" : "tanh(" + start(times.without(rest, along), shape) + ")";
    model.members.add("state " + h + ": " + RandomScope.type(shape) + " = " + start);
    List<Value> pending = new ArrayList<>();
    pending.add(new Value(h + step, shape, Axis.STEP, false));
    String covered = model.chance(0.4) ? model.fresh("c") : "";
    if (!covered.isEmpty()) {
      String fresh = model.pick("0", "0.2", "tanh(" + start(own, List.of()) + ")");
      model.members.add("state " + covered + ": real = " + fresh);
      pending.add(new Value(covered + step, List.of(), Axis.STEP, false));
    }
    joint.values.addAll(pending);
    String score = model.fresh("score");
    String e = new RandomExpressions(joint).of(List.of(), Axis.STEP, 2);
    model.members.add(
        "%s = %s + 0.5 * sum(%s) * %s + 0.1 * %s"
            .formatted(score, e, h + step, keys.text() + "[0]", joint.anchor));
    joint.values.removeAll(pending);
    String weight = model.fresh("w");
    model.members.add(weight + " = " + weight(score, over));
    if (!covered.isEmpty()) {
      model.members.add("%s = 0.8 * %s + %s".formatted(covered, covered + step, weight));
    }
    String name = model.fresh("att");
    model.members.add(name + " = " + context(weight, keys.text(), over));
    loop.values.add(pending.get(0));
    String matrix = loop.parameter(List.of(shape.get(0), keys.shape().get(0)));
    String rule =
        "%s = tanh(0.6 * %s + %s @ %s + %s)"
            .formatted(
                h,
                h + step,
                matrix,
                name,
                new RandomExpressions(loop).of(shape, Axis.STEP, 2) + " + 0.1 * " + loop.anchor);
    loop.values.remove(pending.get(0));
    model.members.add(rule);
    List<String> delays = backward ? List.of() : List.of(along);
    times.publish(name, keys.shape(), rest, delays);
    times.publish(weight, List.of(), both, delays);
    times.publish(h, shape, rest, delays);
    if (!covered.isEmpty()) {
      times.publish(covered, List.of(), both, delays);
    }
  }

  private String start(Set<String> over, List<String> shape) {
    return times.of(over, shape, 2);
  }
}
