package dev.rondo.runtime.math;

/**
 * The functions of compiled models, in double: the names and meanings of {@link F32}, over {@link
 * StrictMath}, for models compiled with fp64 (gradient checks) and for the reference evaluator.
 * Accuracy is that of StrictMath (fdlibm, below 1 ulp) where no bound is given.
 */
public final class F64 {
  private static final double TWO_OVER_ROOT_PI = 0x1.20dd750429b6dp0;
  private static final double ROOT_HALF = 0x1.6a09e667f3bcdp-1;

  private F64() {}

  /** Odd; ±1 at ±∞. */
  public static double tanh(double x) {
    return StrictMath.tanh(x);
  }

  /** 1 / (1 + e^−x); in [0, 1]. */
  public static double sigmoid(double x) {
    return 1.0 / (1.0 + StrictMath.exp(-x));
  }

  /** x · sigmoid(x); −0 at −∞ (the clamp lies beyond where the sigmoid is 0). */
  public static double silu(double x) {
    return Math.max(x, -800.0) * sigmoid(x);
  }

  /** max(x, 0). */
  public static double relu(double x) {
    return Math.max(x, 0.0);
  }

  /** x for x ≥ 0, slope · x below. */
  public static double leakyRelu(double x, double slope) {
    return Math.max(x, 0.0) + slope * Math.min(x, 0.0);
  }

  /** |x|. */
  public static double abs(double x) {
    return Math.abs(x);
  }

  /** The square root, correctly rounded. */
  public static double sqrt(double x) {
    return Math.sqrt(x);
  }

  /** −1, 1; ±0 and NaN are themselves. */
  public static double sign(double x) {
    return Math.signum(x);
  }

  /** 1 for x > 0, 0 for x ≤ 0, NaN for NaN. */
  public static double step(double x) {
    return Math.max(0.0, Math.signum(x));
  }

  /** The smaller; NaN if one is; −0 is below 0. */
  public static double min(double x, double y) {
    return Math.min(x, y);
  }

  /** The larger; NaN if one is; −0 is below 0. */
  public static double max(double x, double y) {
    return Math.max(x, y);
  }

  /** e^x. */
  public static double exp(double x) {
    return StrictMath.exp(x);
  }

  /** e^x − 1. */
  public static double expm1(double x) {
    return StrictMath.expm1(x);
  }

  /** The natural logarithm; −∞ at ±0, NaN below. */
  public static double log(double x) {
    return StrictMath.log(x);
  }

