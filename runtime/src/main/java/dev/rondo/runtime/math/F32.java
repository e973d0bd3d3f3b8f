package dev.rondo.runtime.math;

/**
 * The functions of compiled models, in float: one algorithm each, with the same bits on every
 * machine, in the interpreter, in C1, in C2 and in a vector loop.
 *
 * <p>Functions marked <b>V</b> use only {@code + - * /}, {@link Math#fma}, {@link Math#min}, {@link
 * Math#max}, {@link Math#abs} and {@link Math#sqrt}, each of which IEEE 754 or the Java
 * specification fixes to the bit, and each of which C2 turns into vector instructions in a plain
 * loop. The others select or work on bits, which keeps such a loop scalar; the compiler makes
 * vectors of them itself, from the bytecode of these methods, if they have no loop, branch on
 * comparisons of floats alone, and join whole numbers with constants. {@code Math.exp}, {@code
 * Math.tanh} and their like appear nowhere: the specification leaves them an error of an ulp or
 * more, and HotSpot's interpreter, compilers and versions may differ in it.
 *
 * <p>The bounds in the comments were measured on every 97th bit pattern; {@code F32Test} checks
 * them on fewer.
 */
public final class F32 {
  /** 1.5 · 2^23: adding it rounds a float to an integer (half to even) in its lowest bits. */
  static final float ROUNDER = 0x1.8p23f;

  static final int ROUNDER_BITS = 0x4B400000;
  static final float LOG2_E = 0x1.715476p0f;
  // ln 2 in two pieces; the first has 21 bits, so that n·LN2_HIGH leaves x without rounding.
  static final float LN2_HIGH = 0x1.62e43p-1f;
  static final float LN2_LOW = -0x1.05c61p-29f;

  private F32() {}

  // ---------------------------------------------------------------- vectorisable functions (V)

  /**
   * <b>V.</b> Absolute error ≤ 1.6e-7, relative ≤ 5 ulp; odd; |tanh| ≤ 1, and 1 from |x| = 9 on.
   *
   * <p>tanh(x) = 2u / (1 + u²) with u = tanh(x/2) ≈ p/2q, a minimax quotient. A plain quotient for
   * tanh itself carries the rounding of six fmas into values near 1 (3e-7); here the derivative by
   * u vanishes there. Written as n / (d² + |n|) with n = p·q, d = q − |p|/2, it cannot exceed 1.
   *
   * <p>fma(p, q, −0) is p·q to the bit. C2 may order the factors of a product differently in the
   * copies of an unrolled body, which then do not match (JDK 25, a loop within a loop: a third of
   * the speed); those of an fma it leaves alone.
   */
  public static float tanh(float x) {
    float c = Math.max(-9f, Math.min(9f, x));
    float t = c * c;
    float p = Math.fma(Math.fma(0x1.deefb8p-14f, t, 0x1.e7c1bcp-6f), t, 1f) * c;
    float q = Math.fma(0x1.4997dap-20f, t, 0x1.3c327p-10f);
    q = Math.fma(Math.fma(q, t, 0x1.cf45b8p-4f), t, 1f);
    float n = Math.fma(p, q, -0f);
    float d = Math.fma(-0.5f, Math.abs(p), q);
    return n / Math.fma(d, d, Math.abs(n));
  }

  /**
   * <b>V.</b> Absolute error ≤ 1.1e-7; in [0, 1], 0 and 1 from |x| = 18 on. The tanh above at x/2,
   * its coefficients scaled by powers of two.
   */
  public static float sigmoid(float x) {
    float c = Math.max(-18f, Math.min(18f, x));
    float t = c * c;
    float p = Math.fma(Math.fma(0x1.deefb8p-19f, t, 0x1.e7c1bcp-9f), t, 0.5f) * c;
    float q = Math.fma(0x1.4997dap-26f, t, 0x1.3c327p-14f);
    q = Math.fma(Math.fma(q, t, 0x1.cf45b8p-6f), t, 1f);
    float n = Math.fma(p, q, -0f);
    float d = Math.fma(-0.5f, Math.abs(p), q);
    return Math.fma(0.5f, n / Math.fma(d, d, Math.abs(n)), 0.5f);
  }

  /** <b>V.</b> x · sigmoid(x), error ≤ 1.2e-7 · max(1, |x|); −0 at −∞. */
  public static float silu(float x) {
    return Math.max(x, -18f) * sigmoid(x);
  }

