package dev.rondo.tests.random;

import dev.rondo.tests.random.RandomProgram.Block;
import dev.rondo.tests.random.RandomScope.Axis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The cells and functions of a random program, and applications of cells. */
final class RandomCells {
  /**
   * A cell that takes a vector and gives a vector of the size in its brackets.
   *
   * @param fields further values of an application, as large as its result
   * @param states what {@code from} may set, as large as its result
   */
  record Cell(String name, List<String> fields, List<String> states) {}

  private static final List<Cell> LIBRARY =
      List.of(
          new Cell("Elman", List.of(), List.of("h")),
          new Cell("LSTM", List.of("c", "f", "i"), List.of("h", "c")),
          new Cell("GRU", List.of("z"), List.of("h")),
          new Cell("GRUCho", List.of("r"), List.of("h")));

  /** Applications that have the same states. */
  private record Like(Cell cell, String size, String argument) {}

  private final Random random;
  private final boolean whole;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Cell> cells = new ArrayList<>(LIBRARY);
  private final List<String> functions = new ArrayList<>();
  private final Map<Like, List<String>> instances = new LinkedHashMap<>();
  private boolean smooth = true;

  RandomCells(Random random, boolean whole) {
    this.random = random;
    this.whole = whole;
    int funs = random.nextInt(2);
    for (int i = 1; i <= funs; i++) {
      fun("f" + i);
    }
    int count = random.nextInt(3);
    for (int i = 1; i <= count; i++) {
      cell("C" + i);
    }
  }

  List<Block> blocks() {
    return blocks;
  }

  List<Cell> cells() {
    return cells;
  }

  List<String> functions() {
    return functions;
  }

  boolean smooth() {
    return smooth;
  }

  private void fun(String name) {
    RandomScope scope = new RandomScope(random, false);
    scope.values.add(new RandomScope.Value("a", List.of(), Axis.NEVER, false));
    RandomExpressions expressions = new RandomExpressions(scope);
    String body = "a";
    // a function declares no parameters: a body that wants one is thrown away
    for (int i = 0; i < 20 && !(body.contains("a)") && declaresNothing(body)); i++) {
      scope.values.subList(1, scope.values.size()).clear();
      body = expressions.of(List.of(), Axis.NEVER, 2);
    }
    if (declaresNothing(body)) {
      blocks.add(new Block("fun " + name + "(a) = " + body, List.of()));
      functions.add(name);
      smooth &= scope.smooth;
    }
  }

  private static boolean declaresNothing(String body) {
    return !body.matches(".*\\bp[0-9]+\\b.*");
  }

  private void cell(String name) {
    RandomScope scope = new RandomScope(random, whole);
    scope.functions.addAll(functions);
    scope.sizes.put("H", 0);
    scope.sizes.put("X", 0);
    scope.add("x", List.of("X"), Axis.STEP);
    boolean leak = scope.chance(0.3);
    if (leak) {
      scope.values.add(new RandomScope.Value("leak", List.of(), Axis.NEVER, false));
    }
    RandomExpressions expressions = new RandomExpressions(scope);
    if (scope.chance(0.4)) {
      String inner = scope.fresh("u");
      // the inner cell may read a step before of its argument, which has to vary
      String argument =
          scope.chance(0.5) ? "x" : "tanh(x + " + expressions.of(List.of("X"), Axis.STEP, 1) + ")";
      scope.members.add(inner + " = " + scope.pick(cells).name() + "[H](" + argument + ")");
      scope.add(inner, List.of("H"), Axis.STEP);
    }
    String result;
    if (scope.chance(0.85)) {
      result = "h";
      new RandomRecurrence(scope, false).add("h", List.of("H"));
    } else {
      result = "y";
      scope.members.add("y = 0.1 * x[0] + " + expressions.of(List.of("H"), Axis.STEP, 3));
    }
    smooth &= scope.smooth;
    Collections.shuffle(scope.members, random);
    String head = "cell " + name + "[H](x: [X]" + (leak ? ", leak = 0.3" : "") + ") -> " + result;
    blocks.add(new Block(head, scope.members));
    List<String> states = result.equals("h") ? List.of("h") : List.of();
    cells.add(new Cell(name, List.of(), states));
  }

