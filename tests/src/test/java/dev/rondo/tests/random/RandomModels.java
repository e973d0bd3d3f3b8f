package dev.rondo.tests.random;

import dev.rondo.tests.random.RandomProgram.Block;
import dev.rondo.tests.random.RandomScope.Axis;
import dev.rondo.tests.random.RandomScope.Token;
import dev.rondo.tests.random.RandomScope.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Well-typed models, as many as there are seeds; most of them over one axis of time. */
public final class RandomModels {
  /** The model's name in every program. */
  public static final String MODEL = "M";

  /** So many have several axes. */
  private static final double SEVERAL = 0.35;

  private final long seed;
  private final Random random;
  private final boolean whole;
  private final RandomScope scope;
  private final RandomExpressions expressions;
  private final RandomCells cells;

  private RandomModels(long seed) {
    this.seed = seed;
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    this.whole = random.nextDouble() < 0.5;
    this.cells = new RandomCells(random, whole);
    this.scope = new RandomScope(random, whole);
    this.expressions = new RandomExpressions(scope);
    scope.functions.addAll(cells.functions());
  }

  public static RandomProgram program(long seed) {
    Random other = new Random(seed * 0x9E3779B97F4A7C15L + 2);
    return other.nextDouble() < SEVERAL
        ? new RandomTimes(seed, other).program()
        : new RandomModels(seed).program();
  }

