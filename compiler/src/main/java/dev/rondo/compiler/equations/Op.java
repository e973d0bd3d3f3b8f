package dev.rondo.compiler.equations;

import java.util.Locale;

/**
 * The element-wise operations. An operation is known in four places: its meaning here, its
 * derivative in {@code differentiate.Derivatives}, its code in {@code runtime.math.F32} and {@code
 * F64} (a static method of the same name), and its name in the language in {@code
 * elaborate.Functions}.
 *
 * <p>{@code cost} is what it adds to the budget of a portable loop (architecture.md, Bytecode).
 */
public enum Op {
  ADD(2, 1, true, a -> a[0] + a[1]),
  SUB(2, 1, true, a -> a[0] - a[1]),
  MUL(2, 1, true, a -> a[0] * a[1]),
  DIV(2, 1, true, a -> a[0] / a[1]),
  NEG(1, 1, true, a -> -a[0]),
  POW(2, 40, false, a -> StrictMath.pow(a[0], a[1])),
  MOD(2, 40, false, a -> a[0] - a[1] * Math.floor(a[0] / a[1])),
  MIN(2, 1, true, a -> Math.min(a[0], a[1])),
  MAX(2, 1, true, a -> Math.max(a[0], a[1])),
  LESS(2, 40, false, a -> a[0] < a[1] ? 1 : 0),
  LESS_EQUAL(2, 40, false, a -> a[0] <= a[1] ? 1 : 0),
  GREATER(2, 40, false, a -> a[0] > a[1] ? 1 : 0),
  GREATER_EQUAL(2, 40, false, a -> a[0] >= a[1] ? 1 : 0),
  EQUAL(2, 40, false, a -> a[0] == a[1] ? 1 : 0),
  NOT_EQUAL(2, 40, false, a -> a[0] != a[1] ? 1 : 0),
  /** The second argument where the first is not 0, else the third. */
  SELECT(3, 40, false, a -> a[0] != 0 ? a[1] : a[2]),
  /** The first argument times the second; 0 wherever the first is 0: a zero adjoint cuts. */
  CUT(2, 40, false, a -> a[0] == 0 ? 0 : a[0] * a[1]),
  /** The value itself: under another order of indices, or spread along more of them. */
  COPY(1, 0, true, a -> a[0]),
  /** The value itself, without a gradient. */
  STOP(1, 0, true, a -> a[0]),
  /** The first argument in training, the second outside of it. */
  CHANCE(2, 0, true, a -> a[0]),
  /** The first argument; its derivative by the second is the third. */
  SURROGATE(3, 0, true, a -> a[0]),
  SIGMOID(1, 16, true, a -> 1 / (1 + StrictMath.exp(-a[0]))),
  TANH(1, 15, true, a -> StrictMath.tanh(a[0])),
  RELU(1, 1, true, a -> Math.max(a[0], 0)),
  EXP(1, 40, false, a -> StrictMath.exp(a[0])),
  LOG(1, 40, false, a -> StrictMath.log(a[0])),
  SQRT(1, 2, true, a -> Math.sqrt(a[0])),
  ABS(1, 1, true, a -> Math.abs(a[0])),
  SIGN(1, 40, false, a -> Math.signum(a[0])),
  STEP(1, 40, false, a -> a[0] > 0 ? 1 : 0),
  FLOOR(1, 40, false, a -> Math.floor(a[0])),
  ROUND(1, 40, false, a -> Math.rint(a[0])),
  SIN(1, 40, false, a -> StrictMath.sin(a[0])),
  COS(1, 40, false, a -> StrictMath.cos(a[0])),
  ERF(1, 40, false, a -> dev.rondo.runtime.math.F64.erf(a[0])),
  SOFTPLUS(
      1, 40, false, a -> Math.max(a[0], 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(a[0])))),
  /** Log of e^a + e^b, exact at −∞. */
  LOGADDEXP(
      2,
      40,
      false,
      a -> {
        double top = Math.max(a[0], a[1]);
        return Double.isInfinite(top)
            ? top
            : top + StrictMath.log1p(StrictMath.exp(-Math.abs(a[0] - a[1])));
      });

  /** The meaning of an operation on doubles. */
  @FunctionalInterface
  public interface Meaning {
    double apply(double[] args);
  }

  private final int arity;
  private final int cost;
  private final boolean vectorises;

  @SuppressWarnings("ImmutableEnumChecker") // the meanings above close over nothing
  private final Meaning meaning;

  Op(int arity, int cost, boolean vectorises, Meaning meaning) {
    this.arity = arity;
    this.cost = cost;
    this.vectorises = vectorises;
    this.meaning = meaning;
  }

  public int arity() {
    return arity;
  }

  public int cost() {
    return cost;
  }

  /** Whether C2 vectorises a portable loop with it. */
  public boolean vectorises() {
    return vectorises;
  }

  public double apply(double... args) {
    return meaning.apply(args);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
