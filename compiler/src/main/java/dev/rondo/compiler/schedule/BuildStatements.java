package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Loops;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.runtime.Plan.Space;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says what computes each equation, and in which order: loops, and between them all steps at once.
 */
final class BuildStatements {
  private final Equations system;
  private final Map<String, Equation> byName;
  private final Spaces spaces;
  private final List<Loops.Loop> found;
  private final Map<String, Region.Phase> phases;
  private final Map<String, Integer> levels = new HashMap<>();

  /** By phase and level: what runs over all positions at once, and the loops behind it. */
  private final Map<Region.Phase, Map<Integer, List<Statement>>> whole =
      new EnumMap<>(Region.Phase.class);

  private final Map<Region.Phase, Map<Integer, List<Region>>> loops =
      new EnumMap<>(Region.Phase.class);

  private BuildStatements(
      Equations system, Spaces spaces, List<Loops.Loop> found, Map<String, Region.Phase> phases) {
    this.system = system;
    this.byName = system.byName();
    this.spaces = spaces;
    this.found = found;
    this.phases = phases;
  }

  /**
   * What computes a system.
   *
   * @param found all equations, each behind those it needs
   * @param phases when each one runs
   */
  static List<Region> build(
      Equations system, Spaces spaces, List<Loops.Loop> found, Map<String, Region.Phase> phases) {
    return new BuildStatements(system, spaces, found, phases).run();
  }

  private List<Region> run() {
    Map<String, Loops.Loop> sinks = new SinkIntoLoops(system, found, phases).find();
    IdentityHashMap<Loops.Loop, List<Statement>> sunk = new IdentityHashMap<>();
    Map<String, List<Equation>> sums = SumWithinLoops.find(system, found, phases);
    Set<Equation> within = new HashSet<>();
    sums.values().forEach(within::addAll);
    for (Loops.Loop loop : found) {
      Region.Phase phase = phases.get(loop.equations().get(0).name());
      int level = level(loop, phase);
      loop.equations().forEach(e -> levels.put(e.name(), level));
      Loops.Loop target = sinks.get(loop.equations().get(0).name());
      if (target != null) {
        Equation equation = loop.equations().get(0);
        spaces.sink(equation, List.of(target.axis()));
        List<Statement> into = sunk.computeIfAbsent(target, l -> new ArrayList<>());
        statement(equation).ifPresent(into::add);
      } else if (loop.repeats()) {
        List<Statement> statements = sunk.computeIfAbsent(loop, l -> new ArrayList<>());
        statements.addAll(body(loop, phase, List.of(loop.axis())));
        for (Equation sum : sums.getOrDefault(loop.equations().get(0).name(), List.of())) {
          between(phase, level - 1).add(single(Statement.Kind.CLEAR, spaces.of(sum), sum));
          Equation terms = byName.get(sum.node().reads().get(0).name());
          // at once behind what it adds, whose rows are in the cache then
          int behind = defined(terms, statements) + 1;
          statements.add(behind, single(Statement.Kind.ADD_ROWS, spaces.of(terms), sum));
        }
        loops
            .computeIfAbsent(phase, p -> new TreeMap<>())
            .computeIfAbsent(level, l -> new ArrayList<>())
            .add(new Region(phase, List.of(loop.axis()), loop.direction(), statements));
      } else if (!within.contains(loop.equations().get(0))) {
        statement(loop.equations().get(0)).ifPresent(between(phase, level)::add);
      }
    }
    List<Region> regions = new ArrayList<>();
    for (Region.Phase phase : Region.Phase.values()) {
      Map<Integer, List<Statement>> between = whole.getOrDefault(phase, Map.of());
      Map<Integer, List<Region>> repeated = loops.getOrDefault(phase, Map.of());
      int last = Math.max(highest(between), highest(repeated));
      for (int level = 0; level <= last; level++) {
        regions.add(new Region(phase, List.of(), 0, between.getOrDefault(level, List.of())));
        regions.addAll(repeated.getOrDefault(level, List.of()));
      }
    }
    regions.removeIf(r -> r.statements().isEmpty());
    return regions;
  }

  private static int defined(Equation equation, List<Statement> statements) {
    int at = 0;
    while (!statements.get(at).defines().contains(equation)) {
      at++;
    }
    return at;
  }

