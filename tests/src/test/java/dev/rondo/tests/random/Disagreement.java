package dev.rondo.tests.random;

import java.util.List;

/** That two ways to compute a number disagree. */
public final class Disagreement extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Disagreement(String message) {
    super(message);
  }

  /** Nearly the same number. */
  static void about(String what, double actual, double expected, double tolerance) {
    if (!(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)))
        && Double.compare(actual, expected) != 0) {
      throw new Disagreement(what + ": " + actual + ", in one pass " + expected);
    }
  }

  /** The same numbers, step by step. */
  static void sameBits(String what, List<double[]> actual, List<double[]> expected) {
    if (actual.size() != expected.size()) {
      throw new Disagreement(what + ": " + actual.size() + " steps, not " + expected.size());
    }
    for (int t = 0; t < expected.size(); t++) {
      for (int f = 0; f < expected.get(t).length; f++) {
        double a = actual.get(t)[f];
        double e = expected.get(t)[f];
        // NaNs compare equal, the zeros do not
        if (Double.doubleToLongBits(a) != Double.doubleToLongBits(e)) {
          throw new Disagreement(what + " step " + t + " feature " + f + ": " + a + ", not " + e);
        }
      }
    }
  }
}
