package dev.rondo.tests;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What loops over steps need of vectors. */
final class Vectors {
  private Vectors() {}

  static double[] filled(int n, double value) {
    double[] a = new double[n];
    Arrays.fill(a, value);
    return a;
  }

  static double[] map(double[] a, DoubleUnaryOperator f) {
    return Arrays.stream(a).map(f).toArray();
  }

  static double[] zip(double[] a, double[] b, DoubleBinaryOperator f) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(a.length + " and " + b.length);
    }
    double[] c = new double[a.length];
    for (int i = 0; i < c.length; i++) {
      c[i] = f.applyAsDouble(a[i], b[i]);
    }
    return c;
  }

  static double[] add(double[]... all) {
    return Arrays.stream(all).reduce((a, b) -> zip(a, b, Double::sum)).orElseThrow();
  }

  static double[] sub(double[] a, double[] b) {
    return zip(a, b, (x, y) -> x - y);
  }

  static double[] mul(double[]... all) {
    return Arrays.stream(all).reduce((a, b) -> zip(a, b, (x, y) -> x * y)).orElseThrow();
  }

  static double[] div(double[] a, double[] b) {
    return zip(a, b, (x, y) -> x / y);
  }

  static double[] scale(double[] a, double by) {
    return map(a, x -> x * by);
  }

  /** 1 - a. */
  static double[] rest(double[] a) {
    return map(a, x -> 1 - x);
  }

  /** {@code k b + (1 - k) a}: from a to b. */
  static double[] mix(double[] k, double[] b, double[] a) {
    return add(mul(k, b), mul(rest(k), a));
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static double[] sigmoid(double[] a) {
    return map(a, Vectors::sigmoid);
  }

  static double[] tanh(double[] a) {
    return map(a, Math::tanh);
  }

  static double[] exp(double[] a) {
    return map(a, Math::exp);
  }

  static double[] relu(double[] a) {
    return map(a, x -> Math.max(x, 0));
  }

  static double[] silu(double[] a) {
    return mul(a, sigmoid(a));
  }

  static double dot(double[] a, double[] b) {
    return Arrays.stream(mul(a, b)).sum();
  }

  static double[] concat(double[]... all) {
    return Arrays.stream(all).flatMapToDouble(Arrays::stream).toArray();
  }

  static double[] slice(double[] a, int from, int to) {
    return Arrays.copyOfRange(a, from, to);
  }
}
