package dev.rondo.tests;

import static dev.rondo.tests.Vectors.*;

import dev.rondo.tests.LibraryCase.Loop;
import dev.rondo.tests.LibraryCase.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Library cells without gates against loops written from their papers. */
class SimpleCellsTest {
  private static void same(String text, int size, Loop loop) {
    new LibraryCase(text, size).is(loop);
  }

  @Test
  void jordan() {
    same(
        "Jordan[4, 3](x, keep = 0.5)",
        3,
        w ->
            new Step() {
              double[] s = filled(3, 0);
              double[] y = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                s = add(scale(s, 0.5), y);
                double[] h = sigmoid(w.gate("", x, s));
                y = sigmoid(add(w.by("V", h), w.of("c")));
                return y;
              }
            });
  }

  @Test
  void leakyIntegratorsAndEchoStates() {
    same("Leaky[3](x)", 3, w -> leaky(w, 0.3, w.of("b")));
    same("EchoState[3](x, leak = 0.4)", 3, w -> leaky(w, 0.4, filled(3, 0)));
    same("EchoState[3](x)", 3, w -> leaky(w, 1, filled(3, 0)));
  }

  private static Step leaky(Weights w, double leak, double[] bias) {
    return new Step() {
      double[] h = filled(3, 0);

      @Override
      public double[] at(double[] x) {
        double[] next = tanh(add(w.by("W", x), w.by("U", h), bias));
        h = add(scale(h, 1 - leak), scale(next, leak));
        return h;
      }
    };
  }

  @Test
  void irnnAndIndRnn() {
    same(
        "IRNN[3](x)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                h = relu(w.gate("", x, h));
                return h;
              }
            });
    same(
        "IndRNN[3](x, bound = 0.5)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                double[] u = map(w.of("u"), v -> Math.max(-0.5, Math.min(v, 0.5)));
                h = relu(add(w.by("W", x), mul(u, h), w.of("b")));
                return h;
              }
            });
  }

  /** As the paper has it: all states in one vector, a clock for each row. */
  @Test
  void clockwork() {
    same(
        "Clockwork[3, 2](x)",
        6,
        w ->
            new Step() {
              final Weights[] groups = {
                w.in("y.group"), w.in("y.slower.y.group"), w.in("y.slower.y.slower.y")
              };
              double[] h = filled(6, 0);
              int t;

              @Override
              public double[] at(double[] x) {
                double[] before = h.clone();
                for (int g = 0; g < 3; g++) {
                  if (t % (1 << g) == 0) {
                    double[] own = slice(before, 2 * g, 2 * g + 2);
                    double[] slower = slice(before, 2 * g + 2, 6);
                    double[] read = groups[g].by("W", concat(x, slower));
                    double[] next = tanh(add(read, groups[g].by("U", own)));
                    System.arraycopy(next, 0, h, 2 * g, 2);
                  }
                }
                t++;
                return h;
              }
            });
  }

  @Test
  void dilated() {
    same("Dilated[3, 2](x)", 3, w -> dilated(w, 2));
    same(
        "DilatedStack[3, 3](x)",
        3,
        w ->
            new Step() {
              final Step first = dilated(w.in("y.DilatedStack.y.DilatedStack.y"), 1);
              final Step second = dilated(w.in("y.DilatedStack.y"), 2);
              final Step third = dilated(w.in("y"), 4);

              @Override
              public double[] at(double[] x) {
                return third.at(second.at(first.at(x)));
              }
            });
  }

  private static Step dilated(Weights w, int dilation) {
    return new Step() {
      final List<double[]> all = new ArrayList<>();

      @Override
      public double[] at(double[] x) {
        int t = all.size();
        double[] h = t < dilation ? filled(3, 0) : all.get(t - dilation);
        all.add(tanh(w.gate("", x, h)));
        return all.get(t);
      }
    };
  }

  /** Fed its own outputs, as the paper has it, and taught by those that should have been. */
  @Test
  void narx() {
    same("NARX[4, 3, 2, 1](x, y)", 3, w -> narx(w, false));
    same("NARX[4, 2, 2, 1](x, x)", 2, w -> narx(w, true));
  }

  private static Step narx(Weights w, boolean taught) {
    return new Step() {
      final List<double[]> inputs = new ArrayList<>();
      final List<double[]> outputs = new ArrayList<>();

      @Override
      public double[] at(double[] x) {
        inputs.add(x);
        int t = inputs.size() - 1;
        double[] sum = w.of("b");
        for (int delay = 0; delay <= Math.min(t, 1); delay++) {
          sum = add(sum, by(w, "B", 2, delay, inputs.get(t - delay)));
        }
        for (int delay = 1; delay <= Math.min(t, 2); delay++) {
          double[] y = taught ? inputs.get(t - delay) : outputs.get(t - delay);
          sum = add(sum, by(w, "A", 2, delay - 1, y));
        }
        outputs.add(add(w.by("V", tanh(sum)), w.of("c")));
        return outputs.get(t);
      }
    };
  }

  /** A vector by one of n matrices. */
  private static double[] by(Weights w, String name, int n, int number, double[] x) {
    double[] all = w.of(name);
    int size = all.length / n;
    return Weights.by(slice(all, number * size, (number + 1) * size), x);
  }

  @Test
  void residualAndHighway() {
    same(
        "Residual[Elman[2]](x)",
        2,
        w ->
            new Step() {
              final Step inner = elman(w.in("y.Elman"));

              @Override
              public double[] at(double[] x) {
                return add(x, inner.at(x));
              }
            });
    same(
        "Highway[Elman[2]](x)",
        2,
        w ->
            new Step() {
              final Step inner = elman(w.in("y.Elman"));

              @Override
              public double[] at(double[] x) {
                return mix(sigmoid(add(w.by("W", x), w.of("b"))), inner.at(x), x);
              }
            });
  }

  private static Step elman(Weights w) {
    return new Step() {
      double[] h = filled(2, 0);

      @Override
      public double[] at(double[] x) {
        h = tanh(w.gate("", x, h));
        return h;
      }
    };
  }

  @Test
  void recurrentHighway() {
    same(
        "RecurrentHighway[3, 2](x)",
        3,
        w ->
            new Step() {
              double[] s = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                Weights first = w.in("s.below.y");
                Weights second = w.in("s.y");
                double[] g = sigmoid(add(w.by("Wg", x), first.by("Rg", s), first.of("bg")));
                s = mix(g, tanh(add(w.by("W", x), first.by("R", s), first.of("b"))), s);
                g = sigmoid(add(second.by("Rg", s), second.of("bg")));
                s = mix(g, tanh(add(second.by("R", s), second.of("b"))), s);
                return s;
              }
            });
  }

  @Test
  void stackRnn() {
    same(
        "StackRNN[3, 4](x)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);
              double[] s = filled(4, -1);

              @Override
              public double[] at(double[] x) {
                double[] top = {s[0], s[1]};
                h = sigmoid(add(w.by("U", x), w.by("R", h), w.by("P", top)));
                double[] a = exp(w.by("A", h));
                double push = a[0] / (a[0] + a[1]);
                double[] next = new double[4];
                next[0] = push * sigmoid(dot(w.of("d"), h)) + (1 - push) * s[1];
                for (int i = 1; i < 4; i++) {
                  next[i] = push * s[i - 1] + (1 - push) * (i == 3 ? -1 : s[i + 1]);
                }
                s = next;
                return h;
              }
            });
  }

  @Test
  void leakyIntegrateAndFire() {
    same(
        "LIF[3](x)",
        3,
        w ->
            new Step() {
              double[] i = filled(3, 0);
              double[] v = filled(3, 0);
              double[] s = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                i = add(scale(i, 0.9), w.by("W", x), w.by("V", s));
                v = sub(add(scale(v, 0.8), i), s);
                s = map(v, u -> u > 1 ? 1 : 0);
                return s;
              }
            });
  }

  @Test
  void odeRnn() {
    new LibraryCase("ODERNN[3, 4, 2](x, dt)", 3, "input dt: real over t")
        .is(
            w ->
                new Step() {
                  double[] h = filled(3, 0);

                  @Override
                  public double[] at(double[] in) {
                    double[] x = slice(in, 0, 2);
                    for (int k = 0; k < 2; k++) {
                      h = add(h, scale(field(w.in("field"), h), in[2] / 2));
                    }
                    h = tanh(w.gate("", x, h));
                    return h;
                  }
                });
  }

  private static double[] field(Weights w, double[] h) {
    return add(w.by("V", tanh(add(w.by("W", h), w.of("b")))), w.of("c"));
  }
}
