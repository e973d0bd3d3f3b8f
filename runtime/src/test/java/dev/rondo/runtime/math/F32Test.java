package dev.rondo.runtime.math;

import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Bounds against StrictMath in double over bit patterns of all exponents, and special values. */
class F32Test {
  /** Prime, so that the low bits of the patterns vary; 430,000 floats a function. */
  private static final int STRIDE = 9973;

  private interface FloatFunction {
    float at(float x);
  }

  private static final FloatFunction[] FUNCTIONS = {
    F32::tanh,
    F32::sigmoid,
    F32::silu,
    F32::relu,
    F32::abs,
    F32::sqrt,
    F32::sign,
    F32::step,
    F32::exp,
    F32::expm1,
    F32::log,
    F32::softplus,
    F32::logSigmoid,
    F32::gelu,
    F32::erf,
    F32::sin,
    F32::cos,
    F32::floor,
    F32::round,
    x -> F32.elu(x, 1f),
    x -> F32.leakyRelu(x, 1f),
    x -> F32.pow(x, 2.5f),
    x -> F32.powi(x, 3),
    x -> F32.mod(x, 1f),
    x -> F32.mod(1f, x),
    x -> F32.logaddexp(x, 0f),
    x -> F32.logaddexp(NEGATIVE_INFINITY, x),
    x -> F32.max(x, 1f)
  };

  @Test
  void exponentialsAndLogarithmsAreWithinTheirUlps() {
    assertThat(ulps(F32::exp, StrictMath::exp, POSITIVE_INFINITY)).isLessThan(1.1);
    assertThat(ulps(F32::expm1, StrictMath::expm1, POSITIVE_INFINITY)).isLessThan(2);
    assertThat(ulps(F32::log, StrictMath::log, POSITIVE_INFINITY)).isLessThan(1);
    assertThat(ulps(F32::softplus, F64::softplus, POSITIVE_INFINITY)).isLessThan(3);
    assertThat(ulps(F32::logSigmoid, F64::logSigmoid, POSITIVE_INFINITY)).isLessThan(3);
    assertThat(ulps(x -> F32.elu(x, 0.5f), x -> F64.elu(x, 0.5), POSITIVE_INFINITY)).isLessThan(2);
  }

  @Test
  void circularFunctionsAndErfAreWithinTheirUlps() {
    assertThat(ulps(F32::sin, StrictMath::sin, POSITIVE_INFINITY)).isLessThan(2);
    assertThat(ulps(F32::cos, StrictMath::cos, POSITIVE_INFINITY)).isLessThan(2);
    assertThat(ulps(F32::sin, StrictMath::sin, 10f)).isLessThan(2);
    assertThat(ulps(F32::erf, F64::erf, POSITIVE_INFINITY)).isLessThan(1.1);
  }

  @Test
  void gatesAreWithinTwoTenMillionths() {
    assertThat(error(F32::tanh, StrictMath::tanh)).isLessThan(1.6e-7);
    assertThat(ulps(F32::tanh, StrictMath::tanh, POSITIVE_INFINITY)).isLessThan(5);
    assertThat(error(F32::sigmoid, F64::sigmoid)).isLessThan(1.1e-7);
    // 6e-8 of these are the quotient's
    assertThat(error(x -> F32.silu(x) / scale(x), x -> F64.silu(x) / scale(x))).isLessThan(1.8e-7);
    assertThat(error(x -> F32.gelu(x) / scale(x), x -> F64.gelu(x) / scale(x))).isLessThan(1.8e-7);
  }

  @Test
  void gatesStayInTheirRange() {
    for (float x = -20f; x <= 20f; x += 0x1p-15f) {
      assertThat(Math.abs(F32.tanh(x)) <= 1f).isTrue();
      assertThat(F32.sigmoid(x) >= 0f && F32.sigmoid(x) <= 1f).isTrue();
    }
  }

  @Test
  void oddFunctionsAreOddToTheBit() {
    for (long bits = 0; bits < 0x7F800000L; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      same(F32.tanh(-x), -F32.tanh(x));
      same(F32.sin(-x), -F32.sin(x));
      same(F32.erf(-x), -F32.erf(x));
      same(F32.sign(-x), -F32.sign(x));
      same(F32.cos(-x), F32.cos(x));
    }
  }

  @Test
  void valuesAtInfinity() {
    float inf = POSITIVE_INFINITY;
    same(F32.tanh(inf), 1f);
    same(F32.tanh(-inf), -1f);
    same(F32.sigmoid(inf), 1f);
    same(F32.sigmoid(-inf), 0f);
    same(F32.silu(inf), inf);
    same(F32.silu(-inf), -0f);
    same(F32.relu(-inf), 0f);
    same(F32.leakyRelu(-inf, 0.1f), -inf);
    same(F32.leakyRelu(inf, 0.1f), inf);
    same(F32.sign(-inf), -1f);
    same(F32.step(inf), 1f);
    same(F32.exp(inf), inf);
    same(F32.exp(-inf), 0f);
    same(F32.expm1(-inf), -1f);
    same(F32.log(inf), inf);
    same(F32.softplus(-inf), 0f);
    same(F32.softplus(inf), inf);
    same(F32.logSigmoid(-inf), -inf);
    same(F32.elu(-inf, 2f), -2f);
    same(F32.gelu(-inf), -0f);
    same(F32.gelu(inf), inf);
    same(F32.erf(-inf), -1f);
    same(F32.sin(inf), NaN);
    same(F32.cos(-inf), NaN);
  }

  @Test
  void notANumberStaysSo() {
    for (FloatFunction function : FUNCTIONS) {
      same(function.at(NaN), NaN);
    }
  }