  /** <b>V.</b> max(x, 0). */
  public static float relu(float x) {
    return Math.max(x, 0f);
  }

  /** <b>V.</b> x for x ≥ 0, slope · x below. */
  public static float leakyRelu(float x, float slope) {
    return Math.max(x, 0f) + slope * Math.min(x, 0f);
  }

  /** <b>V.</b> |x|. */
  public static float abs(float x) {
    return Math.abs(x);
  }

  /**
   * <b>V.</b> The square root, correctly rounded. (Through double and back it would be the same
   * number; C2 recognises this form and emits one float instruction.)
   */
  public static float sqrt(float x) {
    return (float) Math.sqrt(x);
  }

  /**
   * <b>V.</b> −1, 1; ±0 and NaN are themselves. Two factors: 2^254 lifts every subnormal over 1.
   */
  public static float sign(float x) {
    return Math.max(-1f, Math.min(1f, x * 0x1p127f * 0x1p127f));
  }

  /** <b>V.</b> 1 for x > 0, 0 for x ≤ 0, NaN for NaN. */
  public static float step(float x) {
    return Math.max(0f, Math.min(1f, x * 0x1p127f * 0x1p127f));
  }

  /** <b>V.</b> The smaller; NaN if one is; −0 is below 0. */
  public static float min(float x, float y) {
    return Math.min(x, y);
  }

  /** <b>V.</b> The larger; NaN if one is; −0 is below 0. */
  public static float max(float x, float y) {
    return Math.max(x, y);
  }

  // ------------------------------------------------------------------------- exponentials, logs

