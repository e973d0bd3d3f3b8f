package dev.rondo.compiler.verify;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Finds the leaves whose gradient is not the loss's slope, because the model says another. */
public final class Stated {
  private Stated() {}

  /** Parameters by path and inputs as {@code input/NAME} in front of a stop or a derivative. */
  public static Set<String> of(Equations forward) {
    Map<String, Equation> byName = forward.byName();
    Deque<Equation> work = new ArrayDeque<>();
    Set<Equation> seen = new LinkedHashSet<>();
    for (Equation equation : forward.equations()) {
      if (equation.node() instanceof Node.Elementwise e
          && (e.op() == Op.STOP || e.op() == Op.SURROGATE)
          && seen.add(equation)) {
        work.add(equation);
      }
    }
    while (!work.isEmpty()) {
      for (Read read : work.remove().node().reads()) {
        Equation of = byName.get(read.name());
        if (seen.add(of)) {
          work.add(of);
        }
      }
    }
    Set<String> leaves = new LinkedHashSet<>();
    for (Equation equation : seen) {
      if (equation.node() instanceof Node.Parameter parameter) {
        leaves.add(parameter.path());
      } else if (equation.node() instanceof Node.Input input) {
        leaves.add("input/" + input.name());
      }
    }
    return leaves;
  }
}
