package dev.rondo.runtime.math;

/**
 * {@link Reduce32} on doubles: the same 16 lanes and the same tree, so that a model means the same
 * sum in both precisions.
 */
final class Reduce64 {
  private Reduce64() {}

  static double sum(double[] a, int from, int n) {
    double s0 = 0.0, s1 = 0.0, s2 = 0.0, s3 = 0.0, s4 = 0.0, s5 = 0.0, s6 = 0.0, s7 = 0.0;
    double s8 = 0.0, s9 = 0.0, s10 = 0.0, s11 = 0.0, s12 = 0.0, s13 = 0.0, s14 = 0.0, s15 = 0.0;
    int i = 0;
    for (; i <= n - 16; i += 16) {
      s0 += a[from + i];
      s1 += a[from + i + 1];
      s2 += a[from + i + 2];
      s3 += a[from + i + 3];
      s4 += a[from + i + 4];
      s5 += a[from + i + 5];
      s6 += a[from + i + 6];
      s7 += a[from + i + 7];
      s8 += a[from + i + 8];
      s9 += a[from + i + 9];
      s10 += a[from + i + 10];
      s11 += a[from + i + 11];
      s12 += a[from + i + 12];
      s13 += a[from + i + 13];
      s14 += a[from + i + 14];
      s15 += a[from + i + 15];
    }
    int rest = n - i;
    if (rest > 0) {
      s0 += a[from + i];
    }
    if (rest > 1) {
      s1 += a[from + i + 1];
    }
    if (rest > 2) {
      s2 += a[from + i + 2];
    }
    if (rest > 3) {
      s3 += a[from + i + 3];
    }
    if (rest > 4) {
      s4 += a[from + i + 4];
    }
    if (rest > 5) {
      s5 += a[from + i + 5];
    }
    if (rest > 6) {
      s6 += a[from + i + 6];
    }
    if (rest > 7) {
      s7 += a[from + i + 7];
    }
    if (rest > 8) {
      s8 += a[from + i + 8];
    }
    if (rest > 9) {
      s9 += a[from + i + 9];
    }
    if (rest > 10) {
      s10 += a[from + i + 10];
    }
    if (rest > 11) {
      s11 += a[from + i + 11];
    }
    if (rest > 12) {
      s12 += a[from + i + 12];
    }
    if (rest > 13) {
      s13 += a[from + i + 13];
    }
    if (rest > 14) {
      s14 += a[from + i + 14];
    }
    return tree(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15);
  }

  static double dot(double[] a, int aFrom, double[] b, int bFrom, int n) {
    double s0 = 0.0, s1 = 0.0, s2 = 0.0, s3 = 0.0, s4 = 0.0, s5 = 0.0, s6 = 0.0, s7 = 0.0;
    double s8 = 0.0, s9 = 0.0, s10 = 0.0, s11 = 0.0, s12 = 0.0, s13 = 0.0, s14 = 0.0, s15 = 0.0;
    int i = 0;
    for (; i <= n - 16; i += 16) {
      s0 = Math.fma(a[aFrom + i], b[bFrom + i], s0);
      s1 = Math.fma(a[aFrom + i + 1], b[bFrom + i + 1], s1);
      s2 = Math.fma(a[aFrom + i + 2], b[bFrom + i + 2], s2);
      s3 = Math.fma(a[aFrom + i + 3], b[bFrom + i + 3], s3);
      s4 = Math.fma(a[aFrom + i + 4], b[bFrom + i + 4], s4);
      s5 = Math.fma(a[aFrom + i + 5], b[bFrom + i + 5], s5);
      s6 = Math.fma(a[aFrom + i + 6], b[bFrom + i + 6], s6);
      s7 = Math.fma(a[aFrom + i + 7], b[bFrom + i + 7], s7);
      s8 = Math.fma(a[aFrom + i + 8], b[bFrom + i + 8], s8);
      s9 = Math.fma(a[aFrom + i + 9], b[bFrom + i + 9], s9);
      s10 = Math.fma(a[aFrom + i + 10], b[bFrom + i + 10], s10);
      s11 = Math.fma(a[aFrom + i + 11], b[bFrom + i + 11], s11);
      s12 = Math.fma(a[aFrom + i + 12], b[bFrom + i + 12], s12);
      s13 = Math.fma(a[aFrom + i + 13], b[bFrom + i + 13], s13);
      s14 = Math.fma(a[aFrom + i + 14], b[bFrom + i + 14], s14);
      s15 = Math.fma(a[aFrom + i + 15], b[bFrom + i + 15], s15);
    }
    int rest = n - i;
    if (rest > 0) {
      s0 = Math.fma(a[aFrom + i], b[bFrom + i], s0);
    }
    if (rest > 1) {
      s1 = Math.fma(a[aFrom + i + 1], b[bFrom + i + 1], s1);
    }
    if (rest > 2) {
      s2 = Math.fma(a[aFrom + i + 2], b[bFrom + i + 2], s2);
    }
    if (rest > 3) {
      s3 = Math.fma(a[aFrom + i + 3], b[bFrom + i + 3], s3);
    }
    if (rest > 4) {
      s4 = Math.fma(a[aFrom + i + 4], b[bFrom + i + 4], s4);
    }
    if (rest > 5) {
      s5 = Math.fma(a[aFrom + i + 5], b[bFrom + i + 5], s5);
    }
    if (rest > 6) {
      s6 = Math.fma(a[aFrom + i + 6], b[bFrom + i + 6], s6);
    }
    if (rest > 7) {
      s7 = Math.fma(a[aFrom + i + 7], b[bFrom + i + 7], s7);
    }
    if (rest > 8) {
      s8 = Math.fma(a[aFrom + i + 8], b[bFrom + i + 8], s8);
    }
    if (rest > 9) {
      s9 = Math.fma(a[aFrom + i + 9], b[bFrom + i + 9], s9);
    }
    if (rest > 10) {
      s10 = Math.fma(a[aFrom + i + 10], b[bFrom + i + 10], s10);
    }
    if (rest > 11) {
      s11 = Math.fma(a[aFrom + i + 11], b[bFrom + i + 11], s11);
    }
    if (rest > 12) {
      s12 = Math.fma(a[aFrom + i + 12], b[bFrom + i + 12], s12);
    }
    if (rest > 13) {
      s13 = Math.fma(a[aFrom + i + 13], b[bFrom + i + 13], s13);
    }
    if (rest > 14) {
      s14 = Math.fma(a[aFrom + i + 14], b[bFrom + i + 14], s14);
    }
    return tree(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15);
  }

