package dev.rondo.benchmarks;

/** Products of rows by hand, two rows and four terms at a time. */
final class HandProducts {
  /** Rows that stay in the second-level cache. */
  private static final int BLOCK = 64;

  private HandProducts() {}

  /** {@code y[p] += Σₖ x[p][k] · m[k]} for rows from {@code from} to before {@code to}. */
  static void product(float[][] y, float[][] x, float[][] m, int from, int to) {
    int terms = m.length;
    int p = from;
    for (; p + 1 < to; p += 2) {
      for (int k = 0; k < terms; k += 4) {
        two(y[p], y[p + 1], x[p], x[p + 1], k, m[k], m[k + 1], m[k + 2], m[k + 3]);
      }
    }
    for (; p < to; p++) {
      float[] a = x[p];
      for (int k = 0; k < terms; k += 4) {
        one(y[p], a[k], a[k + 1], a[k + 2], a[k + 3], m[k], m[k + 1], m[k + 2], m[k + 3]);
      }
    }
  }

  /** {@code g[k] += Σₚ x[p][k] · d[p]}. */
  static void accumulate(float[][] g, float[][] x, float[][] d) {
    for (int from = 0; from < d.length; from += BLOCK) {
      int to = Math.min(d.length, from + BLOCK);
      for (int k = 0; k < g.length; k++) {
        int p = from;
        for (; p + 3 < to; p += 4) {
          one(
              g[k],
              x[p][k],
              x[p + 1][k],
              x[p + 2][k],
              x[p + 3][k],
              d[p],
              d[p + 1],
              d[p + 2],
              d[p + 3]);
        }
        for (; p < to; p++) {
          add(g[k], x[p][k], d[p]);
        }
      }
    }
  }

  private static void two(
      float[] y,
      float[] z,
      float[] a,
      float[] b,
      int k,
      float[] m0,
      float[] m1,
      float[] m2,
      float[] m3) {
    float a0 = a[k];
    float a1 = a[k + 1];
    float a2 = a[k + 2];
    float a3 = a[k + 3];
    float b0 = b[k];
    float b1 = b[k + 1];
    float b2 = b[k + 2];
    float b3 = b[k + 3];
    for (int j = 0; j < y.length; j++) {
      y[j] =
          Math.fma(a3, m3[j], Math.fma(a2, m2[j], Math.fma(a1, m1[j], Math.fma(a0, m0[j], y[j]))));
      z[j] =
          Math.fma(b3, m3[j], Math.fma(b2, m2[j], Math.fma(b1, m1[j], Math.fma(b0, m0[j], z[j]))));
    }
  }

  private static void one(
      float[] y,
      float a0,
      float a1,
      float a2,
      float a3,
      float[] m0,
      float[] m1,
      float[] m2,
      float[] m3) {
    for (int j = 0; j < y.length; j++) {
      y[j] =
          Math.fma(a3, m3[j], Math.fma(a2, m2[j], Math.fma(a1, m1[j], Math.fma(a0, m0[j], y[j]))));
    }
  }

  private static void add(float[] y, float a, float[] m) {
    for (int j = 0; j < y.length; j++) {
      y[j] = Math.fma(a, m[j], y[j]);
    }
  }
}