  @Test
  void smallNumbers() {
    same(F32.tanh(-0f), -0f);
    same(F32.tanh(Float.MIN_VALUE), Float.MIN_VALUE);
    same(F32.sigmoid(-0f), 0.5f);
    same(F32.sign(Float.MIN_VALUE), 1f);
    same(F32.sign(-0f), -0f);
    same(F32.step(-0f), 0f);
    same(F32.step(Float.MIN_VALUE), 1f);
    same(F32.step(-Float.MIN_VALUE), 0f);
    same(F32.exp(-0f), 1f);
    same(F32.exp(-103.9f), Float.MIN_VALUE);
    same(F32.expm1(-0f), -0f);
    same(F32.log(0f), NEGATIVE_INFINITY);
    same(F32.log(-0f), NEGATIVE_INFINITY);
    same(F32.log(-Float.MIN_VALUE), NaN);
    same(F32.log(1f), 0f);
    same(F32.erf(-0f), -0f);
    same(F32.sin(-0f), -0f);
    same(F32.sin(Float.MIN_VALUE), Float.MIN_VALUE);
    same(F32.cos(-0f), 1f);
  }

  /** One number for all bits: the interpreter, C1, C2, JDK 17 and 25 must agree on it. */
  @Test
  void bitsAreTheSameEverywhere() {
    long hash = 0;
    for (FloatFunction function : FUNCTIONS) {
      for (long bits = 0; bits < 1L << 32; bits += 7 * STRIDE) {
        float y = function.at(Float.intBitsToFloat((int) bits));
        hash = hash * 0x100000001b3L + Float.floatToIntBits(y);
      }
    }
    assertThat(Long.toHexString(hash)).isEqualTo("69e9074d97e711c1");
  }

  @Test
  void powers() {
    same(F32.pow(3f, 2f), 9f);
    same(F32.pow(-2f, 3f), -8f);
    same(F32.pow(2f, -2f), 0.25f);
    same(F32.pow(NaN, 0f), 1f);
    same(F32.pow(-8f, 0.5f), NaN);
    same(F32.pow(4f, 0.5f), 2f);
    same(F32.pow(0f, -1f), POSITIVE_INFINITY);
    for (float x = -2f; x < 2f; x += 0.01f) {
      same(F32.powi(x, 2), x * x);
      same(F32.powi(x, 3), x * (x * x));
    }
  }

  @Test
  void wholeNumbersAndRemainders() {
    same(F32.floor(-1.5f), -2f);
    same(F32.floor(-0f), -0f);
    same(F32.floor(POSITIVE_INFINITY), POSITIVE_INFINITY);
    same(F32.round(2.5f), 2f);
    same(F32.round(3.5f), 4f);
    same(F32.round(-0.5f), -0f);
    same(F32.mod(7f, 3f), 1f);
    same(F32.mod(-7f, 3f), 2f);
    same(F32.mod(7f, -3f), -2f);
    same(F32.mod(-6f, 3f), 0f);
    same(F32.mod(6f, -3f), -0f);
    same(F32.mod(1f, 0f), NaN);
    same(F32.mod(2f, POSITIVE_INFINITY), 2f);
  }

  @Test
  void comparisonsAnswerOneOrZero() {
    same(F32.less(1f, 2f) + F32.lessEqual(2f, 2f) + F32.greater(2f, 1f), 3f);
    same(F32.greaterEqual(2f, 2f) + F32.equal(-0f, 0f) + F32.notEqual(1f, 2f), 3f);
    same(F32.less(NaN, 2f) + F32.greaterEqual(NaN, 2f) + F32.equal(NaN, NaN), 0f);
    same(F32.notEqual(NaN, NaN), 1f);
  }

  @Test
  void sumsOfExponentialsOfTwo() {
    float inf = POSITIVE_INFINITY;
    same(F32.logaddexp(-inf, -inf), -inf);
    same(F32.logaddexp(inf, inf), inf);
    same(F32.logaddexp(inf, -inf), inf);
    same(F32.logaddexp(-inf, 3f), 3f);
    same(F32.logaddexp(0f, 0f), (float) StrictMath.log(2));
    for (float gap = 0f; gap < 30f; gap += 0.01f) {
      double exact = F64.logaddexp(1.0, 1.0 - gap);
      assertThat(Math.abs(F32.logaddexp(1f, 1f - gap) - exact)).isLessThan(2.5e-7);
    }
  }

  private static float scale(double x) {
    return (float) Math.max(1.0, Math.abs(x));
  }

  private static void same(float actual, float expected) {
    if (Float.floatToIntBits(actual) != Float.floatToIntBits(expected)) {
      throw new AssertionError(actual + " instead of " + expected);
    }
  }

  /** The largest error in ulps of the result, over floats of at most the limit. */
  private static double ulps(FloatFunction f, DoubleUnaryOperator exact, float limit) {
    double worst = 0;
    for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      if (!(Math.abs(x) <= limit)) {
        continue;
      }
      double value = exact.applyAsDouble(x);
      float rounded = (float) value;
      if (Float.isInfinite(rounded) || Float.isNaN(rounded)) {
        same(f.at(x), rounded);
      } else {
        worst = Math.max(worst, Math.abs(f.at(x) - value) / Math.ulp(rounded));
      }
    }
    return worst;
  }

  /** The largest absolute error over finite floats. */
  private static double error(FloatFunction f, DoubleUnaryOperator exact) {
    double worst = 0;
    for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      if (Float.isFinite(x)) {
        worst = Math.max(worst, Math.abs(f.at(x) - exact.applyAsDouble(x)));
      }
    }
    return worst;
  }
}
