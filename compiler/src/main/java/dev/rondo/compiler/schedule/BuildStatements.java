package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.compiler.simplify.FindLoops;
import dev.rondo.runtime.Plan.Space;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says what computes each equation, and in which order: loops, and between them all steps at once.
 */
final class BuildStatements {
  private final Equations system;
  private final Map<String, Equation> byName;
  private final Map<String, Region.Phase> phases = new HashMap<>();
  private final Map<String, Integer> levels = new HashMap<>();

  private BuildStatements(Equations system) {
    this.system = system;
    this.byName = system.byName();
  }

  static List<Region> build(Equations system) {
    return new BuildStatements(system).run();
  }

  /** Along which rows an equation varies; a constant is the same everywhere. */
  static Space space(Equation equation) {
    if (equation.node() instanceof Node.Constant) {
      return Space.ONE;
    }
    return equation.has(Index.Kind.TIME)
        ? Space.STEP
        : equation.has(Index.Kind.BATCH) ? Space.SEQUENCE : Space.ONE;
  }

  private List<Region> run() {
    List<Region> early = new ArrayList<>();
    Map<Integer, List<Statement>> whole = new TreeMap<>();
    Map<Integer, List<Region>> loops = new TreeMap<>();
    List<Statement> prepare = new ArrayList<>();
    List<Statement> init = new ArrayList<>();
    List<FindLoops.Loop> found = FindLoops.find(system);
    Map<String, FindLoops.Loop> sinks = SinkIntoLoops.find(system, found);
    IdentityHashMap<FindLoops.Loop, List<Statement>> sunk = new IdentityHashMap<>();
    for (FindLoops.Loop loop : found) {
      loop.equations().forEach(this::phase);
      int level = level(loop);
      loop.equations().forEach(e -> levels.put(e.name(), level));
      FindLoops.Loop target = sinks.get(loop.equations().get(0).name());
      List<Statement> statements =
          sunk.computeIfAbsent(target == null ? loop : target, l -> new ArrayList<>());
      loop.equations().forEach(e -> statement(e).ifPresent(statements::add));
      if (target != null) {
        continue;
      }
      Region.Phase phase = phases.get(loop.equations().get(0).name());
      if (loop.direction() != 0) {
        loops
            .computeIfAbsent(level, l -> new ArrayList<>())
            .add(new Region(Region.Phase.WINDOW, loop.direction(), statements));
      } else if (phase == Region.Phase.WINDOW) {
        whole.computeIfAbsent(level, l -> new ArrayList<>()).addAll(statements);
      } else {
        (phase == Region.Phase.PREPARE ? prepare : init).addAll(statements);
      }
    }
    early.add(new Region(Region.Phase.PREPARE, 0, prepare));
    early.add(new Region(Region.Phase.INIT, 0, init));
    int last = Math.max(highest(whole), highest(loops));
    for (int level = 0; level <= last; level++) {
      early.add(new Region(Region.Phase.WINDOW, 0, whole.getOrDefault(level, List.of())));
      early.addAll(loops.getOrDefault(level, List.of()));
    }
    early.removeIf(r -> r.statements().isEmpty());
    return early;
  }

  private static int highest(Map<Integer, ?> levels) {
    return levels.keySet().stream().mapToInt(l -> l).max().orElse(-1);
  }

  /** Even: between loops; odd: a loop. As early as what it needs allows. */
  private int level(FindLoops.Loop loop) {
    int least = 0;
    for (Equation equation : loop.equations()) {
      for (Read read : equation.node().reads()) {
        int level = levels.getOrDefault(read.name(), 0);
        least = Math.max(least, level);
      }
    }
    boolean odd = least % 2 != 0;
    return loop.direction() != 0 ? (odd ? least + 2 : least + 1) : (odd ? least + 1 : least);
  }

  private void phase(Equation equation) {
    Region.Phase phase =
        switch (space(equation)) {
          case ONE -> Region.Phase.PREPARE;
          case SEQUENCE -> Region.Phase.INIT;
          default -> Region.Phase.WINDOW;
        };
    if (equation.node() instanceof Node.Count) {
      phase = Region.Phase.WINDOW;
    }
    for (Read read : equation.node().reads()) {
      Region.Phase other = phases.getOrDefault(read.name(), Region.Phase.PREPARE);
      boolean crosses = other == Region.Phase.INIT && phase == Region.Phase.PREPARE;
      phase = crosses || other == Region.Phase.WINDOW ? Region.Phase.WINDOW : phase;
    }
    // ends and sums over time need the window even where what they read does not change
    boolean sums =
        equation.node().reads().stream()
            .flatMap(r -> byName.get(r.name()).indices().stream())
            .anyMatch(i -> !i.isFeature() && !equation.has(i.kind()));
    if (equation.node() instanceof Node.At || sums) {
      phase = Region.Phase.WINDOW;
    }
    phases.put(equation.name(), phase);
  }

  /** What computes an equation; nothing, if its value is other rows under another name. */
  private Optional<Statement> statement(Equation equation) {
    Space space = space(equation);
    Node node = equation.node();
    if (Views.isView(equation, byName)) {
      return Optional.empty();
    }
    if (node instanceof Node.Position) {
      return Optional.of(kernel(space, equation));
    }
    if (node instanceof Node.Elementwise e) {
      boolean straight =
          e.args().stream().allMatch(r -> AlignOperands.aligned(r, equation, byName));
      return Optional.of(
          straight ? kernel(space, equation) : single(Statement.Kind.MOVE, space, equation));
    }
    if (node instanceof Node.Affine affine) {
      return Optional.of(new BuildProducts(byName).statement(equation, affine, space));
    }
    if (node instanceof Node.Reduce reduce) {
      boolean rows =
          byName.get(reduce.of().name()).indices().stream()
              .anyMatch(i -> !i.isFeature() && !equation.indices().contains(i));
      return Optional.of(
          rows ? single(Statement.Kind.SUM_ROWS, space, equation) : fold(equation, reduce, space));
    }
    if (node instanceof Node.Gather gather) {
      boolean table = space(byName.get(gather.of().name())) == Space.ONE;
      return Optional.of(
          single(table ? Statement.Kind.GATHER : Statement.Kind.PICK, space, equation));
    }
    if (node instanceof Node.Scatter) {
      return Optional.of(single(Statement.Kind.SCATTER, space, equation));
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

  private static Statement kernel(Space space, Equation equation) {
    return new Statement.Kernel(space, equation.missing(), equation.width(), List.of(equation));
  }

  private static Statement single(Statement.Kind kind, Space space, Equation equation) {
    return new Statement.Single(kind, space, equation.missing(), equation);
  }
}
