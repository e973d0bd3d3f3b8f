package dev.rondo.tests;

import static dev.rondo.tests.Vectors.*;

import dev.rondo.tests.AxesRun.Given;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Library cells over two axes, or over one of their own, against loops from their papers. */
class TwoAxesCellsTest {
  private static final String IMAGE =
      "input image: [2] over i over j  input goal: [%d] over i over j"
          + "  loss sum(squared_error(y, goal)) + sum(x)";
  private static final String SUMMARY = "input goal: [6]  loss sum(squared_error(y[last], goal))";

  private static final LibraryCase RNN = new LibraryCase("RNN2D[3](image)", IMAGE.formatted(3));
  private static final LibraryCase LSTM = new LibraryCase("LSTM2D[3](image)", IMAGE.formatted(3));
  private static final LibraryCase FOUR =
      new LibraryCase("FourWays[RNN2D[3]](image)", IMAGE.formatted(12));
  private static final LibraryCase PYRAMID = new LibraryCase("Pyramid[3](x)", SUMMARY);
  private static final LibraryCase TWO = new LibraryCase("Stack[2, Pyramid[3]](x)", SUMMARY);

  static final List<LibraryCase> CELLS = List.of(RNN, LSTM, FOUR, PYRAMID, TWO);

  @Test
  void twoDimensions() {
    AxesRun.same(RNN, given -> rnn(given, given.weights(), false, false));
  }

  @Test
  void fourWays() {
    AxesRun.same(
        FOUR,
        given -> {
          Weights w = given.weights();
          double[][] a = rnn(given, w.in("a"), false, false);
          double[][] b = rnn(given, w.in("b"), true, false);
          double[][] c = rnn(given, w.in("c"), false, true);
          double[][] d = rnn(given, w.in("d"), true, true);
          double[][] y = new double[a.length][];
          for (int p = 0; p < y.length; p++) {
            y[p] = concat(a[p], b[p], c[p], d[p]);
          }
          return y;
        });
  }

  private static double[][] rnn(Given given, Weights w, boolean up, boolean left) {
    double[][] x = given.rows("image");
    int columns = given.length("j");
    double[][] h = new double[x.length][];
    for (int n = 0; n < x.length; n++) {
      int i = up ? given.length("i") - 1 - n / columns : n / columns;
      int j = left ? columns - 1 - n % columns : n % columns;
      double[] above = n < columns ? filled(3, 0) : h[(up ? i + 1 : i - 1) * columns + j];
      double[] beside = n % columns == 0 ? filled(3, 0) : h[i * columns + (left ? j + 1 : j - 1)];
      int p = i * columns + j;
      h[p] = tanh(add(w.by("W", x[p]), w.by("Ui", above), w.by("Uj", beside), w.of("b")));
    }
    return h;
  }

  @Test
  void lstmInTwoDimensions() {
    AxesRun.same(
        LSTM,
        given -> {
          Weights w = given.weights();
          double[][] x = given.rows("image");
          int columns = given.length("j");
          double[][] h = new double[x.length][];
          double[][] c = new double[x.length][];
          double[] zero = filled(3, 0);
          for (int p = 0; p < x.length; p++) {
            double[] hi = p < columns ? zero : h[p - columns];
            double[] ci = p < columns ? zero : c[p - columns];
            double[] hj = p % columns == 0 ? zero : h[p - 1];
            double[] cj = p % columns == 0 ? zero : c[p - 1];
            double[] seen = add(mul(w.of("pi"), ci), mul(w.of("qi"), cj));
            double[] in = sigmoid(add(gate(w, "i", x[p], hi, hj), seen));
            double[] fi = sigmoid(add(gate(w, "fi", x[p], hi, hj), mul(w.of("pfi"), ci)));
            double[] fj = sigmoid(add(gate(w, "fj", x[p], hi, hj), mul(w.of("qfj"), cj)));
            double[] g = tanh(gate(w, "g", x[p], hi, hj));
            c[p] = add(mul(in, g), mul(fi, ci), mul(fj, cj));
            double[] o = sigmoid(add(gate(w, "o", x[p], hi, hj), mul(w.of("po"), c[p])));
            h[p] = mul(o, tanh(c[p]));
          }
          return h;
        });
  }

  private static double[] gate(Weights w, String name, double[] x, double[] hi, double[] hj) {
    return add(w.gate(name, x, hi), w.by("V" + name, hj));
  }

  @Test
  void pyramids() {
    AxesRun.same(PYRAMID, given -> pyramid(given.weights(), given.rows("x")));
    AxesRun.same(
        TWO,
        given ->
            pyramid(
                given.weights().in("y"),
                pyramid(given.weights().in("y.Stack.y"), given.rows("x"))));
  }

  /** Listen, attend and spell: pairs of steps, forth and back. */
  private static double[][] pyramid(Weights w, double[][] x) {
    double[][] pairs = new double[(x.length + 1) / 2][];
    for (int u = 0; u < pairs.length; u++) {
      double[] second = 2 * u + 1 < x.length ? x[2 * u + 1] : filled(x[0].length, 0);
      pairs[u] = concat(x[2 * u], second);
    }
    String path = w.path() + "y.";
    double[][] forth = new DirectCells(w.parameters(), path + "f.", 3).lstm(pairs);
    double[][] back =
        new DirectCells(w.parameters(), path + "b.", 3).lstm(DirectCells.reversed(pairs));
    double[][] y = new double[pairs.length][];
    for (int u = 0; u < y.length; u++) {
      y[u] = concat(forth[u], back[y.length - 1 - u]);
    }
    return y;
  }
}
