package dev.rondo.compiler.differentiate;

import dev.rondo.compiler.equations.CheckEquations;
import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gradient of a system: every equation gives its operands a part of their adjoints, and the
 * adjoint {@code ∂h} of {@code h} is the sum of its parts. It visits equations, not steps: an
 * equation that reads {@code h[t-1]} gives {@code ∂h} a part that reads the step after.
 */
public final class ReverseMode {
  /** Begins the name of an adjoint. */
  public static final String MARK = "∂";

  private final Extended system;
  private final Set<String> active;
  private final Map<String, List<Read>> parts = new LinkedHashMap<>();

  private ReverseMode(Extended system, Set<String> active) {
    this.system = system;
    this.active = active;
  }

  /**
   * Adds the gradient of the root {@code loss} with respect to leaves.
   *
   * @param wanted a root's role ({@code gradient/W}, {@code input/x}) and the equation of the leaf
   */
  public static Equations differentiate(Equations system, Map<String, String> wanted) {
    Extended extended = new Extended(system, MARK);
    String loss = system.roots().get("loss");
    Set<String> active = extended.dependents(Set.copyOf(wanted.values()));
    active.retainAll(extended.dependences(Set.of(loss)));
    ReverseMode pass = new ReverseMode(extended, active);
    Map<String, String> roots = new LinkedHashMap<>(system.roots());
    pass.run(loss);
    wanted.forEach((role, leaf) -> roots.put(role, pass.adjointOf(leaf)));
    Equations gradient = extended.extended(roots);
    assert CheckEquations.holds(gradient);
    return gradient;
  }

  private void run(String loss) {
    for (Equation equation : system.system.equations()) {
      if (active.contains(equation.name())) {
        parts.put(equation.name(), new ArrayList<>());
      }
    }
    if (active.contains(loss)) {
      parts.get(loss).add(system.number(1, Domain.ALL).read());
    }
    for (Equation equation : system.system.equations()) {
      if (active.contains(equation.name())) {
        equation.node().accept(new GiveParts(system, active, parts, equation));
      }
    }
    JoinSlices join = new JoinSlices(system);
    parts.forEach((name, reads) -> sum(name, join.join(system.get(name), reads)));
  }

  private String adjointOf(String leaf) {
    if (!parts.containsKey(leaf)) {
      adjointOfUnused(system.get(leaf));
    }
    return MARK + leaf;
  }

  /** {@code ∂n} is the sum of its parts, in the order of the equations that read n. */
  private void sum(String name, List<Read> reads) {
    Equation of = system.get(name);
    Read total = null;
    for (int i = 0; i < reads.size(); i++) {
      Read part = reads.get(i);
      Node node =
          total == null
              ? new Node.Elementwise(Op.COPY, List.of(part))
              : new Node.Elementwise(Op.ADD, List.of(total, part));
      Equation next =
          i == reads.size() - 1
              ? system.add(new Equation(MARK + name, of.indices(), of.domain(), node, of.span()))
              : system.temporary(of, of.indices(), of.domain(), node);
      total = next.read();
    }
    if (total == null) {
      adjointOfUnused(of);
    }
  }

  private void adjointOfUnused(Equation of) {
    system.add(
        new Equation(MARK + of.name(), of.indices(), of.domain(), new Node.Constant(0), of.span()));
  }
}
