package dev.rondo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.runtime.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class FmaPeakTest {
  /** The third one once was a quarter below the first: HotSpot had compiled the loop again. */
  @Test
  void doesNotFallWithinAProcess() {
    List<Double> peaks =
        List.of(
            FmaPeak.measure(Precision.F32),
            FmaPeak.measure(Precision.F32),
            FmaPeak.measure(Precision.F32));
    assertThat(peaks).isSorted();
    assertThat(peaks.get(0)).isPositive();
    assertThat(FmaPeak.during(1)).isPositive();
  }
}
