package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Loops;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.schedule.Region.Phase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says when each loop and equation runs: before, in or behind the steps of a window. */
final class FindPhases {
  private final Spaces spaces;
  private final Map<String, Equation> byName;
  private final Map<String, Phase> phases = new HashMap<>();

  private FindPhases(Equations system, Spaces spaces) {
    this.spaces = spaces;
    this.byName = system.byName();
  }

  /** By name, a window in one piece: BETWEEN. {@code loops}: each behind those it needs. */
  static Map<String, Phase> find(Equations system, Spaces spaces, List<Loops.Loop> loops) {
    FindPhases pass = new FindPhases(system, spaces);
    loops.forEach(pass::phase);
    return pass.phases;
  }

  /** All of a loop runs in the latest phase that one of its equations needs. */
  private void phase(Loops.Loop loop) {
    Phase latest = Phase.PREPARE;
    for (Equation equation : loop.equations()) {
      Phase own = phase(equation);
      latest = own.compareTo(latest) > 0 ? own : latest;
    }
    for (Equation equation : loop.equations()) {
      phases.put(equation.name(), latest);
    }
  }

  private Phase phase(Equation equation) {
    Phase phase =
        !spaces.of(equation).isRows()
            ? Phase.PREPARE
            : equation.axes().stream().anyMatch(spaces::windowed) ? Phase.BETWEEN : Phase.INIT;
    if (equation.node() instanceof Node.Count) {
      phase = Phase.BETWEEN;
    }
    for (Read read : equation.node().reads()) {
      Phase other = phases.getOrDefault(read.name(), Phase.PREPARE);
      // a sum over sequences is a sum over all windows too
      boolean crosses = other == Phase.INIT && phase == Phase.PREPARE;
      phase = crosses || other == Phase.BETWEEN ? Phase.BETWEEN : phase;
      Equation of = byName.get(read.name());
      // ends and sums over steps need the window even where what they read does not change
      boolean ends =
          of.axes().stream().anyMatch(a -> spaces.windowed(a) && !equation.axes().contains(a));
      phase = ends ? Phase.BETWEEN : phase;
    }
    boolean end = equation.node() instanceof Node.At at && spaces.windowed(at.axis());
    boolean batch =
        !equation.has(Index.Kind.BATCH)
            && equation.node().reads().stream()
                .anyMatch(r -> byName.get(r.name()).has(Index.Kind.BATCH));
    return end || batch ? Phase.BETWEEN : phase;
  }
}
