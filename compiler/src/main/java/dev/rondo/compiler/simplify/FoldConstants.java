package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes what is known, and drops factors of 1. Not x + 0 and not x · 0: they change −0,
 * infinities and NaN.
 */
final class FoldConstants {
  private FoldConstants() {}

  static Equations apply(Equations system, Set<String> frozen) {
    Map<String, Equation> byName = system.byName();
    List<Equation> equations =
        system.equations().stream()
            .map(e -> frozen.contains(e.name()) ? e : fold(e, byName))
            .toList();
    return system.with(equations);
  }

  private static Equation fold(Equation equation, Map<String, Equation> byName) {
    if (!(equation.node() instanceof Node.Elementwise e)) {
      return equation;
    }
    List<Optional<Double>> values = e.args().stream().map(r -> constant(r, byName)).toList();
    if (values.stream().allMatch(Optional::isPresent)) {
      double[] args = values.stream().mapToDouble(Optional::get).toArray();
      // only what is exact in every precision: 1 − 0.1 rounds differently in float and double
      double value = e.op().apply(args);
      boolean exact = Arrays.stream(args).allMatch(v -> (float) v == v);
      if (exact && value == Math.rint(value) && Math.abs(value) < 1 << 24) {
        return equation.with(new Node.Constant(value));
      }
    }
    return switch (e.op()) {
      case MUL ->
          is(values.get(0), 1)
              ? copy(equation, e.args().get(1))
              : is(values.get(1), 1) ? copy(equation, e.args().get(0)) : equation;
      case DIV -> is(values.get(1), 1) ? copy(equation, e.args().get(0)) : equation;
      case CUT ->
          values.get(0).isPresent() && values.get(0).get() != 0
              ? equation.with(new Node.Elementwise(Op.MUL, e.args()))
              : equation;
      case NEG -> negation(equation, e.args().get(0), byName);
      default -> equation;
    };
  }

  private static Equation negation(Equation equation, Read of, Map<String, Equation> byName) {
    Equation inner = byName.get(of.name());
    return inner.node() instanceof Node.Elementwise e && e.op() == Op.NEG && inner.read().equals(of)
        ? copy(equation, e.args().get(0))
        : equation;
  }

  private static Equation copy(Equation equation, Read of) {
    return equation.with(new Node.Elementwise(Op.COPY, List.of(of)));
  }

  private static boolean is(Optional<Double> value, double number) {
    return value.isPresent() && value.get() == number;
  }

  private static Optional<Double> constant(Read read, Map<String, Equation> byName) {
    return byName.get(read.name()).node() instanceof Node.Constant c
        ? Optional.of(c.value())
        : Optional.empty();
  }
}
