package dev.rondo.tests;

import static dev.rondo.tests.Vectors.*;

import dev.rondo.tests.LibraryCase.Step;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Library cells with axes of fixed length, slots and layers, against loops from their papers. */
class MemoryCellsTest {
  private static final int ROWS = 5;
  private static final int WIDTH = 2;

  /** Graves, Wayne & Danihelka 2014, equations 2 to 4, by the row. */
  @Test
  void neuralTuringMachine() {
    new LibraryCase("NTM[4, 5, 2](x)", 6)
        .is(
            w ->
                new Step() {
                  final double[][] memory = new double[ROWS][];
                  final Step controller = lstm(w.in("c"));
                  final Head reads = new Head(w.in("read"));
                  final Head writes = new Head(w.in("write"));
                  double[] r = filled(WIDTH, 0);

                  {
                    Arrays.setAll(memory, i -> filled(WIDTH, 0.01));
                  }

                  @Override
                  public double[] at(double[] x) {
                    double[] c = controller.at(concat(x, r));
                    double[] read = reads.at(c, memory);
                    double[] write = writes.at(c, memory);
                    double[] erase = sigmoid(linear(w.in("erase.Linear"), c));
                    double[] add = linear(w.in("add"), c);
                    r = filled(WIDTH, 0);
                    for (int i = 0; i < ROWS; i++) {
                      r = add(r, scale(memory[i], read[i]));
                      double[] kept = mul(memory[i], rest(scale(erase, write[i])));
                      memory[i] = add(kept, scale(add, write[i]));
                    }
                    return concat(c, r);
                  }
                });
  }

  private static double[] linear(Weights w, double[] x) {
    return add(w.by("W", x), w.of("b"));
  }

  private static double score(Weights w, double[] x) {
    return dot(w.of("w"), x) + w.number("b");
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }

  private static double[] softmax(double[] a) {
    double[] e = exp(a);
    return scale(e, 1 / Arrays.stream(e).sum());
  }

  /** Where a head looks: equations 5 to 9. */
  private static final class Head {
    private final Weights w;
    private double[] before = filled(ROWS, 0);

    Head(Weights w) {
      this.w = w;
      before[0] = 1;
    }

    double[] at(double[] c, double[][] memory) {
      double[] key = add(w.by("Wk", c), w.of("bk"));
      double strength = softplus(score(w.in("strength.Score"), c));
      double gate = sigmoid(score(w.in("gate.Score"), c));
      double[] shift = softmax(linear(w.in("shift.Linear"), c));
      double power = 1 + softplus(score(w.in("power.Score"), c));

      double[] likeness = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        double norms = Math.sqrt(dot(key, key)) * Math.sqrt(dot(memory[i], memory[i]));
        likeness[i] = strength * dot(key, memory[i]) / norms;
      }
      double[] mixed = add(scale(softmax(likeness), gate), scale(before, 1 - gate));
      double[] moved = filled(ROWS, 0);
      for (int i = 0; i < ROWS; i++) {
        for (int by = -1; by <= 1; by++) {
          moved[i] += mixed[Math.floorMod(i - by, ROWS)] * shift[by + 1];
        }
      }
      double[] sharp = map(moved, v -> Math.pow(v, power));
      before = scale(sharp, 1 / Arrays.stream(sharp).sum());
      return before;
    }
  }

  private static Step lstm(Weights w) {
    return new Step() {
      double[] h = filled(4, 0);
      double[] c = filled(4, 0);

      @Override
      public double[] at(double[] x) {
        double[] i = sigmoid(w.gate("i", x, h));
        double[] f = sigmoid(w.gate("f", x, h));
        double[] g = tanh(w.gate("g", x, h));
        double[] o = sigmoid(w.gate("o", x, h));
        c = add(mul(f, c), mul(i, g));
        h = mul(o, tanh(c));
        return h;
      }
    };
  }

  /** Kalchbrenner, Danihelka & Graves 2016: block by block up the layers of a step. */
  @Test
  void gridLstm() {
    new LibraryCase("GridLSTM[3, 2](x)", 2)
        .is(
            w ->
                new Step() {
                  final double[][] h = {filled(2, 0), filled(2, 0), filled(2, 0)};
                  final double[][] m = {filled(2, 0), filled(2, 0), filled(2, 0)};

                  @Override
                  public double[] at(double[] x) {
                    double[] upH = w.by("A", x);
                    double[] upM = w.by("B", x);
                    for (int d = 0; d < 3; d++) {
                      double[] seen = concat(h[d], upH);
                      double[][] time = transform(w.in("time"), d, seen, m[d]);
                      double[][] depth = transform(w.in("depth"), d, seen, upM);
                      h[d] = time[0];
                      m[d] = time[1];
                      upH = depth[0];
                      upM = depth[1];
                    }
                    return upH;
                  }
                });
  }

  /** The hidden and the memory vector that leave a block of layer d along one dimension. */
  private static double[][] transform(Weights w, int d, double[] seen, double[] m) {
    double[] u = sigmoid(gate(w, "u", d, seen));
    double[] f = sigmoid(gate(w, "f", d, seen));
    double[] o = sigmoid(gate(w, "o", d, seen));
    double[] c = tanh(gate(w, "c", d, seen));
    double[] next = add(mul(f, m), mul(u, c));
    return new double[][] {tanh(mul(o, next)), next};
  }

  private static double[] gate(Weights w, String name, int d, double[] seen) {
    double[] matrix = slice(w.of("W" + name), d * 2 * 4, (d + 1) * 2 * 4);
    return add(Weights.by(matrix, seen), slice(w.of("b" + name), d * 2, (d + 1) * 2));
  }
}
