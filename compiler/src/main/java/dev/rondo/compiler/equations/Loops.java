package dev.rondo.compiler.equations;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the loops of a system (Allen &amp; Kennedy 1987): in a strongly connected component the
 * first axis whose delays all point one way is that of the outer loop; without these delays the
 * rest falls into components again, the loop's body. What is in no component can be computed for
 * all positions at once.
 */
public final class Loops {
  private final Set<String> axes;

  private Loops(Set<String> axes) {
    this.axes = axes;
  }

  /**
   * Equations that are computed together.
   *
   * @param equations in the order in which a step computes them
   * @param axis along which it runs; empty: no loop
   * @param direction 1 from the first position to the last, −1 from the last to the first
   * @param body what a step does, a loop after those it needs
   */
  public record Loop(List<Equation> equations, String axis, int direction, List<Loop> body) {
    public Loop {
      equations = List.copyOf(equations);
      body = List.copyOf(body);
    }

    public boolean repeats() {
      return direction != 0;
    }
  }

  /**
   * All equations, a loop after those it needs.
   *
   * @throws IllegalStateException if equations depend on each other without a delay
   */
  public static List<Loop> find(Collection<Equation> equations) {
    return new Loops(Set.of()).loops(equations);
  }

  /** The outermost loop that each equation is in, by name; those in no loop are not in the map. */
  public static Map<String, Loop> byName(Equations system) {
    Map<String, Loop> map = new HashMap<>();
    for (Loop loop : find(system.equations())) {
      if (loop.repeats()) {
        loop.equations().forEach(e -> map.put(e.name(), loop));
      }
    }
    return map;
  }

  /** Whether one loop has two equations; {@code loops}: the outermost, by name. */
  public static boolean haveOne(Map<String, Loop> loops, String a, String b) {
    Loop loop = loops.get(a);
    return loop != null && loop.equals(loops.get(b));
  }

  private List<Loop> loops(Collection<Equation> equations) {
    Map<String, Equation> byName = new LinkedHashMap<>();
    Map<String, List<String>> graph = new LinkedHashMap<>();
    for (Equation equation : equations) {
      byName.put(equation.name(), equation);
      graph.put(equation.name(), List.copyOf(atOnce(equation)));
    }
    List<Loop> loops = new ArrayList<>();
    for (List<String> names : Graphs.components(graph)) {
      List<Equation> component = names.stream().map(byName::get).toList();
      Equation first = component.get(0);
      loops.add(
          component.size() > 1 || graph.get(first.name()).contains(first.name())
              ? loop(component)
              : new Loop(component, "", 0, List.of()));
    }
    return loops;
  }

  /** The names that an equation reads at the same step of the loops around it. */
  private Set<String> atOnce(Equation equation) {
    Set<String> names = new LinkedHashSet<>();
    if (equation.node() instanceof Node.Delay delay
        && delay.by() != 0
        && axes.contains(delay.axis())) {
      names.add(delay.outside().name());
    } else {
      equation.node().reads().forEach(r -> names.add(r.name()));
    }
    return names;
  }

  private Loop loop(List<Equation> component) {
    for (String axis : component.get(0).axes()) {
      int direction = axes.contains(axis) ? 0 : direction(component, axis);
      if (direction != 0 && component.stream().allMatch(e -> stays(e, axis))) {
        Set<String> inner = new HashSet<>(axes);
        inner.add(axis);
        List<Loop> body = new Loops(inner).loops(component);
        List<Equation> order = new ArrayList<>();
        body.forEach(b -> order.addAll(b.equations()));
        return new Loop(order, axis, direction, body);
      }
    }
    throw new IllegalStateException(
        component.get(0).name()
            + ": a cycle without a delay, or with delays that point both ways, through "
            + component.stream().map(Equation::name).toList());
  }

  /** Whether an equation runs over an axis and reads what it reads at its own positions. */
  private static boolean stays(Equation equation, String axis) {
    boolean renames =
        equation.node() instanceof Node.Elementwise e
            && e.op() == Op.COPY
            && !e.args().get(0).indices().contains(axis);
    return equation.axes().contains(axis) && !renames;
  }

  /** The sign of a component's delays along an axis; 0 if there are none or both. */
  private static int direction(List<Equation> component, String axis) {
    Set<String> members = new HashSet<>();
    component.forEach(e -> members.add(e.name()));
    int direction = 0;
    for (Equation equation : component) {
      if (equation.node() instanceof Node.Delay delay
          && delay.axis().equals(axis)
          && members.contains(delay.of().name())) {
        int sign = Integer.signum(delay.by());
        if (sign * direction < 0) {
          return 0;
        }
        direction = sign == 0 ? direction : sign;
      }
    }
    return direction;
  }
}
