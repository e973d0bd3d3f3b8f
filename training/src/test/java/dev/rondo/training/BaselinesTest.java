package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.training.Baselines.Series;
import dev.rondo.training.settings.Settings.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  @Test
  void persistenceIsTheValueBefore() {
    Series held = new Series(new double[] {5, 1, 2, 4}, 1);
    assertThat(Baselines.error(new Baseline.Persistence(), List.of(), List.of(held), 1))
        .isEqualTo(Math.sqrt((1 + 4) / 2.0));
    assertThat(Baselines.error(new Baseline.Persistence(), List.of(), List.of(held), 2))
        .isEqualTo(3);
  }

  @Test
  void anExactRecurrenceIsFound() {
    double[] x = new double[60];
    x[0] = 1;
    x[1] = 2;
    for (int k = 2; k < x.length; k++) {
      x[k] = 3 + 1.2 * x[k - 1] - 0.8 * x[k - 2];
    }
    List<Series> all = List.of(new Series(x, 10));
    assertThat(Baselines.fit(all, 2, 1)).containsExactly(new double[] {3, 1.2, -0.8}, within(1e-9));
    assertThat(Baselines.error(new Baseline.Autoregression(2), all, all, 1)).isLessThan(1e-9);
  }

  @Test
  void aNoisyOneNearly() {
    Random random = new Random(1);
    double[] x = new double[5000];
    for (int k = 1; k < x.length; k++) {
      x[k] = 0.7 * x[k - 1] + random.nextGaussian();
    }
    double[] fit = Baselines.fit(List.of(new Series(x, 0)), 1, 1);
    assertThat(fit[1]).isCloseTo(0.7, within(0.03));
    double[] two = Baselines.fit(List.of(new Series(x, 0)), 1, 2);
    assertThat(two[1]).as("two steps ahead, fitted directly").isCloseTo(0.49, within(0.04));
  }

  /** Oracle: numpy.linalg.lstsq on the same rows, see the numbers. */
  @Test
  void sunspotsAgreeWithNumpy() throws IOException {
    Path file = Path.of("../examples/sunspots/sunspots.csv");
    double[] x =
        Files.readAllLines(file).stream()
            .skip(1)
            .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(',') + 1)))
            .toArray();
    List<Series> training = List.of(new Series(Arrays.copyOf(x, 249), 0));
    List<Series> held = List.of(new Series(x, 248)); // from 1948, to forecast 1949 to 2008
    assertThat(Baselines.error(new Baseline.Persistence(), training, held, 1))
        .isCloseTo(32.89803438910396, within(1e-6));
    assertThat(Baselines.error(new Baseline.Autoregression(9), training, held, 1))
        .isCloseTo(19.140102626521497, within(1e-6));
  }

  @Test
  void tooLittleToFitOn() {
    List<Series> few = List.of(new Series(new double[] {1, 2, 3, 4}, 0));
    assertThatThrownBy(() -> Baselines.fit(few, 3, 1)).isInstanceOf(ArithmeticException.class);
    List<Series> constant = List.of(new Series(new double[20], 0));
    assertThatThrownBy(() -> Baselines.fit(constant, 2, 1)).isInstanceOf(ArithmeticException.class);
  }
}
