package dev.rondo.tests;

import static dev.rondo.tests.Vectors.*;

import dev.rondo.tests.LibraryCase.Loop;
import dev.rondo.tests.LibraryCase.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Library cells with one gated state against loops written from their papers. */
class GatedCellsTest {
  private static void same(String text, int size, Loop loop) {
    new LibraryCase(text, size).is(loop);
  }

  @Test
  void gruOfChung() {
    same(
        "GRUChung[3](x)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                double[] z = sigmoid(w.gate("z", x, h));
                double[] r = sigmoid(w.gate("r", x, h));
                h = mix(z, tanh(w.gate("n", x, mul(r, h))), h);
                return h;
              }
            });
  }

  @Test
  void minimalGatedUnit() {
    same(
        "MGU[3](x)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                double[] f = sigmoid(w.gate("f", x, h));
                h = mix(f, tanh(w.gate("h", x, mul(f, h))), h);
                return h;
              }
            });
  }

  @Test
  void minGru() {
    same(
        "MinGRU[3](x)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                h = mix(sigmoid(linear(w, "z", x)), linear(w, "h", x), h);
                return h;
              }
            });
  }

  private static double[] linear(Weights w, String name, double[] x) {
    return add(w.by("W" + name, x), w.of("b" + name));
  }

  @Test
  void minLstm() {
    same(
        "MinLSTM[3](x)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                double[] f = sigmoid(linear(w, "f", x));
                double[] i = sigmoid(linear(w, "i", x));
                h = mix(div(i, add(f, i)), linear(w, "h", x), h);
                return h;
              }
            });
  }

  @Test
  void gruD() {
    new LibraryCase("GRUD[3](x, step(m), dt)", 3, "input m: [2] over t  input dt: real over t")
        .is(
            w ->
                new Step() {
                  double[] h = filled(3, 0);
                  final double[] seen = new double[2];
                  final double[] since = new double[2];
                  double[] before = filled(2, 0);

                  @Override
                  public double[] at(double[] in) {
                    double[] m = map(slice(in, 2, 4), v -> v > 0 ? 1 : 0);
                    double[] x = new double[2];
                    for (int d = 0; d < 2; d++) {
                      since[d] = in[4] + (before[d] == 1 ? 0 : since[d]);
                      seen[d] = m[d] == 1 ? in[d] : seen[d];
                      double decay = w.of("wx")[d] * since[d] + w.of("bx")[d];
                      double fade = Math.exp(-Math.max(0, decay));
                      x[d] = m[d] == 1 ? in[d] : fade * seen[d]; // (1 - fade) · the mean, 0
                    }
                    before = m;
                    double[] decay = relu(add(w.by("Wh", since), w.of("bh")));
                    double[] kept = mul(exp(scale(decay, -1)), h);
                    double[] z = sigmoid(add(w.gate("z", x, kept), w.by("Vz", m)));
                    double[] r = sigmoid(add(w.gate("r", x, kept), w.by("Vr", m)));
                    double[] n = tanh(add(w.gate("n", x, mul(r, kept)), w.by("Vn", m)));
                    h = mix(z, n, kept);
                    return h;
                  }
                });
  }

  @Test
  void skipGru() {
    same(
        "SkipGRU[3](x)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);
              double next = 1;

              @Override
              public double[] at(double[] x) {
                double u = next >= 0.5 ? 1 : 0;
                if (u == 1) {
                  double[] z = sigmoid(w.gate("z", x, h));
                  double[] r = sigmoid(w.gate("r", x, h));
                  double[] reset = mul(r, add(w.by("Un", h), w.of("cn")));
                  h = mix(z, h, tanh(add(w.by("Wn", x), w.of("bn"), reset)));
                }
                double d = Vectors.sigmoid(dot(w.of("w"), h) + w.number("b"));
                next = u == 1 ? d : next + Math.min(d, 1 - next);
                return h;
              }
            });
  }

  @Test
  void quasiRecurrent() {
    same("QRNN[3](x)", 3, w -> quasiRecurrent(w, 2));
    same("QRNN[3, 3](x)", 3, w -> quasiRecurrent(w, 3));
  }

  private static Step quasiRecurrent(Weights w, int width) {
    return new Step() {
      final List<double[]> inputs = new ArrayList<>();
      double[] c = filled(3, 0);

      @Override
      public double[] at(double[] x) {
        inputs.add(x);
        double[] z = tanh(convolution(w.in("z.Taps"), inputs, width));
        double[] f = sigmoid(convolution(w.in("f.Taps"), inputs, width));
        c = mix(f, c, z);
        return mul(sigmoid(convolution(w.in("o.Taps"), inputs, width)), c);
      }
    };
  }

  /** The outermost matrix is that of the earliest input. */
  private static double[] convolution(Weights w, List<double[]> inputs, int width) {
    double[] sum = new double[3];
    Weights at = w;
    for (int back = width - 1; back >= 0; back--, at = at.in("y.Taps")) {
      if (inputs.size() > back) {
        sum = add(sum, at.by("W", inputs.get(inputs.size() - 1 - back)));
      }
    }
    return sum;
  }

  @Test
  void simpleRecurrentUnit() {
    same(
        "SRU(x)",
        2,
        w ->
            new Step() {
              double[] c = filled(2, 0);

              @Override
              public double[] at(double[] x) {
                double[] before = c;
                double[] f = sigmoid(add(linear(w, "f", x), mul(w.of("vf"), before)));
                double[] r = sigmoid(add(linear(w, "r", x), mul(w.of("vr"), before)));
                c = mix(f, before, w.by("W", x));
                return mix(r, c, scale(x, Math.sqrt(3)));
              }
            });
  }
}
