package dev.rondo.tests.random;

import dev.rondo.tests.random.RandomProgram.Block;
import dev.rondo.tests.random.RandomScope.Axis;
import dev.rondo.tests.random.RandomScope.Token;
import dev.rondo.tests.random.RandomScope.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Well-typed models over several axes of time. There is a scope for each set of axes, and what
 * varies over some axes is in the scopes of all sets that have these.
 */
final class RandomTimes {
  /**
   * An axis of time.
   *
   * @param source the axis that gives its length; itself if data do
   * @param vector a value over it alone (and what it lies in)
   * @param within the axis it lies in
   */
  record Time(String name, String source, String vector, Optional<String> within) {}

  /** A value or a token and the axes over which it varies. */
  private record Along<T>(T what, Set<String> over) {}

  private final long seed;
  private final Random random;
  final boolean whole;
  final RandomScope model;
  final RandomCells cells;
  private final Map<String, Time> times = new LinkedHashMap<>();
  private final Map<Set<String>, RandomScope> scopes = new LinkedHashMap<>();
  private final List<Along<Value>> values = new ArrayList<>();
  private final List<Along<Token>> tokens = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final RandomTimesCells applications;

  RandomTimes(long seed, Random random) {
    this.seed = seed;
    this.random = random;
    this.whole = random.nextDouble() < 0.7;
    this.cells = new RandomCells(random, whole);
    this.model = new RandomScope(random, whole);
    model.functions.addAll(cells.functions());
    this.applications = new RandomTimesCells(this);
  }

