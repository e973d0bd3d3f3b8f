package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.Components;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the loops of a system: its strongly connected components, each after those it needs (Allen
 * &amp; Kennedy 1987). A component's delays all point one way; that is its direction. What is in no
 * component can be computed for all steps at once.
 */
public final class FindLoops {
  private FindLoops() {}

  /**
   * Equations that are computed together, in the order in which a step computes them.
   *
   * @param direction 1 from the first step to the last, −1 from the last to the first; 0: no loop
   */
  public record Loop(List<Equation> equations, int direction) {
    public Loop {
      equations = List.copyOf(equations);
    }
  }

  /** All equations, a loop after those it needs. */
  public static List<Loop> find(Equations system) {
    List<Loop> loops = new ArrayList<>();
    for (List<Equation> component : Components.of(system.equations())) {
      loops.add(
          Components.isRecurrence(component)
              ? new Loop(Components.withinStep(component), Components.direction(component))
              : new Loop(component, 0));
    }
    return loops;
  }

  /** The loop that each equation is in, by name; equations in no loop are not in the map. */
  public static Map<String, Loop> byName(Equations system) {
    Map<String, Loop> map = new HashMap<>();
    for (Loop loop : find(system)) {
      if (loop.direction() != 0) {
        loop.equations().forEach(e -> map.put(e.name(), loop));
      }
    }
    return map;
  }
}
