package dev.rondo.compiler.equations;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Derives again what every equation must be from its node, and refuses a system that says
 * otherwise. It runs after every pass where assertions are on, as in all tests: a pass that breaks
 * a rule is caught where it happened, not where numbers differ.
 *
 * <p>An element-wise result may have indices that no argument has: it is the same along them.
 */
public final class CheckEquations {
  private final Map<String, Equation> equations;
  private final Equations system;

  private CheckEquations(Equations system) {
    this.system = system;
    this.equations = system.byName();
  }

  /**
   * Checks a system.
   *
   * @return the same system
   * @throws IllegalStateException if it breaks a rule; names the equation and the rule
   */
  public static Equations check(Equations system) {
    new CheckEquations(system).run();
    return system;
  }

  /** For assertions: true, or the exception of {@link #check}. */
  public static boolean holds(Equations system) {
    check(system);
    return true;
  }

  private void run() {
    for (Equation equation : system.equations()) {
      indices(equation);
      equation.axes().forEach(axis -> inside(equation, axis));
      for (Read read : equation.node().reads()) {
        read(equation, read);
      }
      equation.node().accept(new CheckNode(equation, equations, system.signature()));
    }
    Loops.find(system.equations());
    new CheckRoots(system, equations).run();
  }

  /** Time, then batch, then features; every name once. */
  private static void indices(Equation equation) {
    Index before = null;
    Set<String> names = new HashSet<>();
    for (Index index : equation.indices()) {
      require(equation, names.add(index.name()), "index " + index.name() + " occurs twice");
      int order = before == null ? 1 : index.kind().compareTo(before.kind());
      require(equation, order >= 0, "indices stand as time, batch, features");
      boolean once = index.kind() != Index.Kind.BATCH || order > 0;
      require(equation, once, "it has two batch indices");
      before = index;
      if (index.isFeature()) {
        require(equation, index.size() > 0, "index " + index.name() + " has size " + index.size());
      } else {
        require(equation, index.size() == 0, "index " + index.name() + " takes its size from data");
      }
      if (index.kind() == Index.Kind.BATCH) {
        require(equation, index.equals(Index.BATCH), "the batch index is called #");
      }
    }
    equation
        .domain()
        .missing()
        .forEach((axis, m) -> require(equation, m >= 0, m + " are missing along " + axis));
  }

  /** Along an axis that lies in another one there is nothing without a position of that one. */
  private void inside(Equation equation, String axis) {
    system
        .signature()
        .within(axis)
        .ifPresent(
            outer ->
                require(
                    equation,
                    equation.axes().contains(outer),
                    axis + " lies in " + outer + ", which it lacks"));
  }

  private void read(Equation equation, Read read) {
    Equation of = equations.get(read.name());
    require(equation, of != null, "it reads " + read.name() + ", which has no equation");
    require(
        equation,
        of.indices().size() == read.indices().size(),
        "it reads " + read + " but " + of.name() + " has indices " + of.indices());
    require(
        equation,
        new HashSet<>(read.indices()).size() == read.indices().size(),
        "it reads " + read + " with an index twice");
    for (int i = 0; i < of.indices().size(); i++) {
      Index index = of.indices().get(i);
      boolean copy = equation.node() instanceof Node.Elementwise e && e.op() == Op.COPY;
      boolean renames = !index.name().equals(read.indices().get(i));
      require(
          equation,
          !renames || index.isFeature() || (copy && index.kind() == Index.Kind.TIME),
          "it reads " + read + ", which renames a " + index.kind() + " index");
    }
  }

  /** Index by the name a read gives it. */
  static Map<String, Index> named(Equation of, Read read) {
    Map<String, Index> named = new HashMap<>();
    for (int i = 0; i < of.indices().size(); i++) {
      named.put(read.indices().get(i), of.indices().get(i).renamed(read.indices().get(i)));
    }
    return named;
  }

  static void require(Equation equation, boolean holds, String rule) {
    if (!holds) {
      throw new IllegalStateException(
          "equation "
              + equation.name()
              + equation.indices().stream().map(Index::name).toList()
              + ": "
              + rule
              + "\n  "
              + equation.node());
    }
  }
}
