package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A copy under the same indices is the thing itself. */
final class ForwardCopies {
  private ForwardCopies() {}

  static Equations apply(Equations system, Set<String> frozen) {
    Map<String, Equation> byName = system.byName();
    Map<String, String> others = new LinkedHashMap<>();
    for (Equation equation : system.equations()) {
      if (!frozen.contains(equation.name())) {
        source(equation, byName).ifPresent(name -> others.put(equation.name(), name));
      }
    }
    return Substitute.apply(system, others);
  }

  private static Optional<String> source(Equation equation, Map<String, Equation> byName) {
    Read read;
    if (equation.node() instanceof Node.Elementwise e && e.op() == Op.COPY) {
      read = e.args().get(0);
    } else if (equation.node() instanceof Node.Reshape reshape) {
      read = reshape.of();
    } else if (equation.node() instanceof Node.Delay delay && delay.by() == 0) {
      read = delay.of();
    } else {
      return Optional.empty();
    }
    Equation source = byName.get(read.name());
    boolean same =
        source.domain().equals(equation.domain())
            && source.axes().equals(equation.axes())
            && kinds(source).equals(kinds(equation))
            && (equation.node() instanceof Node.Reshape
                || read.indices().equals(equation.read().indices()));
    return same ? Optional.of(source.name()) : Optional.empty();
  }

  private static List<Object> kinds(Equation equation) {
    return equation.indices().stream().<Object>map(i -> List.of(i.kind(), i.size())).toList();
  }
}