  /** log(1 + e^x). */
  public static double softplus(double x) {
    return Math.max(x, 0.0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** log(sigmoid(x)) = −softplus(−x). */
  public static double logSigmoid(double x) {
    return Math.min(x, 0.0) - StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** log(e^x + e^y); equal infinities give themselves. */
  public static double logaddexp(double x, double y) {
    double gap = x == y ? 0.0 : -Math.abs(x - y);
    return Math.max(x, y) + StrictMath.log1p(StrictMath.exp(gap));
  }

  /** x for x ≥ 0, alpha · (e^x − 1) below. */
  public static double elu(double x, double alpha) {
    return Math.max(x, 0.0) + alpha * StrictMath.expm1(Math.min(x, 0.0));
  }

  /** x · Φ(x), the exact form with erf; −0 at −∞. */
  public static double gelu(double x) {
    return 0.5 * Math.max(x, -40.0) * (1.0 + erf(x * ROOT_HALF));
  }

  /**
   * The error function, relative error ≤ 2e-15; odd; ±1 from |x| = 6 on.
   *
   * <p>Up to 2.25 the series 2/√π · e^(−x²) · x · Σ (2x²)^n / (1·3·…·(2n+1)), whose terms are all
   * positive (Abramowitz and Stegun 7.1.6); beyond, one minus the continued fraction of erfc
   * (7.1.14) from a fixed depth. Slower than fdlibm's eight polynomials, and a tenth of their
   * length.
   */
  public static double erf(double x) {
    double t = Math.abs(x);
    if (!(t < 6.0)) {
      return t >= 6.0 ? Math.copySign(1.0, x) : x;
    }
    double z = t * t;
    // e^(−x²) with what rounding took from the square
    double gauss = StrictMath.exp(-z);
    gauss = Math.fma(-gauss, Math.fma(t, t, -z), gauss);
    if (t < 2.25) {
      double sum = 1.0;
      double term = 1.0;
      for (int n = 1; term > sum * 0x1p-56; n++) {
        term *= 2.0 * z / (2 * n + 1);
        sum += term;
      }
      return TWO_OVER_ROOT_PI * x * sum * gauss;
    }
    double tail = t;
    for (int n = 60; n > 0; n--) {
      tail = t + 0.5 * n / tail;
    }
    return Math.copySign(1.0 - 0.5 * TWO_OVER_ROOT_PI * gauss / tail, x);
  }

  /** x^y. A whole y with |y| ≤ 16 is {@link #powi}, as in float. */
  public static double pow(double x, double y) {
    int n = (int) y;
    return n == y && n >= -16 && n <= 16 ? powi(x, n) : StrictMath.pow(x, y);
  }

  /** x^n by repeated squaring, bits of n from the lowest; 1 / x^−n for a negative n. */
  public static double powi(double x, int n) {
    double result = 1.0;
    double square = x;
    for (int rest = Math.abs(n); rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        result *= square;
      }
      square *= square;
    }
    return n < 0 ? 1.0 / result : result;
  }

  /** The sine. */
  public static double sin(double x) {
    return StrictMath.sin(x);
  }

  /** The cosine. */
  public static double cos(double x) {
    return StrictMath.cos(x);
  }

  /** The largest whole number ≤ x. */
  public static double floor(double x) {
    return Math.floor(x);
  }

  /** The nearest whole number, half to even. */
  public static double round(double x) {
    return Math.rint(x);
  }

  /** x − y · floor(x / y), with the sign of y; exact but for one rounding. See {@link F32#mod}. */
  public static double mod(double x, double y) {
    double r = x % y;
    if (r == 0.0) {
      return Math.copySign(r, y);
    }
    return (r < 0.0) == (y < 0.0) ? r : r + y;
  }

  /** The second argument where the first is not 0, else the third. */
  public static double select(double condition, double x, double y) {
    return condition != 0 ? x : y;
  }

  /** x · y, and 0 wherever x is 0: a zero adjoint cuts off an infinite derivative. */
  public static double cut(double x, double y) {
    return x == 0 ? 0 : x * y;
  }

  /** 1 if x is less than y, otherwise (and with NaN) 0. */
  public static double less(double x, double y) {
    return x < y ? 1.0 : 0.0;
  }

  /** 1 if x > y, otherwise (and with NaN) 0. */
  public static double greater(double x, double y) {
    return x > y ? 1.0 : 0.0;
  }

  /** 1 if x ≤ y, otherwise (and with NaN) 0. */
  public static double lessEqual(double x, double y) {
    return x <= y ? 1.0 : 0.0;
  }

  /** 1 if x ≥ y, otherwise (and with NaN) 0. */
  public static double greaterEqual(double x, double y) {
    return x >= y ? 1.0 : 0.0;
  }

  /** 1 if x = y, otherwise (and with NaN) 0; −0 equals 0. */
  public static double equal(double x, double y) {
    return x == y ? 1.0 : 0.0;
  }

  /** 1 if x ≠ y (and with NaN), otherwise 0. */
  public static double notEqual(double x, double y) {
    return x != y ? 1.0 : 0.0;
  }

  /** The sum of n elements in 16 lanes and a fixed tree; 0 if n = 0. */
  public static double sum(double[] a, int from, int n) {
    return Reduce64.sum(a, from, n);
  }

  /** The sum of n products in 16 lanes of fma and a fixed tree; 0 if n = 0. */
  public static double dot(double[] a, int aFrom, double[] b, int bFrom, int n) {
    return Reduce64.dot(a, aFrom, b, bFrom, n);
  }

  /** The largest of n elements; NaN if one is; −∞ if n = 0. */
  public static double max(double[] a, int from, int n) {
    return Reduce64.max(a, from, n);
  }

  /** Index (from 0) of the first NaN, or else of the first largest element; −1 if n = 0. */
  public static int argmax(double[] a, int from, int n) {
    return Reduce64.argmax(a, from, n);
  }

  /** log Σ e^a, without overflow, the sum in 16 lanes and a fixed tree; −∞ if n = 0. */
  public static double logsumexp(double[] a, int from, int n) {
    return Reduce64.logsumexp(a, from, n);
  }

  /** Copies the row at a position of a stretch of rows; 0 where there is none. */
  public static void lookUp(
      double[][] rows,
      int from,
      int to,
      double position,
      int offset,
      double[] into,
      int at,
      int width) {
    int row = from + (int) position;
    if (position >= 0 && row < to) {
      System.arraycopy(rows[row], offset, into, at, width);
    } else {
      java.util.Arrays.fill(into, at, at + width, 0);
    }
  }

  /** Adds a row where its token is a position. */
  public static void putBack(
      double token, double position, double[] row, int offset, double[] into, int at, int width) {
    for (int j = 0; j < width && (int) token == (int) position; j++) {
      into[at + j] += row[offset + j];
    }
  }
}
