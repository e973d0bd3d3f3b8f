package dev.rondo.training;

import dev.rondo.training.settings.Settings.Baseline;
import java.util.List;

/**
 * Simple forecasts of a series, to stand beside a model's: what a model must beat to be worth its
 * name.
 */
final class Baselines {
  private Baselines() {}

  /**
   * Some values of a series in its own units.
   *
   * @param from the first value that counts as held back; those before it are known
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Series(double[] values, int from) {}

  static String name(Baseline baseline) {
    return baseline instanceof Baseline.Autoregression ar
        ? "ar(" + ar.order() + ")"
        : "persistence";
  }

  /**
   * Root mean square error of a baseline over every held-back value that has a known one {@code
   * ahead} steps before it.
   *
   * @param training to fit on; {@code from} does not matter
   * @throws ArithmeticException if the training series are too short to fit on
   */
  static double error(Baseline baseline, List<Series> training, List<Series> held, int ahead) {
    double[] fit =
        baseline instanceof Baseline.Autoregression ar
            ? fit(training, ar.order(), ahead)
            : new double[] {0, 1}; // persistence: the last value, as it is
    double squares = 0;
    long count = 0;
    for (Series series : held) {
      for (int k = series.from() + ahead; k < series.values().length; k++) {
        double error = forecast(fit, series.values(), k - ahead) - series.values()[k];
        squares += error * error;
        count++;
      }
    }
    return Math.sqrt(squares / count);
  }

  /**
   * Intercept and coefficients, the latest value's first, by least squares.
   *
   * @param ahead the regression forecasts so many steps ahead directly
   */
  static double[] fit(List<Series> training, int order, int ahead) {
    int first = order - 1 + ahead;
    int rows =
        training.stream().mapToInt(series -> Math.max(0, series.values().length - first)).sum();
    if (rows <= order + 1) {
      throw new ArithmeticException("too few values for ar(" + order + ")");
    }
    double[][] a = new double[rows][order + 1];
    double[] b = new double[rows];
    int row = 0;
    for (Series series : training) {
      for (int k = first; k < series.values().length; k++) {
        a[row][0] = 1;
        for (int lag = 0; lag < order; lag++) {
          a[row][1 + lag] = series.values()[k - ahead - lag];
        }
        b[row++] = series.values()[k];
      }
    }
    return LeastSquares.solve(a, b);
  }

  /** From the values up to {@code last}; before the first value the first stands in. */
  private static double forecast(double[] fit, double[] values, int last) {
    double sum = fit[0];
    for (int lag = 0; lag < fit.length - 1; lag++) {
      sum += fit[1 + lag] * values[Math.max(0, last - lag)];
    }
    return sum;
  }
}
