package dev.rondo.compiler.equations;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The strongly connected components of a system: what must run step by step together. Tarjan's
 * algorithm with a stack of its own, since a gradient's chains are longer than Java's stack likes.
 */
public final class Components {
  private final Function<Equation, ? extends Collection<String>> reads;
  private final Map<String, Equation> equations;
  private final Map<String, Integer> number = new HashMap<>();
  private final Map<String, Integer> lowest = new HashMap<>();
  private final Deque<Equation> open = new ArrayDeque<>();
  private final Set<String> isOpen = new HashSet<>();
  private final List<List<Equation>> found = new ArrayList<>();

  private Components(
      Collection<Equation> equations, Function<Equation, ? extends Collection<String>> reads) {
    this.reads = reads;
    this.equations = new LinkedHashMap<>();
    for (Equation equation : equations) {
      this.equations.put(equation.name(), equation);
    }
  }

  /** Each component after those that it reads. */
  public static List<List<Equation>> of(Collection<Equation> equations) {
    return new Components(equations, e -> names(e.node().reads())).run();
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
    for (List<Equation> cycle : new Components(component, Components::instantaneous).run()) {
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

  private List<List<Equation>> run() {
    for (Equation equation : equations.values()) {
      if (!number.containsKey(equation.name())) {
        visit(equation);
      }
    }
    return found;
  }

  private record Frame(Equation equation, Iterator<String> next) {}

  private void visit(Equation root) {
    Deque<Frame> path = new ArrayDeque<>();
    path.push(enter(root));
    while (!path.isEmpty()) {
      Frame frame = path.peek();
      String name = frame.equation().name();
      if (frame.next().hasNext()) {
        String read = frame.next().next();
        if (!equations.containsKey(read)) {
          continue;
        }
        if (!number.containsKey(read)) {
          path.push(enter(equations.get(read)));
        } else if (isOpen.contains(read)) {
          lowest.merge(name, number.get(read), Math::min);
        }
        continue;
      }
      path.pop();
      if (!path.isEmpty()) {
        lowest.merge(path.peek().equation().name(), lowest.get(name), Math::min);
      }
      if (lowest.get(name).equals(number.get(name))) {
        found.add(close(name));
      }
    }
  }

  private Frame enter(Equation equation) {
    number.put(equation.name(), number.size());
    lowest.put(equation.name(), number.get(equation.name()));
    open.push(equation);
    isOpen.add(equation.name());
    return new Frame(equation, reads.apply(equation).iterator());
  }

  private List<Equation> close(String root) {
    Deque<Equation> component = new ArrayDeque<>();
    Equation equation;
    do {
      equation = open.pop();
      isOpen.remove(equation.name());
      component.push(equation);
    } while (!equation.name().equals(root));
    return List.copyOf(component);
  }
}
