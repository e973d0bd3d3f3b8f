package dev.rondo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadTest {
  @ParameterizedTest
  @CsvSource({
    "training-LSTM-16x50x64x128, 471859200",
    "training-MGU-32x100x128x256, 3774873600",
    "step-GRU-1x1x64x128, 147456",
    "characters-LSTM-32x64x64x256, 4231004160"
  })
  void countsOperationsAsForAllSystems(String name, double operations) {
    assertThat(Workload.parse(name).operations()).isEqualTo(operations);
  }

  static Stream<String> names() {
    return Figures.read().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFigureIsOfAWorkload(String name) {
    assertThat(Workload.parse(name).name()).isEqualTo(name);
    assertThat(Workload.parse(name).operations()).isPositive();
    assertThat(Figures.read().get(name).targetRatio().orElse(0.5)).isBetween(0.01, 1.0);
  }
}