  RandomProgram program() {
    model.sizes.put("X", 1 + random.nextInt(3));
    model.sizes.put("H", 1 + random.nextInt(3));
    model.sizes.put("V", 1 + random.nextInt(4));
    axes();
    int count = 2 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      equation();
    }
    List<String> results = new RandomTimesResults(this).results();
    String sizes =
        model.sizes.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining(", ", "[", "]"));
    List<String> members = new ArrayList<>(model.members);
    members.addAll(results);
    List<Block> all = new ArrayList<>(cells.blocks());
    all.addAll(blocks);
    all.add(new Block("model " + RandomModels.MODEL + sizes, members));
    boolean smooth = cells.smooth() && scopes.values().stream().allMatch(s -> s.smooth);
    List<Integer> lengths = new ArrayList<>(List.of(0, 1, 4, 4, 3));
    if (model.chance(0.6)) {
      Collections.shuffle(lengths, random);
    }
    return new RandomProgram(seed, all, lengths, !whole, smooth);
  }

  private void axes() {
    input("t", "x", Optional.empty());
    boolean nested = model.chance(0.25);
    if (nested) {
      input("k", "xk", Optional.of("t"));
    }
    if (!nested || model.chance(0.2)) {
      input("s", "xs", Optional.empty());
    }
    if (model.chance(0.25)) {
      String of = !whole ? "s" : model.pick("t", "t", "s");
      if (times.containsKey(of)) {
        boolean half = model.chance(0.4);
        String name = half ? "p" : "u";
        model.members.add("axis " + name + ": " + of + (half ? " by 2" : ""));
        String vector = "x" + name;
        Time source = times.get(of);
        model.members.add(
            "%s = %s[%s = %s%s]".formatted(vector, source.vector(), of, half ? "2 * " : "", name));
        add(new Time(name, of, vector, Optional.empty()));
        publish(vector, List.of("X"), Set.of(name), List.of(name));
      }
    }
    scope(Set.of());
    sequence();
  }

  private void add(Time time) {
    times.put(time.name(), time);
  }

  private void input(String axis, String vector, Optional<String> within) {
    add(new Time(axis, axis, vector, within));
    Set<String> over = closed(Set.of(axis));
    String type = within.map(w -> " over " + w).orElse("") + " over " + axis;
    type += within.map(w -> " in " + w).orElse("");
    model.members.add("input " + vector + ": [X]" + type);
    publish(vector, List.of("X"), over, List.of(axis));
    if (model.chance(0.5)) {
      String token = "token" + axis;
      model.members.add("input " + token + ": token[V]" + type);
      tokens.add(new Along<>(new Token(token, "V", Axis.STEP), over));
    }
    if (model.chance(0.3)) {
      model.members.add("input y" + axis + ": real" + type);
      publish("y" + axis, List.of(), over, List.of(axis));
    }
    if (model.chance(0.3)) {
      model.members.add(
          "noise e"
              + axis
              + ": [H]"
              + type.replaceAll(" in .*", "").replaceAll(" over t over k", " over t")
              + " ~ normal(0.3) always");
      publish("e" + axis, List.of("H"), within.isPresent() ? Set.of("t") : over, List.of());
    }
  }

  private void sequence() {
    if (model.chance(0.4)) {
      model.members.add("input c: [H]");
      publish("c", List.of("H"), Set.of(), List.of());
    }
  }

  // ---- axes and scopes

  /** With the axes in which they lie. */
  Set<String> closed(Set<String> over) {
    Set<String> all = new LinkedHashSet<>();
    for (Time time : times.values()) {
      boolean outer =
          over.stream().anyMatch(a -> times.get(a).within().equals(Optional.of(time.name())));
      if (over.contains(time.name()) || outer) {
        all.add(time.name());
      }
    }
    return all;
  }

  Time time(String name) {
    return times.get(name);
  }

  /** Whether all positions of an axis may be used at once. */
  boolean free(String axis) {
    return whole || !times.get(axis).source().equals(RandomScope.FIRST);
  }

  /** Whether no other of the axes lies in one. */
  boolean innermost(Set<String> over, String axis) {
    return over.stream().noneMatch(a -> times.get(a).within().equals(Optional.of(axis)));
  }

  Set<String> without(Set<String> over, String axis) {
    Set<String> rest = new LinkedHashSet<>(over);
    rest.remove(axis);
    return closed(rest);
  }

  /** One or several axes. */
  Set<String> over() {
    List<String> names = new ArrayList<>(times.keySet());
    Set<String> over = new LinkedHashSet<>(Set.of(model.pick(names)));
    while (over.size() < 3 && model.chance(over.size() == 1 ? 0.4 : 0.1)) {
      over.add(model.pick(names));
    }
    return closed(over);
  }

  RandomScope scope(Set<String> over) {
    RandomScope found = scopes.get(over);
    if (found != null) {
      return found;
    }
    String anchor =
        closed(over).stream()
            .filter(a -> innermost(over, a))
            .map(a -> times.get(a).vector() + "[0]")
            .collect(Collectors.joining(" * "));
    RandomScope scope = new RandomScope(model, List.copyOf(closed(over)), anchor);
    values.stream().filter(v -> over.containsAll(v.over())).forEach(v -> scope.values.add(v.what));
    tokens.stream().filter(v -> over.containsAll(v.over())).forEach(v -> scope.tokens.add(v.what));
    scopes.put(Set.copyOf(over), scope);
    return scope;
  }

  /** Enters a value into all scopes that may mention it; delays stand on it along some axes. */
  void publish(String name, List<String> shape, Set<String> over, List<String> delays) {
    List<Value> entries = new ArrayList<>();
    Axis axis = over.isEmpty() ? Axis.SEQUENCE : Axis.STEP;
    if (delays.isEmpty()) {
      entries.add(new Value(name, shape, axis, false));
    }
    delays.forEach(d -> entries.add(new Value(name, shape, axis, true, d)));
    // in the order of the axes: a set of the library's has another one in each JVM
    entries.forEach(e -> values.add(new Along<>(e, closed(over))));
    scopes.forEach(
        (has, scope) -> {
          if (has.containsAll(over)) {
            scope.values.removeIf(v -> v.text().equals(name));
            scope.values.addAll(entries);
          }
        });
  }

  RandomExpressions expressions(Set<String> over) {
    return new RandomExpressions(scope(over));
  }

  Axis most(Set<String> over) {
    return over.isEmpty() ? Axis.SEQUENCE : Axis.STEP;
  }

  /** An expression that varies at most over some axes. */
  String of(Set<String> over, List<String> shape, int depth) {
    return expressions(over).of(shape, most(over), depth);
  }

  /** The same, and over no fewer. */
  String varying(Set<String> over, List<String> shape, int depth) {
    String e = of(over, shape, depth);
    return over.isEmpty() ? e : e + " + 0.1 * " + scope(over).anchor;
  }

  List<String> shape() {
    return model.chance(0.3) ? List.of() : List.of(model.pick("X", "H"));
  }

  /** The newest values matter most. */
  Optional<Value> newest(Set<String> over, int rank) {
    List<Value> found =
        values.stream()
            .filter(v -> v.over().equals(over) && (rank < 0 || v.what.shape().size() == rank))
            .map(Along::what)
            .toList();
    int back = (int) (random.nextDouble() * random.nextDouble() * found.size());
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1 - back));
  }

  Set<Set<String>> extents() {
    return values.stream().map(Along::over).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  List<Token> tokens(Set<String> over) {
    return tokens.stream().filter(t -> over.containsAll(t.over())).map(Along::what).toList();
  }

  void block(Block block) {
    if (blocks.stream().noneMatch(b -> b.head().equals(block.head()))) {
      blocks.add(block);
    }
  }

  // ---- equations

  private void equation() {
    double kind = random.nextDouble();
    if (kind < 0.2) {
      recurrence();
    } else if (kind < 0.38) {
      applications.apply();
    } else if (kind < 0.55) {
      new RandomAttention(this).add();
    } else if (kind < 0.72) {
      reduced();
    } else if (kind < 0.85) {
      new RandomLooks(this).add();
    } else {
      plain();
    }
  }

  private void plain() {
    Set<String> over = over();
    List<String> shape = shape();
    String name = model.fresh("v");
    model.members.add(name + " = tanh(" + varying(over, shape, 3) + ")");
    publish(name, shape, over, delays(over));
  }

  /** Where a delay may stand on a value: not along an axis in which another of its axes lies. */
  List<String> delays(Set<String> over) {
    return over.stream().filter(a -> innermost(over, a)).toList();
  }

  private void recurrence() {
    Set<String> over = over();
    RandomScope scope = scope(over);
    List<String> steps = new ArrayList<>();
    for (String axis : delays(over)) {
      if (steps.isEmpty() || (steps.size() < 2 && model.chance(0.5))) {
        steps.add(axis + (free(axis) && model.chance(0.35) ? "+" : "-"));
      }
    }
    Collections.shuffle(steps, random);
    Set<String> rest = Set.of();
    if (steps.size() == 1) {
      String step = steps.get(0);
      rest = without(over, step.substring(0, step.length() - 1));
    }
    List<String> shape =
        model.chance(0.15)
            ? List.of(model.pick("X", "H"), "H")
            : model.chance(0.2) ? List.of() : List.of(model.pick("X", "H"));
    RandomRecurrence group = new RandomRecurrence(scope, steps, scope(rest), most(rest));
    group.add(model.fresh("h"), shape);
    List<String> delays =
        steps.stream()
            .filter(s -> s.endsWith("-"))
            .map(s -> s.substring(0, s.length() - 1))
            .toList();
    group.defined().forEach(v -> publish(v.text(), v.shape(), over, delays));
  }

  /** What all positions of an axis give together. */
  private void reduced() {
    Set<String> over = over();
    List<String> axes = delays(over).stream().filter(this::free).toList();
    if (axes.isEmpty()) {
      plain();
      return;
    }
    String axis = model.pick(axes);
    Set<String> rest = without(over, axis);
    Optional<Value> value = newest(over, -1);
    List<String> shape = value.map(Value::shape).orElse(List.of());
    String e = value.map(Value::text).orElse(scope(over).anchor);
    if (value.isPresent() && model.chance(0.3)) {
      e = "(" + e + " * " + of(over, List.of(), 2) + ")";
    }
    if (model.chance(0.25)) {
      e += " * " + times.get(axis).vector() + "[" + axis + "+" + model.pick("1", "2") + "][0]";
    }
    String name = model.fresh("r");
    String form;
    switch (random.nextInt(7)) {
      case 0, 1 -> {
        String v = model.fresh("v");
        model.members.add(v + " = tanh(" + e + " + 0 * " + scope(over).anchor + ")");
        form = "tanh(" + v + "[" + axis + " = " + model.pick("last", "first") + "])";
      }
      case 2 -> form = "tanh(sum(" + e + ", over " + axis + "))";
      case 3 -> form = "tanh(mean(" + e + ", over " + axis + "))";
      case 4 -> form = "clamp(max(" + e + ", over " + axis + "), -2, 2)";
      case 5 -> form = "clamp(logsumexp(" + e + ", over " + axis + "), -2, 2)";
      default -> {
        String v = model.fresh("v");
        model.members.add(v + " = softmax(" + e + ", over " + axis + ")");
        form = "tanh(sum(" + v + " * " + scope(over).anchor + ", over " + axis + "))";
      }
    }
    // what was reduced may vary over fewer axes than there are
    if (!rest.isEmpty()) {
      form += " + 0.1 * " + scope(rest).anchor;
    }
    model.members.add(name + " = " + form);
    publish(name, shape, rest, delays(rest));
  }
}
