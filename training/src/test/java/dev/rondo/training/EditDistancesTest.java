package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EditDistancesTest {
  /** By definition: the first symbols are the same, or one is taken out, put in or changed. */
  private static int distance(int[] a, int[] b) {
    if (a.length == 0 || b.length == 0) {
      return a.length + b.length;
    }
    int[] restA = Arrays.copyOfRange(a, 1, a.length);
    int[] restB = Arrays.copyOfRange(b, 1, b.length);
    if (a[0] == b[0]) {
      return distance(restA, restB);
    }
    return 1 + Math.min(distance(restA, restB), Math.min(distance(restA, b), distance(a, restB)));
  }

  @Test
  void isTheCheapestOfAllWays() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      int[] a = random.ints(random.nextInt(8), 0, 3).toArray();
      int[] b = random.ints(random.nextInt(8), 0, 3).toArray();
      assertThat(EditDistances.distance(a, b))
          .as(Arrays.toString(a) + Arrays.toString(b))
          .isEqualTo(distance(a, b));
    }
  }

  @Test
  void ofLongSequencesThatAreAlikeIsFast() {
    int[] a = new Random(2).ints(300_000, 0, 1000).toArray();
    int[] b = Arrays.copyOfRange(a, 3, a.length);
    b[1000] = -1;
    assertThat(EditDistances.distance(a, b)).isEqualTo(4);
    assertThat(EditDistances.distance(a, a)).isZero();
  }
}
