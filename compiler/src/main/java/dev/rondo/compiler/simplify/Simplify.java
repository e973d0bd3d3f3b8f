package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.CheckEquations;
import dev.rondo.compiler.equations.Equations;
import java.util.List;
import java.util.Set;

/** Applies the rules, one a file, until none changes anything. */
public final class Simplify {
  /** A rewriting that keeps every value, to the bit. */
  @FunctionalInterface
  interface Rule {
    /** {@code frozen}: equations that may be read but not changed. */
    Equations apply(Equations system, Set<String> frozen);
  }

  private static final List<Rule> RULES =
      List.of(
          ForwardCopies::apply, FoldConstants::apply, EliminateCommon::apply, EliminateDead::apply);

  private Simplify() {}

  public static Equations simplify(Equations system, Set<String> frozen) {
    Equations now = system;
    Equations before;
    do {
      before = now;
      for (Rule rule : RULES) {
        now = rule.apply(now, frozen);
        assert CheckEquations.holds(now);
      }
    } while (!now.equals(before));
    return now;
  }
}
