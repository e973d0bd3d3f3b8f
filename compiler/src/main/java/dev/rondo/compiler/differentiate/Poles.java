package dev.rondo.compiler.differentiate;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds values that can be infinite or no number where they are not chosen. In {@code where(x > 0,
 * x * log(x), 0)} the product's adjoint is 0 at x = 0; times {@code log(x)} it must stay 0.
 *
 * <p>A cut does not vectorise, so this looks through element-wise operations alone, and what has a
 * constant added to it is taken to be far enough from 0: {@code a / sqrt(b + 1e-5)}.
 */
final class Poles {
  private final Map<String, Equation> byName;

  /** Without a choice nothing is left out: what is infinite makes the loss infinite. */
  private final boolean choices;

  private final Map<String, Boolean> known = new HashMap<>();

  Poles(Equations system) {
    byName = system.byName();
    choices =
        byName.values().stream()
            .anyMatch(e -> e.node() instanceof Node.Elementwise n && n.op() == Op.SELECT);
  }

  /** Whether one of the arguments of an operation has poles. */
  boolean in(List<Read> arguments) {
    return choices && arguments.stream().anyMatch(r -> in(r.name()));
  }

  private boolean in(String name) {
    Boolean before = known.get(name);
    if (before == null) {
      before = byName.get(name).node() instanceof Node.Elementwise node && in(node);
      known.put(name, before);
    }
    return before;
  }

  private boolean in(Node.Elementwise node) {
    List<Read> x = node.args();
    return switch (node.op()) {
      case LOG, SQRT -> !awayFromZero(x.get(0)) || in(x);
      case DIV, MOD -> !awayFromZero(x.get(1)) || in(x);
      case POW, EXP -> true;
      case SELECT, CUT, STEP -> false;
      case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL -> false;
      case ADD, SUB, MUL, NEG, MIN, MAX, COPY, STOP, CHANCE, SURROGATE, SIGMOID, TANH, RELU ->
          in(x);
      case ABS, SIGN, FLOOR, ROUND, SIN, COS, ERF, SOFTPLUS, LOGADDEXP -> in(x);
    };
  }

  private boolean awayFromZero(Read read) {
    if (constant(read) != 0) {
      return true;
    }
    if (!(byName.get(read.name()).node() instanceof Node.Elementwise node)) {
      return false;
    }
    return switch (node.op()) {
      case ADD, MAX -> node.args().stream().anyMatch(r -> constant(r) != 0);
      case SQRT, COPY -> awayFromZero(node.args().get(0));
      case MUL -> node.args().stream().allMatch(this::awayFromZero);
      case EXP -> true;
      default -> false;
    };
  }

  /** The value of a constant, 0 for anything else. */
  private double constant(Read read) {
    return byName.get(read.name()).node() instanceof Node.Constant c ? c.value() : 0;
  }
}
