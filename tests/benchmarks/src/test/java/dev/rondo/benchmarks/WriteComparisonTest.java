package dev.rondo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.benchmarks.Comparison.Time;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WriteComparisonTest {
  private static Comparison.Row row(String name, double rondo, double target, Object... others) {
    Map<String, Time> times = new LinkedHashMap<>();
    for (int i = 0; i < others.length; i += 2) {
      times.put((String) others[i], (Time) others[i + 1]);
    }
    return new Comparison.Row(Workload.parse(name), rondo, 100e9, times, OptionalDouble.of(target));
  }

  private static Comparison comparison() {
    return new Comparison(
        List.of("a machine"),
        List.of("java", "onnxruntime", "pytorch", "others"),
        List.of(
            row(
                "training-LSTM-16x50x64x128",
                8e-3,
                0.85,
                "java",
                new Time(4e-3, false),
                "pytorch",
                new Time(10e-3, false)),
            row("step-GRU-1x1x64x128", 4e-6, 0.4, "onnxruntime", new Time(8e-6, true))));
  }

  @Test
  void tellsTheRatioToTheBestPeer() {
    // a baseline is no peer; 0.4718592 GFLOP in 8 ms
    assertThat(WriteComparison.markdown(comparison()))
        .startsWith("- a machine\n- Medians of processor time, one thread. Peak: ")
        .contains(
            """
            | training, ms | rondo | GFLOP/s | peak | of it | java | pytorch | ratio | target |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            | LSTM 16x50x64x128 | 8.00 | 59.0 | 100.0 | 59 % | 4.00 | 10.0 | **0.80** | 0.85 |
            """)
        .contains(
            """
            | step, µs | rondo | GFLOP/s | peak | of it | onnxruntime | ratio | target |
            | --- | --- | --- | --- | --- | --- | --- | --- |
            | GRU 1x1x64x128 | 4.00 | 36.9 | 100.0 | 37 % | ~8.00 | 0.50 | 0.40 |
            """);
  }

  @Test
  void writesSeconds() {
    assertThat(WriteComparison.csv(comparison()).lines())
        .contains("training-LSTM-16x50x64x128,pytorch,0.01,false,4.718592E8,1.0E11,0.85")
        .contains("step-GRU-1x1x64x128,onnxruntime,8.0E-6,true,147456.0,1.0E11,0.40")
        .hasSize(6);
  }
}
