package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Loops;
import dev.rondo.compiler.equations.Node;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Plan.Space;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which rows an equation has, and in which order: along the axes of the loops around it first,
 * so that the rows of a step lie together.
 */
final class Spaces {
  private final List<String> axes;
  private final Signature signature;
  private final Map<String, List<String>> nests = new HashMap<>();

  Spaces(Signature signature, List<Loops.Loop> loops) {
    this.signature = signature;
    this.axes = signature.axes().stream().map(Signature.Axis::name).toList();
    loops.forEach(loop -> nest(loop, List.of()));
  }

  private void nest(Loops.Loop loop, List<String> around) {
    if (!loop.repeats()) {
      nests.put(loop.equations().get(0).name(), around);
      return;
    }
    List<String> inner = new ArrayList<>(around);
    inner.add(loop.axis());
    loop.body().forEach(b -> nest(b, inner));
  }

  /** Takes an equation into loops around others. */
  void sink(Equation equation, List<String> loops) {
    nests.put(equation.name(), loops);
  }

  /** The axes of the loops around an equation, the outermost first. */
  List<String> loops(Equation equation) {
    return nests.getOrDefault(equation.name(), List.of());
  }

  int number(String axis) {
    return axes.indexOf(axis);
  }

  List<Signature.Axis> axes() {
    return signature.axes();
  }

  /** The rows of an equation; a constant is the same everywhere. */
  Space of(Equation equation) {
    return equation.node() instanceof Node.Constant ? Space.ONE : rows(equation);
  }

  /** The rows of an equation, whether they differ or not. */
  Space rows(Equation equation) {
    if (!equation.has(Index.Kind.TIME)) {
      return equation.has(Index.Kind.BATCH) ? Space.SEQUENCE : Space.ONE;
    }
    // what data bring is numbered as they are
    List<String> order =
        new ArrayList<>(
            equation.node() instanceof Node.Input input ? given(input) : loops(equation));
    order.retainAll(equation.axes());
    equation.axes().stream().filter(a -> !order.contains(a)).forEach(order::add);
    return along(order, equation.domain());
  }

  /** The axes of an input in the order in which it is declared to vary over them. */
  private List<String> given(Node.Input input) {
    return signature.inputs().stream()
        .filter(i -> i.name().equals(input.name()))
        .flatMap(i -> i.axes().stream().map(axes::get))
        .toList();
  }

  /** The rows that two values have together, where both are defined. */
  Space joined(Equation a, Equation b) {
    List<String> order = new ArrayList<>(axes);
    order.removeIf(axis -> !a.axes().contains(axis) && !b.axes().contains(axis));
    return along(order, a.domain().and(b.domain()));
  }

  Space along(List<String> order, Domain domain) {
    return Space.steps(
        order.stream().map(axis -> new Plan.Along(number(axis), domain.at(axis))).toList());
  }

  /** Whether an axis is the first one, or follows it. */
  boolean windowed(String axis) {
    return signature.streams(number(axis));
  }
}
