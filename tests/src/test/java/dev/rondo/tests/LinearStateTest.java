package dev.rondo.tests;

import static dev.rondo.tests.Vectors.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.runtime.Initialize;
import dev.rondo.runtime.Signature;
import dev.rondo.tests.LibraryCase.Loop;
import dev.rondo.tests.LibraryCase.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Library cells whose state is linear in itself against computations from their papers. */
class LinearStateTest {
  private static void same(String text, int size, Loop loop) {
    new LibraryCase(text, size).is(loop);
  }

  /** As attention to all steps so far: equation 9 of the paper. */
  @Test
  void linearAttention() {
    same(
        "LinearAttention[4, 3](x)",
        3,
        w ->
            new Step() {
              final List<double[]> inputs = new ArrayList<>();

              @Override
              public double[] at(double[] x) {
                inputs.add(x);
                double[] q = feature(w.by("Wq", x));
                double[] y = new double[3];
                double total = 0;
                for (double[] u : inputs) {
                  double weight = dot(q, feature(w.by("Wk", u)));
                  y = add(y, scale(w.by("Wv", u), weight));
                  total += weight;
                }
                return scale(y, 1 / total);
              }
            });
  }

  private static double[] feature(double[] a) {
    return map(a, v -> v > 0 ? v + 1 : Math.exp(v));
  }

  @Test
  void deltaNet() {
    same(
        "DeltaNet[4, 3](x)",
        3,
        w ->
            new Step() {
              final double[] memory = new double[12];

              @Override
              public double[] at(double[] x) {
                double[] k = unit(silu(w.by("Wk", x)));
                double[] missing = sub(w.by("Wv", x), Weights.by(memory, k));
                double beta = Vectors.sigmoid(dot(w.of("w"), x));
                for (int j = 0; j < 12; j++) {
                  memory[j] += beta * missing[j / 4] * k[j % 4];
                }
                return Weights.by(memory, unit(silu(w.by("Wq", x))));
              }
            });
  }

  private static double[] unit(double[] a) {
    return scale(a, 1 / Math.sqrt(dot(a, a) + 1e-6));
  }

  /** As a sum over all steps so far, not stabilised. */
  @Test
  void timeMix() {
    same(
        "TimeMix(x)",
        2,
        w ->
            new Step() {
              final List<double[]> keys = new ArrayList<>();
              final List<double[]> values = new ArrayList<>();
              double[] before = filled(2, 0);

              @Override
              public double[] at(double[] x) {
                double[] r = sigmoid(w.by("Wr", mix(w.of("mr"), x, before)));
                keys.add(w.by("Wk", mix(w.of("mk"), x, before)));
                values.add(w.by("Wv", mix(w.of("mv"), x, before)));
                before = x;
                int now = keys.size() - 1;
                double[] wkv = new double[2];
                for (int d = 0; d < 2; d++) {
                  double above = 0;
                  double below = 0;
                  for (int i = 0; i <= now; i++) {
                    double fade = -(now - 1 - i) * Math.exp(w.of("w")[d]);
                    double weight = Math.exp((i == now ? w.of("u")[d] : fade) + keys.get(i)[d]);
                    above += weight * values.get(i)[d];
                    below += weight;
                  }
                  wkv[d] = above / below;
                }
                return w.by("Wo", mul(r, wkv));
              }
            });
  }

  @Test
  void channelMix() {
    same(
        "ChannelMix[3](x)",
        2,
        w ->
            new Step() {
              double[] before = filled(2, 0);

              @Override
              public double[] at(double[] x) {
                double[] r = sigmoid(w.by("Wr", mix(w.of("mr"), x, before)));
                double[] k = relu(w.by("Wk", mix(w.of("mk"), x, before)));
                before = x;
                return mul(r, w.by("Wv", mul(k, k)));
              }
            });
  }

  @Test
  void positions() {
    for (int n : new int[] {2, 4, 5, 7, 8}) {
      same(
          "Positions[" + n + "]() + x[0]",
          n,
          w ->
              x -> {
                double[] y = new double[n];
                for (int i = 0; i < n; i++) {
                  y[i] = i + x[0];
                }
                return y;
              });
    }
  }

