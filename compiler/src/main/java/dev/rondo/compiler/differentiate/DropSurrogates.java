package dev.rondo.compiler.differentiate;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import java.util.List;

/** Forgets what users said about derivatives, once these are there or when nobody wants them. */
public final class DropSurrogates {
  private DropSurrogates() {}

  /** The same values. */
  public static Equations drop(Equations system) {
    return system.with(system.equations().stream().map(DropSurrogates::value).toList());
  }

  private static Equation value(Equation equation) {
    return equation.node() instanceof Node.Elementwise node && node.op() == Op.SURROGATE
        ? equation.with(new Node.Elementwise(Op.STOP, List.of(node.args().get(0))))
        : equation;
  }
}
