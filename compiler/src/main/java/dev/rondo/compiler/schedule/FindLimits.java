package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.runtime.Plan.Limits;
import dev.rondo.runtime.Signature;
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
  private final Signature signature;
  private final Map<String, Equation> byName;
  private final Map<String, List<Equation>> readers;

  private FindLimits(Equations system) {
    this.system = system;
    this.signature = system.signature();
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
    return new Limits(limits.windows(soFar), limits.streams(), "");
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
    Optional<String> other =
        equation.axes().stream()
            .filter(axis -> windowed(axis) && signature.axis(axis) != 0)
            .findFirst();
    if (other.isPresent()) {
      return Optional.of("runs over '" + other.get() + "', all of a sequence at once");
    }
    Node node = equation.node();
    boolean steps = equation.axes().stream().anyMatch(this::windowed);
    if (node instanceof Node.Input && steps && equation.axes().size() > 1) {
      return Optional.of("has a value for each of " + equation.axes());
    }
    if (node instanceof Node.Delay delay && windowed(delay.axis())) {
      Equation of = byName.get(delay.of().name());
      if (later(delay) && !(of.node() instanceof Node.Input)) {
        return Optional.of("reads a later step of '" + of.name() + "', which is no input");
      }
      if (delay.by() > 0 && of.axes().size() > 1) {
        return Optional.of("delays '" + of.name() + "', which runs over " + of.axes());
      }
    }
    if (node instanceof Node.At at
        && windowed(at.axis())
        && !(soFar && at.last() && !reachesSteps(equation))) {
      return Optional.of("reads the " + (at.last() ? "last" : "first") + " step");
    }
    if (node instanceof Node.Gather gather && signature.axis(gather.index()) == 0) {
      return Optional.of("reads any step of '" + gather.of().name() + "'");
    }
    if (node instanceof Node.Reduce reduce
        && equation.has(Index.Kind.BATCH)
        && !steps
        && byName.get(reduce.of().name()).axes().stream().anyMatch(this::windowed)) {
      return Optional.of("reduces over all steps");
    }
    return Optional.empty();
  }

  /** Whether an axis is the one of windows, or follows it. */
  private boolean windowed(String axis) {
    return signature.streams(signature.axis(axis));
  }

  private boolean later(Node.Delay delay) {
    return delay.by() < 0 && byName.get(delay.of().name()).axes().contains(delay.axis());
  }

  /** A stream does not know its next inputs either. */
  private Optional<String> step(Equation equation) {
    return equation.node() instanceof Node.Delay delay && later(delay) && windowed(delay.axis())
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
        if (reader.axes().stream().anyMatch(this::windowed)) {
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
