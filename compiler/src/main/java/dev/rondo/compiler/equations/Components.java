package dev.rondo.compiler.equations;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The strongly connected components of a system: what must run step by step together. */
public final class Components {
  private Components() {}

  /** Each component after those that it reads. */
  public static List<List<Equation>> of(Collection<Equation> equations) {
    return of(equations, e -> names(e.node().reads()));
  }

  /** Whether a component's equations depend on themselves. */
  public static boolean isRecurrence(List<Equation> component) {
    Equation first = component.get(0);
    return component.size() > 1 || names(first.node().reads()).contains(first.name());
  }

  /**
   * The sign of the delays within a component: 1 if it runs from the first step to the last, −1 if
   * it runs from the last to the first, 0 if it has none.
   *
   * @throws IllegalStateException if both signs occur
   */
  public static int direction(List<Equation> component) {
    Set<String> members = new HashSet<>();
    component.forEach(e -> members.add(e.name()));
    int direction = 0;
    for (Equation equation : component) {
      if (equation.node() instanceof Node.Delay delay && members.contains(delay.of().name())) {
        int sign = Integer.signum(delay.by());
        if (sign * direction < 0) {
          throw new IllegalStateException(
              equation.name() + ": its delay points against others of its cycle");
        }
        direction = sign == 0 ? direction : sign;
      }
    }
    return direction;
  }

  /**
   * A component's equations in an order that is right within one step.
   *
   * @throws IllegalStateException if they depend on each other without a delay
   */
  public static List<Equation> withinStep(Collection<Equation> component) {
    List<Equation> order = new ArrayList<>();
    for (List<Equation> cycle : of(component, Components::instantaneous)) {
      Equation first = cycle.get(0);
      if (cycle.size() > 1 || instantaneous(first).contains(first.name())) {
        throw new IllegalStateException(
            first.name()
                + ": a cycle without a delay through "
                + cycle.stream().map(Equation::name).toList());
      }
      order.add(first);
    }
    return order;
  }

  /** The names that an equation reads at the same step (or at no step in particular). */
  public static Set<String> instantaneous(Equation equation) {
    return equation.node() instanceof Node.Delay delay && delay.by() != 0
        ? Set.of(delay.outside().name())
        : names(equation.node().reads());
  }

  private static Set<String> names(List<Read> reads) {
    Set<String> names = new LinkedHashSet<>();
    reads.forEach(r -> names.add(r.name()));
    return names;
  }

  private static List<List<Equation>> of(
      Collection<Equation> equations, Function<Equation, Set<String>> reads) {
    Map<String, Equation> byName = new LinkedHashMap<>();
    Map<String, List<String>> graph = new LinkedHashMap<>();
    for (Equation equation : equations) {
      byName.put(equation.name(), equation);
      graph.put(equation.name(), List.copyOf(reads.apply(equation)));
    }
    return Graphs.components(graph).stream()
        .map(names -> names.stream().map(byName::get).toList())
        .toList();
  }
}
