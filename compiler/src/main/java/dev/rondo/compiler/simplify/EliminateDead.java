package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Drops what no root needs. */
public final class EliminateDead {
  private EliminateDead() {}

  static Equations apply(Equations system, Set<String> frozen) {
    return keep(system, role -> true);
  }

  /** The part of a system that the chosen roots need. */
  public static Equations keep(Equations system, Predicate<String> role) {
    Map<String, Equation> byName = system.byName();
    Map<String, String> roots = new LinkedHashMap<>();
    system
        .roots()
        .forEach(
            (r, name) -> {
              if (role.test(r)) {
                roots.put(r, name);
              }
            });
    Set<String> live = new HashSet<>(roots.values());
    Deque<String> work = new ArrayDeque<>(live);
    while (!work.isEmpty()) {
      for (Read read : byName.get(work.pop()).node().reads()) {
        if (live.add(read.name())) {
          work.push(read.name());
        }
      }
    }
    return system
        .with(system.equations().stream().filter(e -> live.contains(e.name())).toList())
        .withRoots(roots);
  }
}
