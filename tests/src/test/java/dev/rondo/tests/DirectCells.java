package dev.rondo.tests;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** The library's cells as loops over one sequence, written from their papers. */
final class DirectCells {
  private final Map<String, double[]> parameters;
  private final String path;
  private final int units;

  /**
   * @param parameters by path
   * @param path what the cell's parameters' paths begin with
   */
  DirectCells(Map<String, double[]> parameters, String path, int units) {
    this.parameters = parameters;
    this.path = path;
    this.units = units;
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** {@code W x + b}; either may be missing. */
  private double[] affine(String matrix, double[] x, String bias) {
    double[] w = parameters.get(path + matrix);
    double[] y = bias == null ? new double[units] : parameters.get(path + bias).clone();
    for (int i = 0; i < units; i++) {
      for (int k = 0; k < x.length; k++) {
        y[i] += w[i * x.length + k] * x[k];
      }
    }
    return y;
  }

  private double[] gate(String name, double[] x, double[] h, DoubleUnaryOperator function) {
    double[] ofX = affine("W" + name, x, "b" + name);
    double[] ofH = affine("U" + name, h, null);
    double[] gate = new double[units];
    for (int i = 0; i < units; i++) {
      gate[i] = function.applyAsDouble(ofX[i] + ofH[i]);
    }
    return gate;
  }

  double[][] elman(double[][] x, DoubleUnaryOperator function) {
    double[][] all = new double[x.length][];
    double[] h = new double[units];
    for (int t = 0; t < x.length; t++) {
      h = gate("", x[t], h, function);
      all[t] = h;
    }
    return all;
  }

  double[][] lstm(double[][] x) {
    double[][] all = new double[x.length][];
    double[] h = new double[units];
    double[] c = new double[units];
    for (int t = 0; t < x.length; t++) {
      double[] in = gate("i", x[t], h, DirectCells::sigmoid);
      double[] forget = gate("f", x[t], h, DirectCells::sigmoid);
      double[] candidate = gate("g", x[t], h, Math::tanh);
      double[] out = gate("o", x[t], h, DirectCells::sigmoid);
      h = new double[units];
      for (int i = 0; i < units; i++) {
        c[i] = forget[i] * c[i] + in[i] * candidate[i];
        h[i] = out[i] * Math.tanh(c[i]);
      }
      all[t] = h;
    }
    return all;
  }

  double[][] gru(double[][] x) {
    double[][] all = new double[x.length][];
    double[] h = new double[units];
    for (int t = 0; t < x.length; t++) {
      double[] z = gate("z", x[t], h, DirectCells::sigmoid);
      double[] r = gate("r", x[t], h, DirectCells::sigmoid);
      double[] ofX = affine("Wn", x[t], "bn");
      double[] ofH = affine("Un", h, "cn");
      double[] next = new double[units];
      for (int i = 0; i < units; i++) {
        double n = Math.tanh(ofX[i] + r[i] * ofH[i]);
        next[i] = (1 - z[i]) * n + z[i] * h[i];
      }
      h = next;
      all[t] = h;
    }
    return all;
  }

  double[][] gruCho(double[][] x) {
    double[][] all = new double[x.length][];
    double[] h = new double[units];
    for (int t = 0; t < x.length; t++) {
      double[] z = gate("z", x[t], h, DirectCells::sigmoid);
      double[] r = gate("r", x[t], h, DirectCells::sigmoid);
      double[] reset = new double[units];
      for (int i = 0; i < units; i++) {
        reset[i] = r[i] * h[i];
      }
      double[] n = gate("n", x[t], reset, Math::tanh);
      double[] next = new double[units];
      for (int i = 0; i < units; i++) {
        next[i] = z[i] * h[i] + (1 - z[i]) * n[i];
      }
      h = next;
      all[t] = h;
    }
    return all;
  }

  double[][] linear(double[][] x) {
    double[][] all = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      all[t] = affine("W", x[t], "b");
    }
    return all;
  }

  double[][] score(double[][] x) {
    double[] w = parameters.get(path + "w");
    double[][] all = new double[x.length][1];
    for (int t = 0; t < x.length; t++) {
      all[t][0] = parameters.get(path + "b")[0];
      for (int k = 0; k < w.length; k++) {
        all[t][0] += w[k] * x[t][k];
      }
    }
    return all;
  }

  /** The last step first. */
  static double[][] reversed(double[][] steps) {
    double[][] all = new double[steps.length][];
    for (int t = 0; t < steps.length; t++) {
      all[t] = steps[steps.length - 1 - t];
    }
    return all;
  }
}
