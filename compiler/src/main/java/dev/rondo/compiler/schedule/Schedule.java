package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.CheckEquations;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Loops;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.runtime.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** From equations to a plan: the passes of this package, in their order. */
public final class Schedule {
  private static final List<UnaryOperator<Equations>> REWRITES =
      List.of(
          ChooseSaved::apply, HoistFromLoops::apply, StackGradients::apply, AlignOperands::apply);

  private Schedule() {}

  public static Scheduled schedule(Equations system, Plan.Limits limits) {
    Equations rewritten = system;
    for (UnaryOperator<Equations> rewrite : REWRITES) {
      rewritten = rewrite.apply(rewritten);
      assert CheckEquations.holds(rewritten);
    }
    Map<String, Equation> byName = rewritten.byName();
    Set<String> stored = stored(rewritten);
    Set<String> alone = alone(rewritten);
    List<Region> regions = new ArrayList<>();
    List<Loops.Loop> loops = Loops.find(rewritten.equations());
    Spaces spaces = new Spaces(rewritten.signature(), loops);
    StripMine.Parted parted =
        StripMine.apply(rewritten, spaces, loops, FindPhases.find(rewritten, spaces, loops));
    for (Region region : BuildStatements.build(rewritten, spaces, loops, parted.phases())) {
      regions.add(StackOutputs.apply(region, alone, byName));
    }
    Map<String, Set<Statement>> readers = readers(regions);
    regions.replaceAll(r -> FuseElementwise.apply(r, readers, stored, byName));
    regions.replaceAll(r -> FuseSums.apply(r, readers, stored, byName));
    return AssignBuffers.assign(
        rewritten, spaces, regions, stored, alone, limits.strips(parted.against()));
  }

  /** Roots, and what views show: these are read by more than statements. */
  private static Set<String> stored(Equations system) {
    Map<String, Equation> byName = system.byName();
    Set<String> stored = new HashSet<>(system.roots().values());
    for (Equation equation : system.equations()) {
      if (Views.isView(equation, byName)) {
        equation.node().reads().forEach(r -> stored.add(r.name()));
      }
    }
    return stored;
  }

  /** What delays and ends read: it needs rows of its own. */
  private static Set<String> alone(Equations system) {
    Set<String> alone = new HashSet<>();
    for (Equation equation : system.equations()) {
      if (equation.node() instanceof Node.Delay || equation.node() instanceof Node.At) {
        equation.node().reads().stream().map(Read::name).forEach(alone::add);
      }
    }
    Map<String, Equation> byName = system.byName();
    for (String name : List.copyOf(alone)) {
      // what shows rows from their beginning has its own only if what it shows has
      Equation shown = byName.get(name);
      while (shown.node() instanceof Node.Reshape || Views.isSpread(shown, byName)) {
        shown = byName.get(shown.node().reads().get(0).name());
        alone.add(shown.name());
      }
    }
    return alone;
  }

  private static Map<String, Set<Statement>> readers(List<Region> regions) {
    Map<String, Set<Statement>> readers = new HashMap<>();
    for (Region region : regions) {
      for (Statement statement : region.flat()) {
        statement
            .uses()
            .forEach(n -> readers.computeIfAbsent(n, x -> new LinkedHashSet<>()).add(statement));
      }
    }
    return readers;
  }
}
