package dev.rondo.tests;

import org.junit.jupiter.api.Test;

/** The position of the largest along an axis of time. */
class LargestPositionTest {
  private static final String DATA =
      "input k: real over s  input goal: real over t  loss (k[s = y] - goal)^2 + 0 * sum(x)";

  /** Rounded scores have ties, of which the first counts. */
  @Test
  void isTheFirstOfEqualOnes() {
    AxesRun.same(
        new LibraryCase("argmax(round(2 * k) * x[0], over s)", DATA),
        given -> {
          double[][] k = given.rows("k");
          double[][] x = given.rows("x");
          double[][] y = new double[x.length][1];
          for (int t = 0; t < x.length && k.length > 0; t++) {
            for (int s = 1; s < k.length; s++) {
              double most = Math.rint(2 * k[(int) y[t][0]][0]) * x[t][0];
              y[t][0] = Math.rint(2 * k[s][0]) * x[t][0] > most ? s : y[t][0];
            }
          }
          return y;
        });
  }
}
