package dev.rondo.runtime.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawsTest {
  /** The known answers that come with the authors' Random123 (kat_vectors, philox4x32 10). */
  @Test
  void philoxGivesItsAuthorsAnswers() {
    assertThat(Draws.philox(0, 0, 0)).containsExactly(0xe169c58d6627e8d5L, 0x9b00dbd8bc57ac4cL);
    assertThat(Draws.philox(-1, -1, -1)).containsExactly(0x41c83b0e408f276dL, 0x6d5451fda20bc7c6L);
    assertThat(Draws.philox(0x299f31d0a4093822L, 0x0370734413198a2eL, 0x85a308d3243f6a88L))
        .containsExactly(0x94fdccebd16cfe09L, 0x24126ea15001e420L);
  }

  @Test
  void momentsAreThoseOfTheDistributions() {
    long name = Draws.hash("noise");
    int n = 100_000;
    double[] sums = new double[5];
    for (int i = 0; i < n; i++) {
      double u = Draws.uniform(7, name, i);
      double z = Draws.normal(7, name, i);
      assertThat(u).isGreaterThanOrEqualTo(0).isLessThan(1);
      sums[0] += u;
      sums[1] += u * u;
      sums[2] += z;
      sums[3] += z * z;
      sums[4] += z * z * z * z;
    }
    assertThat(sums[0] / n).isCloseTo(0.5, within(0.005));
    assertThat(sums[1] / n).isCloseTo(1 / 3.0, within(0.005));
    assertThat(sums[2] / n).isCloseTo(0, within(0.015));
    assertThat(sums[3] / n).isCloseTo(1, within(0.02));
    assertThat(sums[4] / n).isCloseTo(3, within(0.15));
  }

  @Test
  void seedNameAndCounterAllMatter() {
    Set<Double> seen = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      for (String name : new String[] {"", "a", "b", "ab", "ba"}) {
        for (long counter = 0; counter < 10; counter++) {
          seen.add(Draws.uniform(seed, Draws.hash(name), counter));
        }
      }
    }
    assertThat(seen).hasSize(500);
  }
}
