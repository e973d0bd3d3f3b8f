package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.CheckEquations;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Loops;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides every rounding: which products are one chain of fused multiply-adds, in which order, and
 * along which order of steps a sum over time runs. What comes after may move work, never bits.
 */
public final class FixNumerics {
  private FixNumerics() {}

  /**
   * A system with its sums and products fixed.
   *
   * @param frozen equations that an earlier call has fixed; the others may read them
   */
  public static Equations fix(Equations system, Set<String> frozen) {
    Equations sums = new SplitSums(system, frozen).run();
    assert CheckEquations.holds(sums);
    Equations chains = new CollectSums(sums, frozen).run();
    assert CheckEquations.holds(chains);
    return direct(chains, frozen);
  }

  /** A sum over time visits the steps as the loop that computes its terms does. */
  private static Equations direct(Equations system, Set<String> frozen) {
    Map<String, Loops.Loop> loops = Loops.byName(system);
    Map<String, Equation> byName = system.byName();
    boolean adjoint = !frozen.isEmpty();
    List<Equation> equations = new ArrayList<>();
    for (Equation equation : system.equations()) {
      if (frozen.contains(equation.name()) || !sumsSteps(equation, byName)) {
        equations.add(equation);
        continue;
      }
      boolean descending = adjoint;
      for (Read read : equation.node().reads()) {
        Loops.Loop loop = loops.get(read.name());
        if (adjoint && loop != null && !frozen.contains(read.name())) {
          descending = loop.direction() < 0;
          break;
        }
      }
      equations.add(equation.with(directed(equation.node(), descending)));
    }
    return system.with(equations);
  }

  /** Whether it reads more steps or sequences than its own. */
  private static boolean sumsSteps(Equation equation, Map<String, Equation> byName) {
    if (!equation.has(Index.Kind.TIME)) {
      return true;
    }
    for (Read read : equation.node().reads()) {
      List<Index> own = byName.get(read.name()).indices();
      for (int i = 0; i < own.size(); i++) {
        if (own.get(i).kind() == Index.Kind.TIME
            && !equation.axes().contains(read.indices().get(i))) {
          return true;
        }
      }
    }
    return false;
  }

  private static Node directed(Node node, boolean descending) {
    if (node instanceof Node.Affine affine) {
      return new Node.Affine(affine.init(), affine.products(), descending);
    }
    if (node instanceof Node.Reduce reduce) {
      return new Node.Reduce(reduce.op(), reduce.of(), descending);
    }
    if (node instanceof Node.Scatter scatter) {
      return new Node.Scatter(scatter.of(), scatter.index(), scatter.token(), descending);
    }
    return node;
  }
}
