package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Loops;
import dev.rondo.compiler.equations.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes cheap operations into the one loop that reads them: {@code 1 - z · z} computed for all
 * steps at once would be a row written and read again for each step, and costs less than that.
 */
final class SinkIntoLoops {
  /** Numbers of a table that a second cache holds beside the rest. */
  private static final int CACHED = 1 << 18;

  private final Equations system;
  private final Map<String, Equation> byName;
  private final List<Loops.Loop> loops;
  private final Map<String, Region.Phase> phases;

  SinkIntoLoops(Equations system, List<Loops.Loop> loops, Map<String, Region.Phase> phases) {
    this.system = system;
    this.byName = system.byName();
    this.loops = loops;
    this.phases = phases;
  }

  /** The loop into which each of these equations goes, by name. */
  Map<String, Loops.Loop> find() {
    Map<String, List<Equation>> readers = system.readers();
    Set<String> kept = new HashSet<>(system.roots().values());
    Map<String, Loops.Loop> home = new HashMap<>();
    for (Loops.Loop loop : loops) {
      if (loop.repeats()) {
        loop.equations().forEach(e -> home.put(e.name(), loop));
      }
    }
    Map<String, Loops.Loop> sunk = new HashMap<>();
    List<Loops.Loop> backwards = new ArrayList<>(loops);
    Collections.reverse(backwards);
    for (Loops.Loop single : backwards) {
      Equation equation = single.equations().get(0);
      if (single.repeats() || !cheap(equation) || kept.contains(equation.name())) {
        continue;
      }
      Set<Loops.Loop> targets = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Equation reader : readers.getOrDefault(equation.name(), List.of())) {
        targets.add(Views.isView(reader, byName) ? null : home.get(reader.name()));
      }
      Loops.Loop target = targets.size() == 1 ? targets.iterator().next() : null;
      if (target != null && fits(equation, target)) {
        sunk.put(equation.name(), target);
        home.put(equation.name(), target);
      }
    }
    return sunk;
  }

  /** Whether it has rows at each step of a loop, and is not needed before the loop's phase. */
  private boolean fits(Equation equation, Loops.Loop loop) {
    // rows of other steps than the loop's would keep threads from parting it by sequences
    boolean alike =
        !(equation.node() instanceof Node.Gather)
            || loop.equations().stream().allMatch(e -> e.domain().equals(equation.domain()));
    return alike
        && equation.axes().contains(loop.axis())
        && loop.body().stream().noneMatch(Loops.Loop::repeats)
        && phases.get(equation.name()) == phases.get(loop.equations().get(0).name());
  }

  /** Few operations a number, or a row by its token of a table that stays in the cache. */
  private boolean cheap(Equation equation) {
    if (!equation.has(Index.Kind.TIME)) {
      return false;
    }
    if (equation.node() instanceof Node.Gather gather) {
      Equation table = byName.get(gather.of().name());
      return table.isFixed() && table.width() <= CACHED;
    }
    return equation.node() instanceof Node.Elementwise e
        && e.op().vectorises()
        && e.op().cost() <= ChooseSaved.CHEAP;
  }
}
