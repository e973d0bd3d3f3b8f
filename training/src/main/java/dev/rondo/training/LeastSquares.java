package dev.rondo.training;

/** Linear least squares by Householder's QR; the arithmetic is in double. */
final class LeastSquares {
  private LeastSquares() {}

  /**
   * The x that makes |a x - b| smallest.
   *
   * @param a at least as many rows as columns; overwritten
   * @param b one number a row; overwritten
   * @throws ArithmeticException if a's columns depend on each other
   */
  static double[] solve(double[][] a, double[] b) {
    int columns = a[0].length;
    double[] lengths = new double[columns];
    for (double[] row : a) {
      for (int k = 0; k < columns; k++) {
        lengths[k] = Math.hypot(lengths[k], row[k]);
      }
    }
    double[] diagonal = new double[columns];
    for (int k = 0; k < columns; k++) {
      double norm = 0;
      for (int i = k; i < a.length; i++) {
        norm = Math.hypot(norm, a[i][k]);
      }
      if (!(norm > 1e-10 * lengths[k])) {
        throw new ArithmeticException("columns depend on each other");
      }
      diagonal[k] = a[k][k] > 0 ? -norm : norm;
      a[k][k] -= diagonal[k];
      double squares = 0;
      for (int i = k; i < a.length; i++) {
        squares += a[i][k] * a[i][k];
      }
      for (int j = k + 1; j <= columns; j++) {
        double dot = 0;
        for (int i = k; i < a.length; i++) {
          dot += a[i][k] * (j < columns ? a[i][j] : b[i]);
        }
        double factor = 2 * dot / squares;
        for (int i = k; i < a.length; i++) {
          if (j < columns) {
            a[i][j] -= factor * a[i][k];
          } else {
            b[i] -= factor * a[i][k];
          }
        }
      }
    }
    double[] x = new double[columns];
    for (int k = columns - 1; k >= 0; k--) {
      double rest = b[k];
      for (int j = k + 1; j < columns; j++) {
        rest -= a[k][j] * x[j];
      }
      x[k] = rest / diagonal[k];
    }
    return x;
  }
}