  /** The matrix as the paper prints it, element by element. */
  @Test
  void legendre() {
    same(
        "LMU[3, 4](x, theta = 5)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);
              double[] m = filled(4, 0);

              @Override
              public double[] at(double[] x) {
                double u = dot(w.of("ex"), x) + dot(w.of("eh"), h) + dot(w.of("em"), m);
                double[] next = m.clone();
                for (int i = 0; i < 4; i++) {
                  for (int j = 0; j < 4; j++) {
                    double a = (2 * i + 1) * (i < j ? -1 : Math.pow(-1, i - j + 1));
                    next[i] += a * m[j] / 5;
                  }
                  next[i] += (2 * i + 1) * Math.pow(-1, i) * u / 5;
                }
                m = next;
                h = tanh(add(w.by("Wx", x), w.by("Wh", h), w.by("Wm", m)));
                return h;
              }
            });
  }

  /** A complex number. */
  private record Complex(double re, double im) {
    Complex plus(Complex z) {
      return new Complex(re + z.re, im + z.im);
    }

    Complex times(Complex z) {
      return new Complex(re * z.re - im * z.im, re * z.im + im * z.re);
    }

    Complex over(Complex z) {
      double square = z.re * z.re + z.im * z.im;
      return times(new Complex(z.re / square, -z.im / square));
    }

    Complex exp() {
      return new Complex(Math.exp(re) * Math.cos(im), Math.exp(re) * Math.sin(im));
    }
  }

  private static final Complex ZERO = new Complex(0, 0);

  @Test
  void diagonalStateSpace() {
    same(
        "S4D[3](x)",
        2,
        w ->
            new Step() {
              final Complex[] state = {ZERO, ZERO, ZERO, ZERO, ZERO, ZERO};

              @Override
              public double[] at(double[] x) {
                double[] y = mul(w.of("skip"), x);
                for (int j = 0; j < 6; j++) {
                  Complex step = new Complex(Math.exp(w.of("step")[j / 3]), 0);
                  double frequency = Math.PI * (j % 3) + w.of("shift")[j];
                  Complex a = new Complex(-Math.exp(w.of("decay")[j]), frequency);
                  Complex da = a.times(step).exp();
                  Complex db = da.plus(new Complex(-1, 0)).over(a);
                  state[j] = da.times(state[j]).plus(db.times(new Complex(x[j / 3], 0)));
                  Complex c = new Complex(w.of("cr")[j], w.of("ci")[j]);
                  y[j / 3] += 2 * c.times(state[j]).re;
                }
                return y;
              }
            });
  }

  @Test
  void linearRecurrentUnit() {
    same(
        "LRU[3](x)",
        2,
        w ->
            new Step() {
              final Complex[] state = {ZERO, ZERO, ZERO};

              @Override
              public double[] at(double[] x) {
                double[] re = w.by("Br", x);
                double[] im = w.by("Bi", x);
                double[] y = mul(w.of("D"), x);
                for (int n = 0; n < 3; n++) {
                  double nu = Math.exp(w.of("nu")[n]);
                  Complex lambda = new Complex(-nu, Math.exp(w.of("theta")[n])).exp();
                  Complex gamma = new Complex(Math.exp(w.of("gamma")[n]), 0);
                  Complex in = gamma.times(new Complex(re[n], im[n]));
                  state[n] = lambda.times(state[n]).plus(in);
                  for (int i = 0; i < 2; i++) {
                    Complex c = new Complex(w.of("Cr")[i * 3 + n], w.of("Ci")[i * 3 + n]);
                    y[i] += c.times(state[n]).re;
                  }
                }
                return y;
              }
            });
  }

  /** Orvieto et al. 2023, 3.3: with γ = √(1 - |λ|²) the states are as large as the input. */
  @Test
  void theLinearRecurrentUnitBeginsNormalized() {
    Signature signature = new LibraryCase("LRU[3](x)", 2).model().signature();
    double[] nu = Initialize.values(signature, "y.nu", 5);
    double[] gamma = Initialize.values(signature, "y.gamma", 5);
    for (int n = 0; n < 3; n++) {
      double radius = Math.exp(-Math.exp(nu[n]));
      assertThat(radius).isBetween(0.9, 0.999);
      assertThat(Math.exp(gamma[n])).isCloseTo(Math.sqrt(1 - radius * radius), within(1e-12));
    }
  }

  @Test
  void selectiveStateSpace() {
    same("S6[3, 1](x)", 2, w -> selective(w, 2, 3));
  }

  private static Step selective(Weights w, int width, int states) {
    return new Step() {
      final double[] h = new double[width * states];

      @Override
      public double[] at(double[] x) {
        double[] rank = w.by("P", w.by("Q", x));
        double[] step = map(add(rank, w.of("b")), v -> Math.log1p(Math.exp(v)));
        double[] in = w.by("WB", x);
        double[] out = w.by("WC", x);
        double[] y = mul(w.of("skip"), x);
        for (int j = 0; j < h.length; j++) {
          int d = j / states;
          int n = j % states;
          double a = -Math.exp(Math.log(n + 1) + w.of("shift")[j]);
          h[j] = Math.exp(step[d] * a) * h[j] + step[d] * in[n] * x[d];
          y[d] += out[n] * h[j];
        }
        return y;
      }
    };
  }

  @Test
  void mamba() {
    same(
        "Mamba[4, 3](x)",
        2,
        w ->
            new Step() {
              final Step inner = selective(w.in("y.S6"), 4, 3);
              double[][] last = {filled(4, 0), filled(4, 0), filled(4, 0), filled(4, 0)};

              @Override
              public double[] at(double[] x) {
                last = new double[][] {w.by("Wu", x), last[0], last[1], last[2]};
                double[] v = w.of("bk");
                for (int k = 0; k < 4; k++) {
                  v = add(v, mul(w.of("k" + k), last[k]));
                }
                return w.by("Wo", mul(inner.at(silu(v)), silu(w.by("Wz", x))));
              }
            });
  }
}
