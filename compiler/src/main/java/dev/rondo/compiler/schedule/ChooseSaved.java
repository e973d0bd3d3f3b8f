package dev.rondo.compiler.schedule;

import dev.rondo.compiler.differentiate.ReverseMode;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides what the backward pass reads back and what it computes again: a cheap operation on values
 * that are kept anyway costs less than a row written and read. States are always kept.
 */
final class ChooseSaved {
  /** An addition or product; a load and a store cost 3 each in the same budget. */
  static final int CHEAP = 2;

  private ChooseSaved() {}

  static Equations apply(Equations system) {
    Map<String, Equation> byName = system.byName();
    Set<String> kept = new HashSet<>(system.roots().values());
    Set<String> backward = new HashSet<>();
    for (Equation equation : system.equations()) {
      for (Read read : equation.node().reads()) {
        if (equation.node() instanceof Node.Delay || equation.node() instanceof Node.At) {
          kept.add(read.name());
        }
        if (adjoint(equation.name()) && !adjoint(read.name())) {
          backward.add(read.name());
        }
      }
    }
    Set<String> again = new HashSet<>();
    for (Equation equation : system.equations()) {
      boolean needed = backward.contains(equation.name()) && !kept.contains(equation.name());
      if (needed && cheap(equation) && available(equation, byName, backward, again)) {
        again.add(equation.name());
      }
    }
    List<Equation> equations = new ArrayList<>();
    for (Equation equation : system.equations()) {
      equations.add(
          adjoint(equation.name())
              ? equation.with(equation.node().map(r -> again.contains(r.name()) ? twin(r) : r))
              : equation);
      if (again.contains(equation.name())) {
        Equation copy =
            new Equation(
                twin(equation.read()).name(),
                equation.indices(),
                equation.domain(),
                equation.node(),
                equation.span());
        equations.add(copy);
      }
    }
    return system.with(equations);
  }

  private static boolean adjoint(String name) {
    return name.startsWith(ReverseMode.MARK);
  }

  private static Read twin(Read read) {
    return read.of(ReverseMode.MARK + "%again " + read.name());
  }

  private static boolean cheap(Equation equation) {
    return equation.has(Index.Kind.TIME)
        && equation.node() instanceof Node.Elementwise e
        && e.op().vectorises()
        && e.op().cost() <= CHEAP;
  }

  /** Whether everything it reads is kept for the backward pass in any case. */
  private static boolean available(
      Equation equation, Map<String, Equation> byName, Set<String> backward, Set<String> again) {
    return equation.node().reads().stream()
        .allMatch(
            r -> {
              Node node = byName.get(r.name()).node();
              boolean leaf =
                  node instanceof Node.Leaf
                      || node instanceof Node.Delay
                      || node instanceof Node.At;
              return leaf || (backward.contains(r.name()) && !again.contains(r.name()));
            });
  }
}
