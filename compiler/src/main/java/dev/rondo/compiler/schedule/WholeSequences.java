package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.runtime.Plan.Space;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what keeps a forward system from running over a window of a sequence. */
public final class WholeSequences {
  private WholeSequences() {}

  /**
   * The first equation that needs what a window does not have.
   *
   * @param streams the value at the last step so far will do for {@code h[last]}
   */
  public static Optional<String> reason(Equations system, boolean streams) {
    Map<String, Equation> byName = system.byName();
    for (Equation equation : system.equations()) {
      String why = null;
      if (equation.node() instanceof Node.Delay delay
          && delay.by() < 0
          && BuildStatements.space(byName.get(delay.of().name())) == Space.STEP
          && !(byName.get(delay.of().name()).node() instanceof Node.Input)) {
        why = "reads a later step of '" + delay.of().name() + "', which is no input";
      } else if (equation.node() instanceof Node.At at
          && !(streams && at.last() && !reachesSteps(equation, system))) {
        why = "reads the " + (at.last() ? "last" : "first") + " step";
      } else if (equation.node() instanceof Node.Reduce reduce
          && equation.has(Index.Kind.BATCH)
          && !equation.has(Index.Kind.TIME)
          && byName.get(reduce.of().name()).has(Index.Kind.TIME)) {
        why = "reduces over all steps";
      }
      if (why != null) {
        String reason = why;
        return Optional.of(
            equation.span().map(s -> s + " " + reason).orElse(equation.name() + " " + reason));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a value at an end goes into the steps again: they would need the end that is not yet.
   */
  private static boolean reachesSteps(Equation end, Equations system) {
    Map<String, List<Equation>> readers = system.readers();
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
