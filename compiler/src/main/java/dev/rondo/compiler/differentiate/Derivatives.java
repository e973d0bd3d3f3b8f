package dev.rondo.compiler.differentiate;

import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import java.util.List;
import java.util.Optional;

/**
 * The partial derivatives of the element-wise operations, one row each.
 *
 * <p>A row gives {@code factor · ∂op/∂argument}. The factor is an adjoint in reverse mode and a
 * tangent in forward mode. Where the derivative can be infinite, a factor of 0 cuts ({@link
 * Op#CUT}): 0 · ∞ must not be NaN.
 */
final class Derivatives {
  private static final double TWO_BY_ROOT_PI = 1.1283791670955126;

  private Derivatives() {}

  /** Makes equations at the points of the operation that is differentiated. */
  interface Builder {
    Read apply(Op op, Read... args);

    Read number(double value);

    boolean isNumber(Read read);

    /** Whether an argument can be infinite where it is not chosen. */
    boolean hasPole(List<Read> arguments);
  }

  /** Empty where the derivative is 0. {@code c} is the operation's own value. */
  static Optional<Read> partial(Builder b, Op op, int argument, List<Read> x, Read c, Read factor) {
    Op times = b.hasPole(x) ? Op.CUT : Op.MUL;
    return switch (op) {
      case ADD, COPY -> Optional.of(factor);
      case SUB -> Optional.of(argument == 0 ? factor : b.apply(Op.NEG, factor));
      case NEG -> Optional.of(b.apply(Op.NEG, factor));
      case MUL -> Optional.of(b.apply(times, factor, x.get(1 - argument)));
      case DIV -> Optional.of(division(b, argument, x, c, factor));
      case POW -> Optional.of(power(b, argument, x, c, factor));
      case MOD ->
          Optional.of(
              argument == 0
                  ? factor
                  : b.apply(
                      Op.NEG,
                      b.apply(
                          Op.CUT, factor, b.apply(Op.FLOOR, b.apply(Op.DIV, x.get(0), x.get(1))))));
      case MIN -> Optional.of(chosen(b, Op.LESS_EQUAL, argument, x, factor));
      case MAX -> Optional.of(chosen(b, Op.GREATER_EQUAL, argument, x, factor));
      case SELECT -> selected(b, argument, x, factor);
      case CUT ->
          Optional.of(
              argument == 0 ? b.apply(times, factor, x.get(1)) : b.apply(Op.CUT, x.get(0), factor));
      case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL -> Optional.empty();
      case SURROGATE -> surrogate(b, argument, x, factor);
      case CHANCE -> throw new IllegalStateException("noise is drawn or not before this");
      case STOP, SIGN, STEP, FLOOR, ROUND -> Optional.empty();
      case SIGMOID ->
          Optional.of(b.apply(times, factor, b.apply(Op.MUL, c, b.apply(Op.SUB, b.number(1), c))));
      case TANH ->
          Optional.of(b.apply(times, factor, b.apply(Op.SUB, b.number(1), b.apply(Op.MUL, c, c))));
      case RELU -> Optional.of(b.apply(times, factor, b.apply(Op.STEP, x.get(0))));
      case EXP -> Optional.of(b.apply(Op.CUT, factor, c));
      case LOG -> Optional.of(b.apply(Op.CUT, factor, b.apply(Op.DIV, b.number(1), x.get(0))));
      case SQRT -> Optional.of(b.apply(Op.CUT, factor, b.apply(Op.DIV, b.number(0.5), c)));
      case ABS -> Optional.of(b.apply(times, factor, b.apply(Op.SIGN, x.get(0))));
      case SIN -> Optional.of(b.apply(times, factor, b.apply(Op.COS, x.get(0))));
      case COS -> Optional.of(b.apply(Op.NEG, b.apply(times, factor, b.apply(Op.SIN, x.get(0)))));
      case ERF -> {
        Read bell = b.apply(Op.EXP, b.apply(Op.NEG, b.apply(Op.MUL, x.get(0), x.get(0))));
        yield Optional.of(b.apply(times, factor, b.apply(Op.MUL, b.number(TWO_BY_ROOT_PI), bell)));
      }
      case SOFTPLUS -> Optional.of(b.apply(times, factor, b.apply(Op.SIGMOID, x.get(0))));
      case LOGADDEXP ->
          Optional.of(
              b.apply(Op.CUT, factor, b.apply(Op.EXP, b.apply(Op.SUB, x.get(argument), c))));
    };
  }

  private static Read division(Builder b, int argument, List<Read> x, Read c, Read factor) {
    Read y = x.get(1);
    if (argument == 0) {
      return b.isNumber(y)
          ? b.apply(Op.DIV, factor, y)
          : b.apply(Op.CUT, factor, b.apply(Op.DIV, b.number(1), y));
    }
    return b.apply(Op.CUT, factor, b.apply(Op.NEG, b.apply(Op.DIV, c, y)));
  }

  private static Read power(Builder b, int argument, List<Read> x, Read c, Read factor) {
    if (argument == 0) {
      Read less = b.apply(Op.POW, x.get(0), b.apply(Op.SUB, x.get(1), b.number(1)));
      return b.apply(Op.CUT, factor, b.apply(Op.CUT, x.get(1), less));
    }
    // c = 0 cuts log 0: x^y with x = 0 does not change with y > 0
    return b.apply(Op.CUT, factor, b.apply(Op.CUT, c, b.apply(Op.LOG, x.get(0))));
  }

  /** Of two arguments the one that a comparison prefers; the first of equal ones. */
  private static Read chosen(Builder b, Op first, int argument, List<Read> x, Read factor) {
    Read condition = b.apply(first, x.get(0), x.get(1));
    return argument == 0
        ? b.apply(Op.SELECT, condition, factor, b.number(0))
        : b.apply(Op.SELECT, condition, b.number(0), factor);
  }

  private static Optional<Read> surrogate(Builder b, int argument, List<Read> x, Read factor) {
    return switch (argument) {
      case 0 -> Optional.of(factor);
      // what a user writes can have poles that nobody else sees
      case 1 -> Optional.of(b.apply(Op.CUT, factor, x.get(2)));
      default -> Optional.empty();
    };
  }

  private static Optional<Read> selected(Builder b, int argument, List<Read> x, Read factor) {
    return switch (argument) {
      case 1 -> Optional.of(b.apply(Op.SELECT, x.get(0), factor, b.number(0)));
      case 2 -> Optional.of(b.apply(Op.SELECT, x.get(0), b.number(0), factor));
      default -> Optional.empty();
    };
  }
}
