package dev.rondo.training.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void linearEndsAtTheLastUpdate() {
    Schedule linear = new Schedule.Linear(0.1, 0.3);
    assertThat(linear.at(0, 5, 1)).isEqualTo(0.1);
    assertThat(linear.at(2, 5, 1)).isCloseTo(0.2, within(1e-15));
    assertThat(linear.at(4, 5, 1)).isCloseTo(0.3, within(1e-15));
    assertThat(linear.at(9, 5, 1)).isCloseTo(0.3, within(1e-15));
    assertThat(linear.at(0, 1, 1)).isEqualTo(0.1);
  }

  @Test
  void cosineWarmsUpThenFalls() {
    Schedule cosine = new Schedule.Cosine(0.4, 4);
    assertThat(cosine.at(0, 104, 1)).isEqualTo(0.1);
    assertThat(cosine.at(3, 104, 1)).isEqualTo(0.4);
    assertThat(cosine.at(4, 104, 1)).isEqualTo(0.4);
    assertThat(cosine.at(54, 104, 1)).isCloseTo(0.2, within(1e-12));
    assertThat(cosine.at(104, 104, 1)).isCloseTo(0, within(1e-12));
  }

  @Test
  void exponentialAndStepGoByEpochs() {
    assertThat(new Schedule.Exponential(1, 0.5).at(77, 100, 3)).isEqualTo(0.25);
    Schedule step = new Schedule.Step(1, 2, 0.1);
    assertThat(step.at(0, 100, 2)).isEqualTo(1);
    assertThat(step.at(0, 100, 3)).isEqualTo(0.1);
    assertThat(step.at(0, 100, 5)).isCloseTo(0.01, within(1e-15));
  }
}
