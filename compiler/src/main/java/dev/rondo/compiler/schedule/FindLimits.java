package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.runtime.Plan.Limits;
import dev.rondo.runtime.Plan.Space;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what keeps a forward system from running over a window of a sequence, or step by step. */
public final class FindLimits {
  private static final String OUTPUT = "output/";

  private final Equations system;
  private final Map<String, Equation> byName;
  private final Map<String, List<Equation>> readers;

  private FindLimits(Equations system) {
    this.system = system;
    this.byName = system.byName();
    this.readers = system.readers();
  }

  /**
   * The first equation that needs what a window does not have, and for each the first output that
   * needs what a step does not have.
   *
   * @param soFar the value at the last step so far will do for {@code h[last]}
   */
  public static Limits find(Equations system, boolean soFar) {
    FindLimits limits = new FindLimits(system);
    return new Limits(limits.windows(soFar), limits.streams());
  }

  private String windows(boolean soFar) {
    for (Equation equation : system.equations()) {
      Optional<String> why = window(equation, soFar);
      if (why.isPresent()) {
        return at(equation, why.get());
      }
    }
    return "";
  }

  private static String at(Equation equation, String why) {
    return equation.span().map(s -> s + " " + why).orElse(equation.name() + " " + why);
  }

  private Optional<String> window(Equation equation, boolean soFar) {
    if (equation.node() instanceof Node.Delay delay
        && later(delay)
        && !(byName.get(delay.of().name()).node() instanceof Node.Input)) {
      return Optional.of("reads a later step of '" + delay.of().name() + "', which is no input");
    }
    if (equation.node() instanceof Node.At at && !(soFar && at.last() && !reachesSteps(equation))) {
      return Optional.of("reads the " + (at.last() ? "last" : "first") + " step");
    }
    if (equation.node() instanceof Node.Reduce reduce
        && equation.has(Index.Kind.BATCH)
        && !equation.has(Index.Kind.TIME)
        && byName.get(reduce.of().name()).has(Index.Kind.TIME)) {
      return Optional.of("reduces over all steps");
    }
    return Optional.empty();
  }

  private boolean later(Node.Delay delay) {
    return delay.by() < 0 && BuildStatements.space(byName.get(delay.of().name())) == Space.STEP;
  }

  /** A stream does not know its next inputs either. */
  private Optional<String> step(Equation equation) {
    return equation.node() instanceof Node.Delay delay && later(delay)
        ? Optional.of("reads a later step of '" + delay.of().name() + "'")
        : window(equation, true);
  }

  /** The first output that looks ahead, and through which equations. */
  private String streams() {
    for (Map.Entry<String, String> root : system.roots().entrySet()) {
      if (root.getKey().startsWith(OUTPUT)) {
        Optional<String> why = streams(root.getValue());
        if (why.isPresent()) {
          return "output '" + root.getKey().substring(OUTPUT.length()) + "' " + why.get();
        }
      }
    }
    return "";
  }

  private Optional<String> streams(String output) {
    Map<String, String> from = new HashMap<>();
    Deque<String> work = new ArrayDeque<>(List.of(output));
    while (!work.isEmpty()) {
      Equation equation = byName.get(work.remove());
      Optional<String> why = step(equation);
      if (why.isPresent()) {
        return Optional.of(through(equation.name(), output, from) + at(equation, why.get()));
      }
      for (Read read : equation.node().reads()) {
        if (!read.name().equals(output) && from.putIfAbsent(read.name(), equation.name()) == null) {
          work.add(read.name());
        }
      }
    }
    return Optional.empty();
  }

  /** The names that the user gave on the way from an equation to an output. */
  private static String through(String equation, String output, Map<String, String> from) {
    List<String> names = new ArrayList<>();
    for (String name = equation; name != null; name = from.get(name)) {
      if (!name.contains("%") && !name.equals(output)) {
        names.add(0, "'" + name + "'");
      }
    }
    return names.isEmpty() ? "" : "depends on " + String.join(", on ", names) + ": ";
  }

  /**
   * Whether a value at an end goes into the steps again: they would need the end that is not yet.
   */
  private boolean reachesSteps(Equation end) {
    Set<String> seen = new HashSet<>(Set.of(end.name()));
    Deque<String> work = new ArrayDeque<>(seen);
    while (!work.isEmpty()) {
      for (Equation reader : readers.getOrDefault(work.pop(), List.of())) {
        if (reader.has(Index.Kind.TIME)) {
          return true;
        }
        if (seen.add(reader.name())) {
          work.push(reader.name());
        }
      }
    }
    return false;
  }
}
