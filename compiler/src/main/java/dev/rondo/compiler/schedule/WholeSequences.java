package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import java.util.Map;
import java.util.Optional;

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
          && !(byName.get(delay.of().name()).node() instanceof Node.Leaf)) {
        why = "reads a later step of '" + delay.of().name() + "', which is computed";
      } else if (equation.node() instanceof Node.At at && !(streams && at.last())) {
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
}