  static double logsumexp(double[] a, int from, int n) {
    double m = max(a, from, n);
    if (m == Double.NEGATIVE_INFINITY || m == Double.POSITIVE_INFINITY) {
      return m;
    }
    double s0 = 0.0, s1 = 0.0, s2 = 0.0, s3 = 0.0, s4 = 0.0, s5 = 0.0, s6 = 0.0, s7 = 0.0;
    double s8 = 0.0, s9 = 0.0, s10 = 0.0, s11 = 0.0, s12 = 0.0, s13 = 0.0, s14 = 0.0, s15 = 0.0;
    int i = 0;
    for (; i <= n - 16; i += 16) {
      s0 += F64.exp(a[from + i] - m);
      s1 += F64.exp(a[from + i + 1] - m);
      s2 += F64.exp(a[from + i + 2] - m);
      s3 += F64.exp(a[from + i + 3] - m);
      s4 += F64.exp(a[from + i + 4] - m);
      s5 += F64.exp(a[from + i + 5] - m);
      s6 += F64.exp(a[from + i + 6] - m);
      s7 += F64.exp(a[from + i + 7] - m);
      s8 += F64.exp(a[from + i + 8] - m);
      s9 += F64.exp(a[from + i + 9] - m);
      s10 += F64.exp(a[from + i + 10] - m);
      s11 += F64.exp(a[from + i + 11] - m);
      s12 += F64.exp(a[from + i + 12] - m);
      s13 += F64.exp(a[from + i + 13] - m);
      s14 += F64.exp(a[from + i + 14] - m);
      s15 += F64.exp(a[from + i + 15] - m);
    }
    int rest = n - i;
    if (rest > 0) {
      s0 += F64.exp(a[from + i] - m);
    }
    if (rest > 1) {
      s1 += F64.exp(a[from + i + 1] - m);
    }
    if (rest > 2) {
      s2 += F64.exp(a[from + i + 2] - m);
    }
    if (rest > 3) {
      s3 += F64.exp(a[from + i + 3] - m);
    }
    if (rest > 4) {
      s4 += F64.exp(a[from + i + 4] - m);
    }
    if (rest > 5) {
      s5 += F64.exp(a[from + i + 5] - m);
    }
    if (rest > 6) {
      s6 += F64.exp(a[from + i + 6] - m);
    }
    if (rest > 7) {
      s7 += F64.exp(a[from + i + 7] - m);
    }
    if (rest > 8) {
      s8 += F64.exp(a[from + i + 8] - m);
    }
    if (rest > 9) {
      s9 += F64.exp(a[from + i + 9] - m);
    }
    if (rest > 10) {
      s10 += F64.exp(a[from + i + 10] - m);
    }
    if (rest > 11) {
      s11 += F64.exp(a[from + i + 11] - m);
    }
    if (rest > 12) {
      s12 += F64.exp(a[from + i + 12] - m);
    }
    if (rest > 13) {
      s13 += F64.exp(a[from + i + 13] - m);
    }
    if (rest > 14) {
      s14 += F64.exp(a[from + i + 14] - m);
    }
    return m + F64.log(tree(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15));
  }

  static double max(double[] a, int from, int n) {
    // Math.max is exact, so any grouping gives the same; four chains hide its latency
    double m0 = Double.NEGATIVE_INFINITY, m1 = m0, m2 = m0, m3 = m0;
    int i = from;
    int end = from + n;
    for (; i <= end - 4; i += 4) {
      m0 = Math.max(m0, a[i]);
      m1 = Math.max(m1, a[i + 1]);
      m2 = Math.max(m2, a[i + 2]);
      m3 = Math.max(m3, a[i + 3]);
    }
    for (; i < end; i++) {
      m0 = Math.max(m0, a[i]);
    }
    return Math.max(Math.max(m0, m1), Math.max(m2, m3));
  }

  static int argmax(double[] a, int from, int n) {
    int best = n > 0 ? 0 : -1;
    for (int i = 0; i < n; i++) {
      double x = a[from + i];
      if (Double.isNaN(x)) {
        return i;
      }
      if (x > a[from + best]) {
        best = i;
      }
    }
    return best;
  }

  private static double tree(
      double s0,
      double s1,
      double s2,
      double s3,
      double s4,
      double s5,
      double s6,
      double s7,
      double s8,
      double s9,
      double s10,
      double s11,
      double s12,
      double s13,
      double s14,
      double s15) {
    double t0 = (s0 + s8) + (s4 + s12);
    double t1 = (s1 + s9) + (s5 + s13);
    double t2 = (s2 + s10) + (s6 + s14);
    double t3 = (s3 + s11) + (s7 + s15);
    return (t0 + t2) + (t1 + t3);
  }
}
