package dev.rondo.training.optimize;

import dev.rondo.runtime.Numbers;

/**
 * The optimizers' inner loops over part of a flat array, once per precision: plain arithmetic in
 * the array's own type, so that the JVM vectorises them and the result is the same everywhere.
 */
sealed interface Loops {
  static Loops of(Numbers numbers) {
    return numbers instanceof Numbers.Floats ? new FloatLoops() : new DoubleLoops();
  }

  /** Σ g², in double: four chains, added in a fixed order. */
  double squares(Numbers gradient, int from, int to);

  /** g *= factor. */
  void scale(Numbers gradient, int from, int to, double factor);

  /** g = g, at least -bound, at most bound. */
  void clamp(Numbers gradient, int from, int to, double bound);

  /** m = momentum * m + (g + penalty * w); w -= rate * m. */
  void sgd(
      Numbers weights,
      Numbers gradient,
      Numbers average,
      int from,
      int to,
      double momentum,
      double rate,
      double penalty);

  /**
   * g' = g + penalty * w; m and v are averages of g' and g'²; w = shrink * w - rate * m / (√v *
   * root + epsilon).
   */
  void adam(
      Numbers weights,
      Numbers gradient,
      Numbers mean,
      Numbers square,
      int from,
      int to,
      AdamStep step);

  /** The constants of one Adam update; {@code rate} and {@code root} hold the bias corrections. */
  record AdamStep(
      double beta1,
      double beta2,
      double epsilon,
      double rate,
      double root,
      double penalty,
      double shrink) {}

  /** {@link dev.rondo.runtime.Precision#F32}. */
  final class FloatLoops implements Loops {
    private static float[] array(Numbers numbers) {
      return ((Numbers.Floats) numbers).array();
    }

    @Override
    public double squares(Numbers gradient, int from, int to) {
      float[] g = array(gradient);
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = from;
      for (; i + 3 < to; i += 4) {
        a += (double) g[i] * g[i];
        b += (double) g[i + 1] * g[i + 1];
        c += (double) g[i + 2] * g[i + 2];
        d += (double) g[i + 3] * g[i + 3];
      }
      for (; i < to; i++) {
        a += (double) g[i] * g[i];
      }
      return (a + b) + (c + d);
    }

    @Override
    public void scale(Numbers gradient, int from, int to, double factor) {
      float[] g = array(gradient);
      float f = (float) factor;
      for (int i = from; i < to; i++) {
        g[i] *= f;
      }
    }

    @Override
    public void clamp(Numbers gradient, int from, int to, double bound) {
      float[] g = array(gradient);
      float most = (float) bound;
      for (int i = from; i < to; i++) {
        g[i] = Math.max(-most, Math.min(most, g[i]));
      }
    }

    @Override
    public void sgd(
        Numbers weights,
        Numbers gradient,
        Numbers average,
        int from,
        int to,
        double momentum,
        double rate,
        double penalty) {
      float[] w = array(weights);
      float[] g = array(gradient);
      float[] m = array(average);
      float mu = (float) momentum;
      float r = (float) rate;
      float p = (float) penalty;
      for (int i = from; i < to; i++) {
        m[i] = mu * m[i] + (g[i] + p * w[i]);
        w[i] -= r * m[i];
      }
    }

    @Override
    public void adam(
        Numbers weights,
        Numbers gradient,
        Numbers mean,
        Numbers square,
        int from,
        int to,
        AdamStep step) {
      float[] w = array(weights);
      float[] g = array(gradient);
      float[] m = array(mean);
      float[] v = array(square);
      float beta1 = (float) step.beta1();
      float beta2 = (float) step.beta2();
      float rest1 = (float) (1 - step.beta1());
      float rest2 = (float) (1 - step.beta2());
      float epsilon = (float) step.epsilon();
      float rate = (float) step.rate();
      float root = (float) step.root();
      float penalty = (float) step.penalty();
      float shrink = (float) step.shrink();
      for (int i = from; i < to; i++) {
        float e = g[i] + penalty * w[i];
        m[i] = beta1 * m[i] + rest1 * e;
        v[i] = beta2 * v[i] + rest2 * e * e;
        w[i] = shrink * w[i] - rate * m[i] / ((float) Math.sqrt(v[i]) * root + epsilon);
      }
    }
  }

  /** {@link dev.rondo.runtime.Precision#F64}. */
  final class DoubleLoops implements Loops {
    private static double[] array(Numbers numbers) {
      return ((Numbers.Doubles) numbers).array();
    }

    @Override
    public double squares(Numbers gradient, int from, int to) {
      double[] g = array(gradient);
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = from;
      for (; i + 3 < to; i += 4) {
        a += g[i] * g[i];
        b += g[i + 1] * g[i + 1];
        c += g[i + 2] * g[i + 2];
        d += g[i + 3] * g[i + 3];
      }
      for (; i < to; i++) {
        a += g[i] * g[i];
      }
      return (a + b) + (c + d);
    }

    @Override
    public void scale(Numbers gradient, int from, int to, double factor) {
      double[] g = array(gradient);
      for (int i = from; i < to; i++) {
        g[i] *= factor;
      }
    }

    @Override
    public void clamp(Numbers gradient, int from, int to, double bound) {
      double[] g = array(gradient);
      for (int i = from; i < to; i++) {
        g[i] = Math.max(-bound, Math.min(bound, g[i]));
      }
    }

    @Override
    public void sgd(
        Numbers weights,
        Numbers gradient,
        Numbers average,
        int from,
        int to,
        double momentum,
        double rate,
        double penalty) {
      double[] w = array(weights);
      double[] g = array(gradient);
      double[] m = array(average);
      for (int i = from; i < to; i++) {
        m[i] = momentum * m[i] + (g[i] + penalty * w[i]);
        w[i] -= rate * m[i];
      }
    }

    @Override
    public void adam(
        Numbers weights,
        Numbers gradient,
        Numbers mean,
        Numbers square,
        int from,
        int to,
        AdamStep step) {
      double[] w = array(weights);
      double[] g = array(gradient);
      double[] m = array(mean);
      double[] v = array(square);
      double rest1 = 1 - step.beta1();
      double rest2 = 1 - step.beta2();
      for (int i = from; i < to; i++) {
        double e = g[i] + step.penalty() * w[i];
        m[i] = step.beta1() * m[i] + rest1 * e;
        v[i] = step.beta2() * v[i] + rest2 * e * e;
        w[i] =
            step.shrink() * w[i]
                - step.rate() * m[i] / (Math.sqrt(v[i]) * step.root() + step.epsilon());
      }
    }
  }
}
