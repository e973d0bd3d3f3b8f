package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What needs no computing: leaves, and other rows or parts of rows under another name. */
final class Views {
  private Views() {}

  static boolean isView(Equation equation, Map<String, Equation> byName) {
    Node node = equation.node();
    if (node instanceof Node.Position position) {
      return equation.axes().contains(position.index());
    }
    if (node instanceof Node.Slice slice) {
      return isPrefixSlice(equation, slice, byName);
    }
    return node instanceof Node.Leaf
        || node instanceof Node.Delay
        || node instanceof Node.At
        || node instanceof Node.Reshape
        || isRenamed(equation, byName)
        || isSpread(equation, byName);
  }

  /** Whether it is another value at more positions: rows that are there, again and again. */
  static boolean isSpread(Equation equation, Map<String, Equation> byName) {
    if (!(equation.node() instanceof Node.Elementwise e) || e.op() != Op.COPY) {
      return false;
    }
    Read read = e.args().get(0);
    Equation of = byName.get(read.name());
    return equation.axes().size() > of.axes().size()
        && (of.has(Index.Kind.BATCH) || of.has(Index.Kind.TIME))
        && read.indices().containsAll(of.axes())
        && AlignOperands.features(read, byName)
            .equals(equation.features().stream().map(Index::name).toList());
  }

  /** Whether it is another value whose axis of time has another name here. */
  static boolean isRenamed(Equation equation, Map<String, Equation> byName) {
    return equation.node() instanceof Node.Elementwise e
        && e.op() == Op.COPY
        && !equation.axes().containsAll(byName.get(e.args().get(0).name()).axes());
  }

  /**
   * The values that names show, with those that are computed themselves.
   *
   * @param loops the axes of the loops around: what a delay shows is there from another step
   */
  static Set<String> behind(Set<String> names, Map<String, Equation> byName, List<String> loops) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> work = new ArrayDeque<>(names);
    while (!work.isEmpty()) {
      String name = work.pop();
      Equation equation = byName.get(name);
      if (!found.add(name) || !isView(equation, byName)) {
        continue;
      }
      if (equation.node() instanceof Node.Delay delay
          && delay.by() != 0
          && loops.contains(delay.axis())) {
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
