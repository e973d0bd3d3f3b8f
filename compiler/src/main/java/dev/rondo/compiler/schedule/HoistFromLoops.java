package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts every chain of products into links, one product each. The links that do not depend on the
 * loop come first in a chain, so cutting takes them out of it: {@code b + W @ x} is computed for
 * all steps at once.
 */
final class HoistFromLoops {
  private HoistFromLoops() {}

  static Equations apply(Equations system) {
    List<Equation> equations = new ArrayList<>();
    for (Equation equation : system.equations()) {
      if (equation.node() instanceof Node.Affine affine && affine.products().size() > 1) {
        links(equation, affine, equations);
      } else {
        equations.add(equation);
      }
    }
    return system.with(equations);
  }

  private static void links(Equation equation, Node.Affine affine, List<Equation> equations) {
    Optional<Read> init = affine.init();
    int last = affine.products().size() - 1;
    for (int i = 0; i <= last; i++) {
      Node link = new Node.Affine(init, List.of(affine.products().get(i)), affine.descending());
      Equation next = i == last ? equation.with(link) : equation.named("%link" + i, link);
      equations.add(next);
      init = Optional.of(next.read());
    }
  }
}
