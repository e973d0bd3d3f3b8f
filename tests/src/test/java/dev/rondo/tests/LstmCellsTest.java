package dev.rondo.tests;

import static dev.rondo.tests.Vectors.*;

import dev.rondo.tests.LibraryCase.Loop;
import dev.rondo.tests.LibraryCase.Step;
import org.junit.jupiter.api.Test;

/** The library's kinds of LSTM against loops written from their papers. */
class LstmCellsTest {
  private static void same(String text, int size, Loop loop) {
    new LibraryCase(text, size).is(loop);
  }

  /** Block by block, cell by cell, unit by unit. */
  @Test
  void lstm1997() {
    same(
        "LSTM1997[2, 2](x)",
        4,
        w ->
            new Step() {
              double[] units = filled(8, 0); // four cells, two input gates, two output gates
              final double[] c = new double[4];

              @Override
              public double[] at(double[] x) {
                double[] i = sigmoid(w.gate("i", x, units));
                double[] o = sigmoid(w.gate("o", x, units));
                double[] net = w.gate("c", x, units);
                double[] y = new double[4];
                for (int j = 0; j < 2; j++) {
                  for (int v = 2 * j; v < 2 * j + 2; v++) {
                    c[v] += i[j] * (4 * Vectors.sigmoid(net[v]) - 2);
                    y[v] = o[j] * (2 * Vectors.sigmoid(c[v]) - 1);
                  }
                }
                units = concat(y, i, o);
                return y;
              }
            });
  }

  @Test
  void peephole() {
    same("PeepholeLSTM[3](x)", 3, w -> peephole(w, 3, filled(3, 0)));
  }

  @Test
  void projected() {
    same(
        "LSTMP[4, 3](x)",
        3,
        w ->
            new Step() {
              final double[] r = new double[3];
              final Step cells = peephole(w, 4, r);

              @Override
              public double[] at(double[] x) {
                double[] next = w.by("Wr", cells.at(x));
                System.arraycopy(next, 0, r, 0, 3);
                return next;
              }
            });
  }

  /**
   * @param back what the gates read of the step before; the value itself if as long as that
   */
  private static Step peephole(Weights w, int cells, double[] back) {
    return new Step() {
      double[] c = filled(cells, 0);

      @Override
      public double[] at(double[] x) {
        double[] i = sigmoid(add(w.gate("i", x, back), mul(w.of("pi"), c)));
        double[] f = sigmoid(add(w.gate("f", x, back), mul(w.of("pf"), c)));
        c = add(mul(f, c), mul(i, tanh(w.gate("g", x, back))));
        double[] o = sigmoid(add(w.gate("o", x, back), mul(w.of("po"), c)));
        double[] h = mul(o, tanh(c));
        if (h.length == back.length) {
          System.arraycopy(h, 0, back, 0, h.length);
        }
        return h;
      }
    };
  }

