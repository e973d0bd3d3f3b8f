package dev.rondo.runtime.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What F64 adds to StrictMath. */
class F64Test {
  private static final double INF = Double.POSITIVE_INFINITY;

  /** Correctly rounded, from mpmath. */
  private static final double[][] ERF = {
    {1e-300, 1.1283791670955126e-300},
    {1e-9, 1.1283791670955127e-9},
    {0.1, 0.1124629160182849},
    {0.5, 0.5204998778130465},
    {1.0, 0.8427007929497149},
    {1.5, 0.9661051464753108},
    {2.0, 0.9953222650189527},
    {2.2, 0.9981371537020182},
    {2.3, 0.9988568234026434},
    {3.0, 0.9999779095030014},
    {4.0, 0.9999999845827421},
    {5.5, 0.9999999999999927}
  };

  @Test
  void erfIsWithinAFewUlps() {
    for (double[] pair : ERF) {
      assertThat(F64.erf(pair[0]) / pair[1]).isCloseTo(1.0, within(2e-15));
      assertThat(F64.erf(-pair[0])).isEqualTo(-F64.erf(pair[0]));
    }
    // where the series meets the fraction
    double below = Math.nextDown(2.25);
    assertThat(F64.erf(2.25)).isCloseTo(F64.erf(below), within(4e-16));
    assertThat(Math.abs(F64.erf(Math.nextDown(6.0)))).isEqualTo(1.0);
    same(F64.erf(-0.0), -0.0);
    same(F64.erf(INF), 1.0);
    same(F64.erf(-INF), -1.0);
    same(F64.erf(Double.NaN), Double.NaN);
  }

  @Test
  void valuesAtInfinity() {
    same(F64.sigmoid(INF), 1.0);
    same(F64.sigmoid(-INF), 0.0);
    same(F64.silu(-INF), -0.0);
    same(F64.gelu(-INF), -0.0);
    same(F64.gelu(INF), INF);
    same(F64.softplus(INF), INF);
    same(F64.logSigmoid(-INF), -INF);
    same(F64.elu(-INF, 2.0), -2.0);
    same(F64.logaddexp(-INF, -INF), -INF);
    same(F64.logaddexp(INF, -INF), INF);
    same(F64.step(Double.NaN), Double.NaN);
    same(F64.step(-0.0), 0.0);
    same(F64.mod(-7.0, 3.0), 2.0);
    same(F64.pow(3.0, 2.0), 9.0);
  }

  /** The two precisions mean the same functions. */
  @Test
  void floatFollowsDouble() {
    for (double x = -30; x < 30; x += 0.37) {
      float f = (float) x;
      near(F32.gelu(f), F64.gelu(f));
      near(F32.silu(f), F64.silu(f));
      near(F32.mod(f, 0.7f), F64.mod(f, 0.7f));
      near(F32.leakyRelu(f, 0.25f), F64.leakyRelu(f, 0.25));
      near(F32.pow(Math.abs(f), 1.7f), F64.pow(Math.abs(f), 1.7f));
      near(F32.logaddexp(f, 1f), F64.logaddexp(f, 1.0));
      near(F32.sign(f) + F32.step(f), F64.sign(f) + F64.step(f));
      near(F32.floor(f) + F32.round(f), F64.floor(f) + F64.round(f));
    }
  }

  private static void near(float actual, double expected) {
    assertThat((double) actual).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
  }

  private static void same(double actual, double expected) {
    if (Double.doubleToLongBits(actual) != Double.doubleToLongBits(expected)) {
      throw new AssertionError(actual + " instead of " + expected);
    }
  }
}