  private RandomProgram program() {
    scope.sizes.put("X", 1 + random.nextInt(3));
    scope.sizes.put("H", 1 + random.nextInt(4));
    if (scope.chance(0.5)) {
      scope.sizes.put("E", 1 + random.nextInt(5));
    }
    inputs();
    int count = 2 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      equation();
    }
    List<String> results = new RandomResults(scope, expressions).results();
    String sizes =
        scope.sizes.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining(", ", "[", "]"));
    List<String> members = new ArrayList<>(scope.members);
    if (scope.chance(0.3)) {
      Collections.shuffle(members, random);
    }
    members.addAll(results);
    List<Block> blocks = new ArrayList<>(cells.blocks());
    blocks.add(new Block("model " + MODEL + sizes, members));
    return new RandomProgram(seed, blocks, lengths(), !whole, cells.smooth() && scope.smooth);
  }

  private List<Integer> lengths() {
    List<Integer> lengths = new ArrayList<>(List.of(0, 1, 5, 5, 3));
    if (scope.chance(0.3)) {
      lengths = new ArrayList<>(List.of(random.nextInt(9), random.nextInt(9), random.nextInt(4)));
    } else if (scope.chance(0.5)) {
      Collections.shuffle(lengths, random);
    }
    return lengths;
  }

  private void inputs() {
    input("x", List.of("X"), Axis.STEP);
    if (scope.chance(0.5)) {
      input("y", List.of(), Axis.STEP);
    }
    if (scope.chance(0.4)) {
      input("c", List.of("H"), Axis.SEQUENCE);
    }
    if (scope.chance(0.3)) {
      input("w", List.of(), Axis.SEQUENCE);
    }
    if (scope.chance(0.15)) {
      scope.members.add("input n: int over t");
      scope.values.add(new Value("(0.3 * n)", List.of(), Axis.STEP, false));
    }
    if (scope.chance(0.6)) {
      scope.sizes.put("V", 1 + random.nextInt(5));
      token("k", Axis.STEP);
      if (scope.chance(0.4)) {
        token("m", Axis.SEQUENCE);
      }
    }
  }

  private void input(String name, List<String> shape, Axis axis) {
    scope.members.add(
        "input " + name + ": " + RandomScope.type(shape) + (axis == Axis.STEP ? " over t" : ""));
    scope.add(name, shape, axis);
  }

  private void token(String name, Axis axis) {
    scope.members.add("input " + name + ": token[V]" + (axis == Axis.STEP ? " over t" : ""));
    scope.tokens.add(new Token(name, "V", axis));
  }

  private void equation() {
    double kind = random.nextDouble();
    if (kind < 0.4) {
      cells.apply(scope);
    } else if (kind < 0.6) {
      boolean backward = whole && scope.chance(0.3);
      List<String> shape = scope.chance(0.2) ? List.of() : List.of(scope.size());
      new RandomRecurrence(scope, backward).add(scope.fresh("h"), shape);
    } else if (kind < 0.65) {
      new RandomAxes(scope, expressions).add();
    } else if (kind < 0.71) {
      structure();
    } else if (kind < 0.78) {
      plain(Axis.SEQUENCE, "q");
    } else if (whole && kind < 0.88) {
      overTime();
    } else {
      plain(Axis.STEP, "v");
    }
  }

  private void plain(Axis axis, String prefix) {
    List<String> shape = scope.chance(0.3) ? List.of() : List.of(scope.size());
    String e = expressions.of(shape, axis, 3);
    String name = scope.fresh(prefix);
    // the sum makes it vary as often as it may, whatever the expression became
    String varying = axis == Axis.STEP ? " + 0.1 * x[0]" : "";
    scope.members.add(name + " = tanh(" + e + varying + ")");
    scope.add(name, shape, axis);
  }

  /** Values put together and taken apart. */
  private void structure() {
    List<Value> steps =
        scope.vectors(Axis.STEP).stream().filter(v -> v.axis() == Axis.STEP).toList();
    Value a = scope.pick(steps);
    Value b = scope.pick(steps);
    String n = a.shape().get(0);
    String name = scope.fresh("z");
    List<String> shape;
    switch (random.nextInt(5)) {
      case 0 -> {
        shape = List.of(n + " + " + b.shape().get(0));
        scope.members.add(name + " = concat(" + a.text() + ", " + b.text() + ")");
      }
      case 1 -> {
        shape = List.of("2", n);
        scope.members.add(
            name + " = stack(" + a.text() + ", " + expressions.leaf(a.shape(), Axis.STEP) + ")");
      }
      case 2 -> {
        shape = List.of(n, "1");
        scope.members.add(name + " = reshape(" + a.text() + ", " + n + ", 1)");
      }
      case 3 -> {
        shape = List.of("2");
        scope.members.add(
            "%s = [%s[0], %s]".formatted(name, a.text(), expressions.of(List.of(), Axis.STEP, 2)));
      }
      default -> {
        shape = b.shape();
        scope.members.add(
            "%s = if %s == 1 then %s else %s"
                .formatted(
                    name,
                    scope.size(),
                    b.text(),
                    "(" + b.text() + " - " + expressions.leaf(shape, Axis.STEP) + ")"));
      }
    }
    scope.add(name, shape, Axis.STEP);
  }

  /** What only the whole sequence gives. */
  private void overTime() {
    Value value = scope.pick(scope.values.stream().filter(v -> v.axis() == Axis.STEP).toList());
    String e = scope.chance(0.5) ? value.text() : expressions.of(value.shape(), Axis.STEP, 2);
    if (scope.chance(0.2)) {
      String name = scope.fresh("v");
      scope.members.add(
          "%s = softmax(%s + 0.1 * x[0], over t) * %s".formatted(name, e, value.text()));
      scope.add(name, value.shape(), Axis.STEP);
      return;
    }
    String name = scope.fresh("q");
    String form =
        value.name() && scope.chance(0.5)
            ? value.text() + scope.pick("[last]", "[first]")
            : scope.pick("sum", "mean", "max", "logsumexp") + "(" + e + " + 0 * x[0], over t)";
    // the maximum over no step at all is no number to go on with
    String tame =
        form.startsWith("max") || form.startsWith("logsumexp") ? "clamp(%s, -2, 2)" : "tanh(%s)";
    scope.members.add(name + " = " + tame.formatted(form));
    scope.add(name, value.shape(), Axis.SEQUENCE);
  }
}
