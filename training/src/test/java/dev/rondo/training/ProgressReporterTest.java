package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Storage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressReporterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong();

  private static TrainingListener.Update update(long number, long steps) {
    return new TrainingListener.Update(1, 10, number, steps, 2000, 2.34567, 0.002, 15234.4, 185.2);
  }

  private Storage storage = new Storage(1000, 1000, 50);

  private String run(boolean terminal) {
    try (ProgressReporter reporter = new ProgressReporter(out, terminal, nanos::get)) {
      reporter.started(
          new TrainingListener.Start("CharLM", 348000, 1, 1003854, 111540, 10, 4900, storage));
      reporter.updated(update(1, 100));
      nanos.addAndGet(9_000_000_000L);
      reporter.updated(update(2, 200));
      nanos.addAndGet(2_000_000_000L);
      reporter.updated(update(3, 300));
      reporter.validating(1);
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put("rmse", 17.33333);
      reporter.epoch(
          new EpochReport(1, 2.1, OptionalDouble.of(1.9), metrics, 0.002, 15000, 66.7, true),
          new Numbers.Floats(new float[0]));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void plainLinesAtOnceThenEveryTenSecondsAndEachEpoch() {
    assertThat(run(false))
        .isEqualToNormalizingNewlines(
            """
            training CharLM: 348,000 parameters, 1,003,854 steps in 1 sequence (111,540 held back), 10 epochs
            epoch 1/10, 5 %: loss 2.3457, 15,234 steps/s, 3:05 left
            epoch 1/10, 15 %: loss 2.3457, 15,234 steps/s, 3:05 left
            epoch 1/10: loss 2.1000, validation 1.9000, rmse 17.33 (1:07, 15,000 steps/s) *
            """);
  }

  @Test
  void saysThatValuesAreComputedTwice() {
    storage = new Storage(34_200_000, 4_400_000_000L, 317);
    assertThat(run(false))
        .contains(
            "checkpointing: 317 steps at a time in 34.2 MB, where all of an update are 4,400.0 MB;"
                + " values are computed twice\n");
  }

  @Test
  void aBarOnATerminal() {
    String shown = run(true);
    assertThat(shown)
        .contains("[>               ]   0 % epoch 1/10, validating")
        .contains("epoch 1/10: loss 2.1000, validation 1.9000, rmse 17.33");
  }

  @Test
  void quickEpochsAreNotAllSaidButTheLastIs() {
    try (ProgressReporter reporter = new ProgressReporter(out, false, nanos::get)) {
      for (int epoch = 1; epoch <= 250; epoch++) {
        nanos.addAndGet(10_000_000L);
        reporter.epoch(
            new EpochReport(epoch, 2, OptionalDouble.empty(), Map.of(), 0.1, 1, 0.01, true),
            new Numbers.Floats(new float[0]));
      }
      reporter.finished(null);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .hasSize(4)
        .first(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .startsWith("epoch 1/");
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .last(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .startsWith("epoch 250/");
  }

  @Test
  void timesAreShort() {
    assertThat(ProgressReporter.time(0.44)).isEqualTo("0.4 s");
    assertThat(ProgressReporter.time(12.4)).isEqualTo("12 s");
    assertThat(ProgressReporter.time(185)).isEqualTo("3:05");
    assertThat(ProgressReporter.time(7385)).isEqualTo("2:03:05");
  }
}