  /** Adds an application of some cell to a model. */
  void apply(RandomScope scope) {
    RandomExpressions expressions = new RandomExpressions(scope);
    Cell cell = scope.pick(cells);
    String size = scope.size();
    if (whole && !instances.isEmpty() && scope.chance(0.15)) {
      // one like an earlier one, whose states it may start from
      Like like = scope.pick(new ArrayList<>(instances.keySet()));
      cell = like.cell();
      size = like.size();
    }
    RandomScope.Value over = over(scope);
    String argument = argument(scope, over, expressions);
    double kind = random.nextDouble();
    if (kind < 0.12) {
      layer(scope, cell, size, expressions);
      return;
    }
    String name = scope.fresh("a");
    List<String> shape = List.of(size);
    String direction = whole && scope.chance(0.25) ? ", over reverse t" : "";
    if (kind < 0.24) {
      String n = scope.pick("1", "2", "3");
      scope.members.add(
          "%s = Stack[%s, %s[%s]](%s%s)"
              .formatted(name, n, cell.name(), size, argument, direction));
      scope.add(name, shape, Axis.STEP);
      return;
    }
    if (whole && kind < 0.4) {
      String inner = "Bidirectional[" + cell.name() + "[" + size + "]]";
      String outer = scope.chance(0.3) ? "Stack[2, " + inner + "]" : inner;
      scope.members.add("%s = %s(%s)".formatted(name, outer, argument));
      String doubled = "2 * " + size;
      scope.add(name, List.of(doubled), Axis.STEP);
      return;
    }
    String brackets = size;
    if (cell.name().equals("Elman") && scope.chance(0.5)) {
      brackets += ", " + scope.pick("relu", "sigmoid", "sin");
    }
    scope.members.add(
        "%s = %s[%s](%s%s%s)"
            .formatted(
                name,
                cell.name(),
                brackets,
                argument,
                direction,
                from(scope, like(cell, size, over), shape)));
    if (direction.isEmpty()) {
      scope.add(name, shape, Axis.STEP);
      cell.fields().forEach(f -> scope.add(name + "." + f, shape, Axis.STEP));
    } else {
      // which end a later t-1 of it would mean is not what this tests
      scope.values.add(new RandomScope.Value(name, shape, Axis.STEP, false));
    }
    instances.computeIfAbsent(like(cell, size, over), k -> new ArrayList<>()).add(name);
  }

  /** A cell may have states as large as its argument. */
  private static Like like(Cell cell, String size, RandomScope.Value over) {
    return new Like(cell, size, over.shape().get(0));
  }

  private static RandomScope.Value over(RandomScope scope) {
    return scope.pick(
        scope.vectors(Axis.STEP).stream().filter(v -> v.axis() == Axis.STEP).toList());
  }

  private static String argument(
      RandomScope scope, RandomScope.Value value, RandomExpressions expressions) {
    return scope.chance(0.7)
        ? value.text()
        : "tanh(" + value.text() + " + " + expressions.of(value.shape(), Axis.STEP, 1) + ")";
  }

  private String from(RandomScope scope, Like like, List<String> shape) {
    Cell cell = like.cell();
    List<String> earlier = instances.getOrDefault(like, List.of());
    if (whole && !earlier.isEmpty() && scope.chance(0.4)) {
      return ", from = " + scope.pick(earlier);
    }
    if (cell.states().isEmpty() || !scope.chance(0.25)) {
      return "";
    }
    String e = new RandomExpressions(scope).of(shape, Axis.SEQUENCE, 2);
    return ", from " + scope.pick(cell.states()) + " = tanh(" + e + ")";
  }

  /** One layer, applied twice: the parameters are shared, the state is not. */
  private void layer(RandomScope scope, Cell cell, String size, RandomExpressions expressions) {
    String layer = scope.fresh("L");
    RandomScope.Value x =
        scope.pick(scope.vectors(Axis.STEP).stream().filter(v -> v.axis() == Axis.STEP).toList());
    scope.members.add("layer " + layer + " = " + cell.name() + "[" + size + "]");
    String once = scope.fresh("a");
    String twice = scope.fresh("a");
    scope.members.add(once + " = " + layer + "(" + x.text() + ")");
    String other = expressions.of(x.shape(), Axis.STEP, 1);
    scope.members.add(twice + " = " + layer + "(" + x.text() + " * " + other + ")");
    scope.add(once, List.of(size), Axis.STEP);
    scope.add(twice, List.of(size), Axis.STEP);
  }
}
