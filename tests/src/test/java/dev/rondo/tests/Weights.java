package dev.rondo.tests;

import java.util.Arrays;
import java.util.Map;

/** The parameters of one application, as a loop reads them. */
record Weights(Map<String, double[]> parameters, String path) {
  /** A vector, or a matrix row by row. */
  double[] of(String name) {
    double[] values = parameters.get(path + name);
    if (values == null) {
      throw new IllegalArgumentException("no " + path + name + " in " + parameters.keySet());
    }
    return values;
  }

  double number(String name) {
    return of(name)[0];
  }

  /** A matrix by a vector. */
  double[] by(String name, double[] x) {
    return by(of(name), x);
  }

  static double[] by(double[] matrix, double[] x) {
    double[] y = new double[matrix.length / x.length];
    for (int i = 0; i < y.length; i++) {
      for (int k = 0; k < x.length; k++) {
        y[i] += matrix[i * x.length + k] * x[k];
      }
    }
    return y;
  }

  /** {@code W x + U h + b} of a gate with this name. */
  double[] gate(String name, double[] x, double[] h) {
    return Vectors.add(by("W" + name, x), by("U" + name, h), of("b" + name));
  }

  /** Those of an application inside. */
  Weights in(String part) {
    return new Weights(parameters, path + part + ".");
  }

  @Override
  public String toString() {
    return path + " " + Arrays.toString(parameters.keySet().toArray());
  }
}
