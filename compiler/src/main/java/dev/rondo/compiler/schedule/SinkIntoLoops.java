package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.simplify.FindLoops;
import dev.rondo.runtime.Plan.Space;
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
  private SinkIntoLoops() {}

  /** The loop into which each of these equations goes, by name. */
  static Map<String, FindLoops.Loop> find(Equations system, List<FindLoops.Loop> loops) {
    Map<String, Equation> byName = system.byName();
    Map<String, List<Equation>> readers = system.readers();
    Set<String> kept = new HashSet<>(system.roots().values());
    Map<String, FindLoops.Loop> home = new HashMap<>();
    for (FindLoops.Loop loop : loops) {
      if (loop.direction() != 0) {
        loop.equations().forEach(e -> home.put(e.name(), loop));
      }
    }
    Map<String, FindLoops.Loop> sunk = new HashMap<>();
    List<FindLoops.Loop> backwards = new ArrayList<>(loops);
    Collections.reverse(backwards);
    for (FindLoops.Loop single : backwards) {
      Equation equation = single.equations().get(0);
      if (single.direction() != 0 || !cheap(equation) || kept.contains(equation.name())) {
        continue;
      }
      Set<FindLoops.Loop> targets = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Equation reader : readers.getOrDefault(equation.name(), List.of())) {
        targets.add(Views.isView(reader, byName) ? null : home.get(reader.name()));
      }
      FindLoops.Loop target = targets.size() == 1 ? targets.iterator().next() : null;
      if (target != null) {
        sunk.put(equation.name(), target);
        home.put(equation.name(), target);
      }
    }
    return sunk;
  }

  private static boolean cheap(Equation equation) {
    return BuildStatements.space(equation) == Space.STEP
        && equation.node() instanceof Node.Elementwise e
        && e.op().vectorises()
        && e.op().cost() <= ChooseSaved.CHEAP;
  }
}
