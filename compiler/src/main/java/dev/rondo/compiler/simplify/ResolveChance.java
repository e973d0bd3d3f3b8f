package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decides whether noise is drawn; a system then takes no draws but those that it needs. */
public final class ResolveChance {
  private ResolveChance() {}

  /** {@code drawn}: in training; otherwise noise is what is due outside of it. */
  public static Equations resolve(Equations system, boolean drawn) {
    List<Equation> equations =
        system.equations().stream().map(e -> resolved(e, drawn ? 0 : 1)).toList();
    Equations live = EliminateDead.keep(system.with(equations), role -> true);
    return new Equations(signature(live), live.equations(), live.roots());
  }

  private static Equation resolved(Equation equation, int chosen) {
    return equation.node() instanceof Node.Elementwise node && node.op() == Op.CHANCE
        ? equation.with(new Node.Elementwise(Op.COPY, List.of(node.args().get(chosen))))
        : equation;
  }

  /** What the user's model takes and gives: no draws. */
  public static Signature withoutDraws(Signature signature) {
    return with(signature, Set.of());
  }

  private static Signature signature(Equations system) {
    Set<String> used = new HashSet<>();
    for (Equation equation : system.equations()) {
      if (equation.node() instanceof Node.Input input) {
        used.add(input.name());
      } else if (equation.node() instanceof Node.Parameter parameter) {
        used.add(parameter.path());
      }
    }
    return with(system.signature(), used);
  }

  /** With these draws only: they come behind the model's own inputs and parameters. */
  private static Signature with(Signature signature, Set<String> draws) {
    List<Signature.Parameter> parameters = new ArrayList<>();
    int offset = 0;
    for (Signature.Parameter p : signature.parameters()) {
      if (!Chance.isDrawn(p.path()) || draws.contains(p.path())) {
        parameters.add(
            new Signature.Parameter(p.path(), p.shape(), offset, p.fixed(), p.initial()));
        offset += p.size();
      }
    }
    return new Signature(
        signature.model(),
        signature.sizes(),
        signature.axes(),
        parameters,
        signature.inputs().stream()
            .filter(i -> !Chance.isDrawn(i.name()) || draws.contains(i.name()))
            .toList(),
        signature.outputs(),
        signature.terms());
  }
}
