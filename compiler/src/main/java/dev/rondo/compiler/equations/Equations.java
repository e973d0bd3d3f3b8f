package dev.rondo.compiler.equations;

import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A system of recurrence equations.
 *
 * @param signature the model's parameters, inputs, outputs and terms
 * @param equations every name once; any order
 * @param roots what is wanted: a role such as {@code output/y}, {@code sum/loss}, {@code
 *     count/loss}, {@code loss}, {@code gradient/W}, {@code input/x}, and the equation that gives
 *     it
 */
public record Equations(Signature signature, List<Equation> equations, Map<String, String> roots) {
  public Equations {
    equations = List.copyOf(equations);
    roots = Collections.unmodifiableMap(new LinkedHashMap<>(roots));
  }

  /** By name, in order. */
  public Map<String, Equation> byName() {
    Map<String, Equation> map = new LinkedHashMap<>();
    for (Equation equation : equations) {
      if (map.put(equation.name(), equation) != null) {
        throw new IllegalStateException("two equations for " + equation.name());
      }
    }
    return map;
  }

  public Equations with(List<Equation> others) {
    return new Equations(signature, others, roots);
  }

  public Equations withRoots(Map<String, String> others) {
    return new Equations(signature, equations, others);
  }

  /** Which equations read a name, by name. */
  public Map<String, List<Equation>> readers() {
    Map<String, List<Equation>> map = new LinkedHashMap<>();
    for (Equation equation : equations) {
      for (Read read : equation.node().reads()) {
        List<Equation> list = map.computeIfAbsent(read.name(), n -> new ArrayList<>());
        // one that reads it twice is the last one
        if (list.isEmpty() || !list.get(list.size() - 1).name().equals(equation.name())) {
          list.add(equation);
        }
      }
    }
    return map;
  }
}
