package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What needs no computing: leaves, and other rows or parts of rows under another name. */
final class Views {
  private Views() {}

  static boolean isView(Equation equation, Map<String, Equation> byName) {
    Node node = equation.node();
    if (node instanceof Node.Position position) {
      return equation.indices().stream()
          .anyMatch(i -> !i.isFeature() && i.name().equals(position.index()));
    }
    if (node instanceof Node.Slice slice) {
      return isPrefixSlice(equation, slice, byName);
    }
    return node instanceof Node.Leaf
        || node instanceof Node.Delay
        || node instanceof Node.At
        || node instanceof Node.Reshape;
  }

  /**
   * The values that names show, with those that are computed themselves.
   *
   * @param stepwise within a loop: what a delay shows is there from another step
   */
  static Set<String> behind(Set<String> names, Map<String, Equation> byName, boolean stepwise) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> work = new ArrayDeque<>(names);
    while (!work.isEmpty()) {
      String name = work.pop();
      Equation equation = byName.get(name);
      if (!found.add(name) || !isView(equation, byName)) {
        continue;
      }
      if (stepwise && equation.node() instanceof Node.Delay delay && delay.by() != 0) {
        work.push(delay.outside().name());
      } else {
        equation.node().reads().forEach(r -> work.push(r.name()));
      }
    }
    return found;
  }

  /** A slice along the first feature is a stretch of the row. */
  private static boolean isPrefixSlice(
      Equation equation, Node.Slice slice, Map<String, Equation> byName) {
    var features = AlignOperands.features(slice.of(), byName);
    return features.equals(equation.features().stream().map(Index::name).toList())
        && features.get(0).equals(slice.index());
  }
}