  /** e^x; error ≤ 1 ulp; overflows to ∞ above 88.7228, underflows gradually to 0. */
  public static float exp(float x) {
    float c = Math.max(-104f, Math.min(89f, x));
    float shifted = Math.fma(c, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, c));
    int k = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
    // 2^k in two factors: k reaches −150 and 128, and only the last product may round.
    int half = k >> 1;
    float scaled = (1f + expTail(r)) * Float.intBitsToFloat((half + 127) << 23);
    return scaled * Float.intBitsToFloat((k - half + 127) << 23);
  }

  /** e^x − 1, without cancellation about 0; error ≤ 2 ulp. */
  public static float expm1(float x) {
    float c = Math.max(-18f, Math.min(89f, x));
    float shifted = Math.fma(c, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, c));
    int k = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
    // 2^(k−1), as 2^128 is no float
    float s = Float.intBitsToFloat((k + 126) << 23);
    float e = Math.fma(s, expTail(r), s - 0.5f) * 2f;
    return Math.abs(x) < 0x1p-25f ? x : e;
  }

  /** e^r − 1 for |r| ≤ ln 2 / 2, relative error 3e-9 before rounding. */
  private static float expTail(float r) {
    float q = Math.fma(0x1.6dbc6cp-10f, r, 0x1.124146p-7f);
    q = Math.fma(Math.fma(Math.fma(q, r, 0x1.555454p-5f), r, 0x1.555486p-3f), r, 0.5f);
    return Math.fma(r * r, q, r);
  }

  /** The natural logarithm; error ≤ 2 ulp, subnormals too; −∞ at ±0, NaN below. */
  public static float log(float x) {
    float y = x < Float.MIN_NORMAL ? x * 0x1p23f : x;
    // x = 2^k · m with m in [√½, √2): the bits of √½ are taken off before the exponent is read
    int bits = Float.floatToRawIntBits(y) - 0x3F3504F3;
    float k = (bits >> 23) - (x < Float.MIN_NORMAL ? 23f : 0f);
    float f = Float.intBitsToFloat((bits & 0x007FFFFF) + 0x3F3504F3) - 1f;
    // log(1+f) = f − f²/2 + s·(f²/2 + R(s²)), s = f/(2+f): fdlibm's form, own coefficients
    float s = f / (2f + f);
    float z = s * s;
    float tail = z * Math.fma(Math.fma(0x1.32062cp-2f, z, 0x1.995d84p-2f), z, 0x1.55557cp-1f);
    float square = 0.5f * f * f;
    float low = Math.fma(s, square + tail, Math.fma(k, LN2_LOW, -square));
    float result = Math.fma(k, LN2_HIGH, f + low);
    if (x > 0f) {
      return x < Float.POSITIVE_INFINITY ? result : x;
    }
    return x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
  }

  /** log(1 + u) for u in [0, 1], which is all that the functions below need; error ≤ 2 ulp. */
  private static float log1pOfFraction(float u) {
    float s = u / (2f + u);
    float z = s * s;
    float r = Math.fma(0x1.f33282p-3f, z, 0x1.b6776ep-3f);
    r = Math.fma(Math.fma(Math.fma(r, z, 0x1.250d6ep-2f), z, 0x1.999688p-2f), z, 0x1.555558p-1f);
    return Math.fma(s * z, r, s + s);
  }

  /** log(1 + e^x); error ≤ 3 ulp. */
  public static float softplus(float x) {
    return Math.max(x, 0f) + log1pOfFraction(exp(-Math.abs(x)));
  }

  /** log(sigmoid(x)) = −softplus(−x); error ≤ 3 ulp. */
  public static float logSigmoid(float x) {
    return Math.min(x, 0f) - log1pOfFraction(exp(-Math.abs(x)));
  }

  /** log(e^x + e^y); equal infinities give themselves. */
  public static float logaddexp(float x, float y) {
    float gap = x == y ? 0f : -Math.abs(x - y);
    return Math.max(x, y) + log1pOfFraction(exp(gap));
  }

  /** x for x ≥ 0, alpha · (e^x − 1) below. */
  public static float elu(float x, float alpha) {
    return Math.max(x, 0f) + alpha * expm1(Math.min(x, 0f));
  }

  /** x · Φ(x), the exact form with erf; absolute error ≤ 5e-7; −0 at −∞. */
  public static float gelu(float x) {
    return 0.5f * Math.max(x, -13f) * (1f + erf(x * 0x1.6a09e6p-1f));
  }

  /** The error function; error ≤ 2 ulp; odd; ±1 from |x| = 3.93 on. */
  public static float erf(float x) {
    float t = Math.abs(x);
    float z = x * x;
    float small = Math.fma(0x1.5e024p-14f, z, -0x1.aaa182p-11f);
    small = Math.fma(Math.fma(small, z, 0x1.54d3fep-8f), z, -0x1.b80fecp-6f);
    small = Math.fma(Math.fma(small, z, 0x1.ce2e1ap-4f), z, -0x1.812744p-2f);
    small = Math.fma(x, Math.fma(small, z, 0x1.06eba8p-3f), x);
    // 1 − exp(−g(t)), g a polynomial through −log(erfc)
    float c = Math.min(t, 4f);
    float g = Math.fma(0x1.82987cp-17f, c, -0x1.557674p-12f);
    g = Math.fma(Math.fma(g, c, 0x1.dee6dp-9f), c, -0x1.85b2aap-6f);
    g = Math.fma(Math.fma(g, c, 0x1.b340e4p-4f), c, 0x1.45308ap-1f);
    g = Math.fma(c, Math.fma(g, c, 0x1.077ac8p-3f), c);
    float large = Math.copySign(1f - exp(-g), x);
    return t < 0.92f ? small : large;
  }

  // -------------------------------------------------------------------------------- powers

  /** x^y. A whole y with |y| ≤ 16 is {@link #powi}; otherwise the rounded power in double. */
  public static float pow(float x, float y) {
    int n = (int) y;
    return n == y && n >= -16 && n <= 16 ? powi(x, n) : (float) StrictMath.pow(x, y);
  }

  /** x^n by repeated squaring, bits of n from the lowest; 1 / x^−n for a negative n. */
  public static float powi(float x, int n) {
    float result = 1f;
    float square = x;
    for (int rest = Math.abs(n); rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        result *= square;
      }
      square *= square;
    }
    return n < 0 ? 1f / result : result;
  }

  // -------------------------------------------------------------------------------- circular

  /** The sine; error ≤ 2 ulp, for all floats. */
  public static float sin(float x) {
    float a = Math.abs(x);
    if (a < 0x1p-12f) {
      return x;
    }
    return a <= 0x1p17f ? circular(x, 0) : (float) StrictMath.sin(x);
  }

  /** The cosine; error ≤ 2 ulp, for all floats. */
  public static float cos(float x) {
    return Math.abs(x) <= 0x1p17f ? circular(x, 1) : (float) StrictMath.cos(x);
  }

  /** sin(x + quarters · π/2), |x| ≤ 2^17: beyond, n may be off by more than the kernels bear. */
  private static float circular(float x, int quarters) {
    float shifted = Math.fma(x, 0x1.45f306p-1f, ROUNDER);
    float n = shifted - ROUNDER;
    // x − n·π/2 after Cody and Waite: with fma the first step is exact, the others round once
    float r = Math.fma(n, -0x1.921fb6p0f, x);
    r = Math.fma(n, 0x1.ee59dap-50f, Math.fma(n, 0x1.777a5cp-25f, r));
    float t = r * r;
    float s = Math.fma(Math.fma(-0x1.991af8p-13f, t, 0x1.1106cap-7f), t, -0x1.555544p-3f);
    float c = Math.fma(Math.fma(0x1.99d3e8p-16f, t, -0x1.6c0beep-10f), t, 0x1.55554ap-5f);
    int k = Float.floatToRawIntBits(shifted) - ROUNDER_BITS + quarters;
    float even = Math.fma(r * t, s, r);
    float odd = Math.fma(t * t, c, Math.fma(-0.5f, t, 1f));
    float y = (k & 1) == 0 ? even : odd;
    return (k & 2) == 0 ? y : -y;
  }

  // ------------------------------------------------------------------- whole numbers, comparisons

  /** The largest whole number ≤ x. */
  public static float floor(float x) {
    return (float) Math.floor(x);
  }

  /** The nearest whole number, half to even. */
  public static float round(float x) {
    return (float) Math.rint(x);
  }

  /**
   * x − y · floor(x / y), with the sign of y; exact but for one rounding when the signs of x and y
   * differ. (The formula as written may round to y, or to the wrong side of 0.)
   */
  public static float mod(float x, float y) {
    float r = x % y;
    if (r == 0f) {
      return Math.copySign(r, y);
    }
    return (r < 0f) == (y < 0f) ? r : r + y;
  }

  /** The second argument where the first is not 0, else the third. */
  public static float select(float condition, float x, float y) {
    return condition != 0 ? x : y;
  }

  /** x · y, and 0 wherever x is 0: a zero adjoint cuts off an infinite derivative. */
  public static float cut(float x, float y) {
    return x == 0 ? 0 : x * y;
  }

  /** 1 if x is less than y, otherwise (and with NaN) 0. */
  public static float less(float x, float y) {
    return x < y ? 1f : 0f;
  }

  /** 1 if x > y, otherwise (and with NaN) 0. */
  public static float greater(float x, float y) {
    return x > y ? 1f : 0f;
  }

  /** 1 if x ≤ y, otherwise (and with NaN) 0. */
  public static float lessEqual(float x, float y) {
    return x <= y ? 1f : 0f;
  }

  /** 1 if x ≥ y, otherwise (and with NaN) 0. */
  public static float greaterEqual(float x, float y) {
    return x >= y ? 1f : 0f;
  }

  /** 1 if x = y, otherwise (and with NaN) 0; −0 equals 0. */
  public static float equal(float x, float y) {
    return x == y ? 1f : 0f;
  }

  /** 1 if x ≠ y (and with NaN), otherwise 0. */
  public static float notEqual(float x, float y) {
    return x != y ? 1f : 0f;
  }

  // --------------------------------------------------------------- over arrays: Reduce32 has them

  /** The sum of n elements in 16 lanes and a fixed tree; 0 if n = 0. */
  public static float sum(float[] a, int from, int n) {
    return Reduce32.sum(a, from, n);
  }

  /** The sum of n products in 16 lanes of fma and a fixed tree; 0 if n = 0. */
  public static float dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
    return Reduce32.dot(a, aFrom, b, bFrom, n);
  }

  /** The largest of n elements; NaN if one is; −∞ if n = 0. */
  public static float max(float[] a, int from, int n) {
    return Reduce32.max(a, from, n);
  }

  /** Index (from 0) of the first NaN, or else of the first largest element; −1 if n = 0. */
  public static int argmax(float[] a, int from, int n) {
    return Reduce32.argmax(a, from, n);
  }

  /** log Σ e^a, without overflow, the sum in 16 lanes and a fixed tree; −∞ if n = 0. */
  public static float logsumexp(float[] a, int from, int n) {
    return Reduce32.logsumexp(a, from, n);
  }

  /** Copies the row at a position of a stretch of rows; 0 where there is none. */
  public static void lookUp(
      float[][] rows,
      int from,
      int to,
      float position,
      int offset,
      float[] into,
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
      float token, float position, float[] row, int offset, float[] into, int at, int width) {
    for (int j = 0; j < width && (int) token == (int) position; j++) {
      into[at + j] += row[offset + j];
    }
  }
}
