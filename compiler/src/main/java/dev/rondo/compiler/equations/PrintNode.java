package dev.rondo.compiler.equations;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Right sides as text, in two ways: without feature indices, as long as every value is used as a
 * whole and the order of its indices is the usual one; or with all of them.
 */
final class PrintNode {
  final Map<String, Equation> equations;
  final Predicate<String> folded;

  PrintNode(Map<String, Equation> equations, Predicate<String> folded) {
    this.equations = equations;
    this.folded = folded;
  }

  /** A whole line. */
  String equation(Equation equation, String name) {
    String axes = axes(equation);
    if (equation.node() instanceof Node.Parameter p) {
      return "param " + alias(name, p.path()) + shape(equation);
    }
    if (equation.node() instanceof Node.Input i) {
      return "input " + alias(name, i.name()) + shape(equation) + axes;
    }
    try {
      return name + shape(equation) + axes + " = " + hidden(equation).text();
    } catch (PrintWriting.NeedsIndices e) {
      String indices =
          equation.features().stream()
              .map(i -> i.name() + ":" + i.size())
              .collect(Collectors.joining(" ", "[", "]"));
      return name + indices + axes + " = " + explicit(equation);
    }
  }

  /** The right side alone, with as few indices as possible. */
  String expression(Equation equation) {
    try {
      return hidden(equation).text();
    } catch (PrintWriting.NeedsIndices e) {
      return explicit(equation);
    }
  }

  private String explicit(Equation equation) {
    Map<String, String> same = new HashMap<>();
    equation.indices().forEach(i -> same.put(i.name(), i.name()));
    return equation.node().accept(new PrintIndexed(this, equation, same)).text();
  }

  PrintWriting.Text hidden(Equation equation) {
    return equation.node().accept(new PrintPlain(this, equation));
  }

  private static String alias(String name, String of) {
    return name.equals(of) ? name : name + " = " + of;
  }

  private static String shape(Equation equation) {
    return equation.features().isEmpty()
        ? ""
        : equation.features().stream()
            .map(i -> Integer.toString(i.size()))
            .collect(Collectors.joining(", ", ": [", "]"));
  }

  private static String axes(Equation equation) {
    if (!equation.has(Index.Kind.TIME)) {
      return equation.has(Index.Kind.BATCH) ? " over #" : "";
    }
    String over =
        equation.axes().stream()
            .map(axis -> " over " + axis + PrintEquations.end(equation.domain(), axis))
            .collect(Collectors.joining());
    return over + (equation.has(Index.Kind.BATCH) ? "" : " (the same in all sequences)");
  }
}
