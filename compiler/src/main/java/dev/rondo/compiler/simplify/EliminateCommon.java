package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes the same thing once. */
final class EliminateCommon {
  private EliminateCommon() {}

  private record Key(List<Index> indices, Domain domain, Node node) {}

  static Equations apply(Equations system, Set<String> frozen) {
    Map<Key, Equation> first = new HashMap<>();
    // frozen ones first: they stay, and others may be replaced by them
    system.equations().stream()
        .filter(e -> frozen.contains(e.name()))
        .forEach(e -> first.putIfAbsent(key(e), e));
    Map<String, String> others = new LinkedHashMap<>();
    for (Equation equation : system.equations()) {
      if (!frozen.contains(equation.name())) {
        Equation known = first.get(key(equation));
        if (known == null) {
          first.put(key(equation), equation);
        } else if (temporary(known) && !temporary(equation) && !frozen.contains(known.name())) {
          others.put(known.name(), equation.name());
          first.put(key(equation), equation);
        } else {
          others.put(equation.name(), known.name());
        }
      }
    }
    Equations replaced = Substitute.apply(system, others);
    return replaced.with(
        replaced.equations().stream().filter(e -> !others.containsKey(e.name())).toList());
  }

  private static Key key(Equation equation) {
    return new Key(equation.indices(), equation.domain(), equation.node());
  }

  private static boolean temporary(Equation equation) {
    return equation.name().contains("%");
  }
}
