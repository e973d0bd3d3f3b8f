package dev.rondo.runtime.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reductions against the definition: 16 lanes in order, then halves of the lanes added. */
class ReduceTest {
  private static final float NEGATIVE = Float.NEGATIVE_INFINITY;

  @Test
  void sumsAndProductsFollowTheLanes() {
    Random random = new Random(3);
    for (int n = 0; n <= 100; n++) {
      int from = n % 7;
      float[] a = floats(random, n + from + 5);
      float[] b = floats(random, n + 9);
      float[] sums = new float[16];
      float[] products = new float[16];
      for (int i = 0; i < n; i++) {
        sums[i % 16] += a[from + i];
        products[i % 16] = Math.fma(a[from + i], b[2 + i], products[i % 16]);
      }
      assertThat(F32.sum(a, from, n)).isEqualTo(tree(sums));
      assertThat(F32.dot(a, from, b, 2, n)).isEqualTo(tree(products));
    }
  }

  @Test
  void doublesFollowTheSameLanes() {
    Random random = new Random(4);
    for (int n = 0; n <= 100; n++) {
      double[] a = random.doubles(n + 3, -1, 1).toArray();
      double[] sums = new double[16];
      double[] squares = new double[16];
      for (int i = 0; i < n; i++) {
        sums[i % 16] += a[3 + i];
        squares[i % 16] = Math.fma(a[3 + i], a[3 + i], squares[i % 16]);
      }
      for (int width = 8; width > 0; width /= 2) {
        for (int l = 0; l < width; l++) {
          sums[l] += sums[l + width];
          squares[l] += squares[l + width];
        }
      }
      assertThat(F64.sum(a, 3, n)).isEqualTo(sums[0]);
      assertThat(F64.dot(a, 3, a, 3, n)).isEqualTo(squares[0]);
    }
  }

  @Test
  void logsumexpFollowsTheLanes() {
    Random random = new Random(5);
    for (int n = 1; n <= 100; n++) {
      float[] a = floats(random, n + 1);
      float m = F32.max(a, 1, n);
      float[] sums = new float[16];
      double exact = 0;
      for (int i = 0; i < n; i++) {
        sums[i % 16] += F32.exp(a[1 + i] - m);
        exact += StrictMath.exp(a[1 + i]);
      }
      assertThat(F32.logsumexp(a, 1, n)).isEqualTo(m + F32.log(tree(sums)));
      assertThat((double) F32.logsumexp(a, 1, n)).isCloseTo(StrictMath.log(exact), within(1e-6));
    }
  }

  @Test
  void logsumexpOfInfinities() {
    float inf = Float.POSITIVE_INFINITY;
    assertThat(F32.logsumexp(new float[0], 0, 0)).isEqualTo(NEGATIVE);
    assertThat(F32.logsumexp(new float[] {NEGATIVE, NEGATIVE}, 0, 2)).isEqualTo(NEGATIVE);
    assertThat(F32.logsumexp(new float[] {NEGATIVE, 2f}, 0, 2)).isEqualTo(2f);
    assertThat(F32.logsumexp(new float[] {1f, inf, inf}, 0, 3)).isEqualTo(inf);
    assertThat(F32.logsumexp(new float[] {1000f}, 0, 1)).isEqualTo(1000f);
    assertThat(F32.logsumexp(new float[] {inf, Float.NaN}, 0, 2)).isNaN();
    assertThat(F64.logsumexp(new double[] {Double.NEGATIVE_INFINITY}, 0, 1))
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void maximaAndTheirPlaces() {
    float[] a = {9f, 1f, 3f, 3f, Float.NaN, 5f, Float.NaN};
    assertThat(F32.max(a, 1, 3)).isEqualTo(3f);
    assertThat(F32.argmax(a, 1, 3)).isEqualTo(1);
    assertThat(F32.max(a, 0, 7)).isNaN();
    assertThat(F32.argmax(a, 0, 7)).isEqualTo(4);
    assertThat(F32.max(a, 0, 0)).isEqualTo(NEGATIVE);
    assertThat(F32.argmax(a, 0, 0)).isEqualTo(-1);
    assertThat(F32.argmax(new float[] {NEGATIVE, NEGATIVE}, 0, 2)).isZero();
    double[] b = {2, 7, 7, Double.NaN};
    assertThat(F64.argmax(b, 0, 3)).isEqualTo(1);
    assertThat(F64.argmax(b, 0, 4)).isEqualTo(3);
    assertThat(F64.max(b, 0, 3)).isEqualTo(7);
    Random random = new Random(6);
    for (int n = 1; n < 40; n++) {
      float[] c = floats(random, n);
      assertThat(c[F32.argmax(c, 0, n)]).isEqualTo(F32.max(c, 0, n));
    }
  }

  private static float tree(float[] lanes) {
    for (int width = 8; width > 0; width /= 2) {
      for (int l = 0; l < width; l++) {
        lanes[l] += lanes[l + width];
      }
    }
    return lanes[0];
  }

  private static float[] floats(Random random, int n) {
    float[] a = new float[n];
    for (int i = 0; i < n; i++) {
      a[i] = random.nextFloat() * 4 - 2;
    }
    return a;
  }
}