  /** What runs over all positions at once, at a level between loops. */
  private List<Statement> between(Region.Phase phase, int level) {
    return whole
        .computeIfAbsent(phase, p -> new TreeMap<>())
        .computeIfAbsent(level, l -> new ArrayList<>());
  }

  private List<Statement> body(Loops.Loop loop, Region.Phase phase, List<String> around) {
    List<Statement> statements = new ArrayList<>();
    for (Loops.Loop inner : loop.body()) {
      if (inner.repeats()) {
        List<String> axes = new ArrayList<>(around);
        axes.add(inner.axis());
        List<Statement> steps = body(inner, phase, axes);
        if (!steps.isEmpty()) {
          statements.add(new Statement.Repeat(new Region(phase, axes, inner.direction(), steps)));
        }
      } else {
        statement(inner.equations().get(0)).ifPresent(statements::add);
      }
    }
    return statements;
  }

  private static int highest(Map<Integer, ?> levels) {
    return levels.keySet().stream().mapToInt(l -> l).max().orElse(-1);
  }

  /** Even: between loops; odd: a loop. As early as what it needs of its phase allows. */
  private int level(Loops.Loop loop, Region.Phase phase) {
    int least = 0;
    for (Equation equation : loop.equations()) {
      for (Read read : equation.node().reads()) {
        boolean same = phases.get(read.name()) == phase;
        least = Math.max(least, same ? levels.getOrDefault(read.name(), 0) : 0);
      }
    }
    boolean odd = least % 2 != 0;
    return loop.repeats() ? (odd ? least + 2 : least + 1) : (odd ? least + 1 : least);
  }

  /** What computes an equation; nothing, if its value is other rows under another name. */
  private Optional<Statement> statement(Equation equation) {
    Space space = spaces.of(equation);
    Node node = equation.node();
    if (Views.isView(equation, byName)) {
      return Optional.empty();
    }
    if (node instanceof Node.Position) {
      return Optional.of(kernel(space, equation, equation.width()));
    }
    if (node instanceof Node.Elementwise) {
      OptionalLong inner = Broadcast.inner(equation, byName);
      return Optional.of(
          inner.isPresent()
              ? kernel(space, equation, (int) inner.getAsLong())
              : single(Statement.Kind.MOVE, space, equation));
    }
    if (node instanceof Node.Affine affine) {
      return Optional.of(new BuildProducts(byName, spaces).statement(equation, affine, space));
    }
    if (node instanceof Node.Reduce reduce) {
      boolean rows =
          byName.get(reduce.of().name()).indices().stream()
              .anyMatch(i -> !i.isFeature() && !equation.indices().contains(i));
      return Optional.of(
          rows ? single(Statement.Kind.SUM_ROWS, space, equation) : fold(equation, reduce, space));
    }
    if (node instanceof Node.Gather gather) {
      Equation of = byName.get(gather.of().name());
      Statement.Kind kind =
          of.axes().contains(gather.index())
              ? Statement.Kind.LOOK_UP
              : spaces.of(of).isRows() ? Statement.Kind.PICK : Statement.Kind.GATHER;
      return Optional.of(single(kind, space, equation));
    }
    if (node instanceof Node.Scatter scatter) {
      boolean rows = equation.axes().contains(scatter.index());
      return Optional.of(
          single(rows ? Statement.Kind.PUT_BACK : Statement.Kind.SCATTER, space, equation));
    }
    return Optional.of(single(Statement.Kind.MOVE, space, equation));
  }

  /** A fold of a row's last numbers; of others, a sum with strides. */
  private Statement fold(Equation equation, Node.Reduce reduce, Space space) {
    List<String> of = AlignOperands.features(reduce.of(), byName);
    List<String> kept = equation.features().stream().map(Index::name).toList();
    boolean trailing = of.subList(0, kept.size()).equals(kept);
    if (!trailing && reduce.op() != ReduceOp.SUM) {
      throw new IllegalStateException(equation.name() + " is no sum, and not over the last index");
    }
    return single(trailing ? Statement.Kind.FOLD : Statement.Kind.CONTRACT, space, equation);
  }

  private static Statement kernel(Space space, Equation equation, int inner) {
    return new Statement.Kernel(space, equation.width(), inner, List.of(equation));
  }

  private Statement single(Statement.Kind kind, Space space, Equation equation) {
    List<Read> reads = equation.node().reads();
    Space of = reads.isEmpty() ? space : spaces.rows(byName.get(reads.get(0).name()));
    return new Statement.Single(kind, space, of, equation);
  }
}