  @Test
  void coupledGates() {
    same(
        "CIFG[3](x)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);
              double[] c = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                double[] i = sigmoid(w.gate("i", x, h));
                c = mix(i, tanh(w.gate("g", x, h)), c);
                h = mul(sigmoid(w.gate("o", x, h)), tanh(c));
                return h;
              }
            });
  }

  @Test
  void multiplicative() {
    same(
        "MultiplicativeLSTM[3](x)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);
              double[] c = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                double[] m = mul(w.by("Wm", x), w.by("Um", h));
                c =
                    add(
                        mul(sigmoid(w.gate("f", x, m)), c),
                        mul(sigmoid(w.gate("i", x, m)), tanh(w.gate("g", x, m))));
                h = mul(sigmoid(w.gate("o", x, m)), tanh(c));
                return h;
              }
            });
  }

  @Test
  void layerNormalised() {
    same(
        "LayerNormLSTM[3](x)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);
              double[] c = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                double[] ofH = mul(w.of("a1"), normalised(w.by("U", h)));
                double[] ofX = mul(w.of("a2"), normalised(w.by("W", x)));
                double[] s = add(ofH, ofX, w.of("b"));
                double[] f = sigmoid(slice(s, 0, 3));
                double[] i = sigmoid(slice(s, 3, 6));
                double[] o = sigmoid(slice(s, 6, 9));
                c = add(mul(f, c), mul(i, tanh(slice(s, 9, 12))));
                h = mul(o, tanh(add(mul(w.of("a3"), normalised(c)), w.of("b3"))));
                return h;
              }
            });
  }

  private static double[] normalised(double[] a) {
    double mean = dot(a, filled(a.length, 1)) / a.length;
    double[] centred = map(a, v -> v - mean);
    double variance = dot(centred, centred) / a.length;
    return map(centred, v -> v / Math.sqrt(variance + 1e-5));
  }

  /** Outside training: with the means of what is drawn. */
  @Test
  void droppedOutsideTraining() {
    same("ZoneoutLSTM[3](x)", 3, w -> zoneout(w, 0.5, 0.05));
    same("ZoneoutLSTM[3](x, zc = 0.2, zh = 0.1)", 3, w -> zoneout(w, 0.2, 0.1));
    same("VariationalLSTM[3](x)", 3, w -> zoneout(w, 0, 0));
    same("WeightDroppedLSTM[3](x)", 3, w -> zoneout(w, 0, 0));
  }

  private static Step zoneout(Weights w, double zc, double zh) {
    return new Step() {
      double[] h = filled(3, 0);
      double[] c = filled(3, 0);

      @Override
      public double[] at(double[] x) {
        double[] i = sigmoid(w.gate("i", x, h));
        double[] f = sigmoid(w.gate("f", x, h));
        double[] o = sigmoid(w.gate("o", x, h));
        double[] n = add(mul(f, c), mul(i, tanh(w.gate("g", x, h))));
        c = add(scale(c, zc), scale(n, 1 - zc));
        h = add(scale(h, zh), scale(mul(o, tanh(n)), 1 - zh));
        return h;
      }
    };
  }

  @Test
  void phased() {
    new LibraryCase("PhasedLSTM[3](x, 3 * time)", 3, "input time: real over t")
        .is(
            w ->
                new Step() {
                  double[] h = filled(3, 0);
                  double[] c = filled(3, 0);

                  @Override
                  public double[] at(double[] in) {
                    double[] x = slice(in, 0, 2);
                    double[] k = new double[3];
                    for (int u = 0; u < 3; u++) {
                      double period = w.of("period")[u];
                      double open = w.of("open")[u];
                      double p = (3 * in[2] - w.of("shift")[u]) / period;
                      p -= Math.floor(p);
                      k[u] = p < open / 2 ? 2 * p / open : p < open ? 2 - 2 * p / open : 0;
                    }
                    double[] i = sigmoid(w.gate("i", x, h));
                    double[] f = sigmoid(w.gate("f", x, h));
                    double[] o = sigmoid(w.gate("o", x, h));
                    double[] n = add(mul(f, c), mul(i, tanh(w.gate("g", x, h))));
                    c = mix(k, n, c);
                    h = mix(k, mul(o, tanh(n)), h);
                    return h;
                  }
                });
  }

  @Test
  void convolutional() {
    LibraryCase cell =
        new LibraryCase(
            "reshape(ConvLSTM[3, 2, 2](reshape(z, 6, 1)), 12)", 12, "input z: [6] over t");
    cell.is(
        all -> {
          Weights w = all.in("ConvLSTM");
          return new Step() {
            double[] h = filled(12, 0);
            double[] c = filled(12, 0);

            @Override
            public double[] at(double[] in) {
              double[] x = slice(in, 2, 8);
              double[] i = sigmoid(add(net("i", x), mul(w.of("pi"), c)));
              double[] f = sigmoid(add(net("f", x), mul(w.of("pf"), c)));
              c = add(mul(f, c), mul(i, tanh(net("g", x))));
              h = mul(sigmoid(add(net("o", x), mul(w.of("po"), c))), tanh(c));
              return h;
            }

            private double[] net(String gate, double[] x) {
              return add(
                  convolution(w.of("W" + gate), x, 1),
                  convolution(w.of("U" + gate), h, 2),
                  places(w.of("b" + gate)));
            }
          };
        });
  }

  /** A vector at each of the six places. */
  private static double[] places(double[] a) {
    return concat(a, a, a, a, a, a);
  }

  /** Place by place of three rows of two, with filters of three by three. */
  private static double[] convolution(double[] w, double[] x, int channels) {
    double[] y = new double[12];
    for (int r = 0; r < 3; r++) {
      for (int k = 0; k < 2; k++) {
        for (int dr = -1; dr <= 1; dr++) {
          for (int dk = -1; dk <= 1; dk++) {
            boolean inside = r + dr >= 0 && r + dr < 3 && k + dk >= 0 && k + dk < 2;
            int filter = ((dr + 1) * 3 + dk + 1) * channels;
            for (int from = 0; inside && from < channels; from++) {
              double value = x[((r + dr) * 2 + k + dk) * channels + from];
              for (int to = 0; to < 2; to++) {
                y[(r * 2 + k) * 2 + to] += value * w[(filter + from) * 2 + to];
              }
            }
          }
        }
      }
    }
    return y;
  }

  /** Not stabilised: equations 8 to 14. */
  @Test
  void scalarMemory() {
    same(
        "SLSTM[3](x)",
        3,
        w ->
            new Step() {
              double[] h = filled(3, 0);
              double[] c = filled(3, 0);
              double[] n = filled(3, 0);

              @Override
              public double[] at(double[] x) {
                double[] i = exp(read(w, "i", x, h));
                double[] f = sigmoid(read(w, "f", x, h));
                c = add(mul(f, c), mul(i, tanh(read(w, "z", x, h))));
                n = add(mul(f, n), i);
                h = mul(sigmoid(read(w, "o", x, h)), div(c, n));
                return h;
              }
            });
  }

  private static double[] read(Weights w, String gate, double[] x, double[] h) {
    return add(w.by("W" + gate, x), w.by("R" + gate, h), w.of("b" + gate));
  }

  /** Not stabilised: equations 19 to 27. */
  @Test
  void matrixMemory() {
    same("MLSTM[3](x)", 3, LstmCellsTest::matrixMemory);
    same(
        "Heads[2, MLSTM[3]](x)",
        6,
        w ->
            new Step() {
              final Step first = matrixMemory(w.in("y.MLSTM"));
              final Step second = matrixMemory(w.in("y.Heads.y"));

              @Override
              public double[] at(double[] x) {
                return concat(first.at(x), second.at(x));
              }
            });
  }

  private static Step matrixMemory(Weights w) {
    return new Step() {
      final double[] memory = new double[9];
      double[] n = filled(3, 0);

      @Override
      public double[] at(double[] x) {
        double[] q = add(w.by("Wq", x), w.of("bq"));
        double[] k = add(scale(w.by("Wk", x), 1 / Math.sqrt(3)), w.of("bk"));
        double[] v = add(w.by("Wv", x), w.of("bv"));
        double i = Math.exp(dot(w.of("wi"), x) + w.number("bi"));
        double f = Vectors.sigmoid(dot(w.of("wf"), x) + w.number("bf"));
        for (int j = 0; j < 9; j++) {
          memory[j] = f * memory[j] + i * v[j / 3] * k[j % 3];
        }
        n = add(scale(n, f), scale(k, i));
        double[] read = scale(Weights.by(memory, q), 1 / Math.max(Math.abs(dot(n, q)), 1));
        return mul(sigmoid(add(w.by("Wo", x), w.of("bo"))), read);
      }
    };
  }
}
