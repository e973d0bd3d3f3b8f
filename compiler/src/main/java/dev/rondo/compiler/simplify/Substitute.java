package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Read;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Replaces names by others with the same value at the same indices, everywhere. */
final class Substitute {
  private Substitute() {}

  static Equations apply(Equations system, Map<String, String> others) {
    if (others.isEmpty()) {
      return system;
    }
    List<Equation> equations =
        system.equations().stream()
            .map(e -> e.with(e.node().map(r -> new Read(last(others, r.name()), r.indices()))))
            .toList();
    Map<String, String> roots = new LinkedHashMap<>();
    system.roots().forEach((role, name) -> roots.put(role, last(others, name)));
    return new Equations(system.signature(), equations, roots);
  }

  private static String last(Map<String, String> others, String name) {
    String now = name;
    while (others.containsKey(now)) {
      now = others.get(now);
    }
    return now;
  }
}
