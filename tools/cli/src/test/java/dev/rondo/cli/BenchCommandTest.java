package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  @TempDir Path folder;

  private static JsonObject measure(Object... words) {
    Object[] all = new Object[words.length + 4];
    all[0] = "bench";
    System.arraycopy(words, 0, all, 1, words.length);
    all[all.length - 3] = "--seconds";
    all[all.length - 2] = 0;
    all[all.length - 1] = "--json";
    Cli.Result result = Cli.run(all);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    return JsonParser.parseString(result.out()).getAsJsonObject();
  }

  @Test
  void tellsTimesAndShares() {
    Cli.Result result = Cli.run("bench", Cli.forecaster(folder), "--seconds", "0.1");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith("Wave, 52 parameters, H = 3\n")
        .containsPattern("one thread; peak of a thread [\\d.]+ GFLOP/s\n")
        .containsPattern("update, 32 x 50 steps +[\\d.]+ [µm]s +[\\d.]+ +\\d+ % +[\\d.]+ [KM]B\n")
        .containsPattern("predictor's step +[\\d.]+ [µm]s +[\\d.]+ +\\d+ % +[\\d.]+ [KM]B\n")
        .containsPattern("[\\d,]+ steps a second in training\n$");
  }

  @Test
  void takesBatchAndWindowFromTheTrainBlockAndOpenSizesFromItsData() {
    JsonObject report = measure(Cli.writer(folder), "--set", "window=7");
    assertThat(report.get("batch").getAsInt()).isEqualTo(4);
    assertThat(report.get("steps").getAsInt()).isEqualTo(7);
    assertThat(report.getAsJsonObject("sizes").get("V").getAsInt()).isEqualTo(11);
    assertThat(report.getAsJsonObject("update").get("seconds").getAsDouble()).isPositive();
    assertThat(report.getAsJsonObject("update").get("runs").getAsInt()).isGreaterThanOrEqualTo(3);
    assertThat(report.getAsJsonObject("step").get("seconds").getAsDouble()).isPositive();
    assertThat(report.get("peak").getAsDouble()).isGreaterThan(1e8);
  }

  @Test
  void countsWhatTheOptionsAskFor() {
    Path file = Cli.forecaster(folder);
    JsonObject one = measure(file, "--batch", 1, "--steps", 10).getAsJsonObject("update");
    JsonObject two = measure(file, "--batch", 2, "--steps", 10).getAsJsonObject("update");
    JsonObject long1 = measure(file, "--batch", 1, "--steps", 20).getAsJsonObject("update");
    long row = (long1.get("operations").getAsLong() - one.get("operations").getAsLong()) / 10;
    assertThat(row).isBetween(100L, 2000L);
    assertThat(two.get("operations").getAsLong())
        .isGreaterThanOrEqualTo(one.get("operations").getAsLong() + 10 * row);
    assertThat(two.get("bytes").getAsLong()).isGreaterThan(one.get("bytes").getAsLong());
    JsonObject wide =
        measure(file, "--batch", 1, "--steps", 10, "--precision", "f64").getAsJsonObject("update");
    assertThat(wide.get("bytes").getAsLong()).isEqualTo(2 * one.get("bytes").getAsLong());
  }

  @Test
  void leavesOutWhatTheModelDoesNotHave() {
    Path loss = Cli.write(folder, "loss.rondo", "model L { input x: [2] over t loss sum(x * x) }");
    assertThat(measure(loss).get("step").isJsonNull()).isTrue();
    Path output =
        Cli.write(folder, "output.rondo", "model O { input x: [2] over t output y = 2 * x }");
    assertThat(measure(output).get("update").isJsonNull()).isTrue();
    Path ahead =
        Cli.write(
            folder, "ahead.rondo", "model A { input x: [2] over t output y = x[t+1 else 0] }");
    assertThat(measure(ahead).get("step").isJsonNull()).isTrue();
  }

  @Test
  void saysWhatIsWrong() {
    Path open =
        Cli.write(folder, "open.rondo", "model Open[N] { input x: [N] over t output y = 2 * x }");
    Cli.Result result = Cli.run("bench", open);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("nothing says how large N is");
    Path logs = Cli.write(folder, "logs.rondo", "model Logs { input x: real over t loss log(x) }");
    result = Cli.run("bench", logs, "--seconds", 0);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err())
        .contains("Logs cannot be measured on random data: the loss is NaN at update 1");
    assertThat(Cli.run("bench", open, "--size", "N=2", "--batch", 0))
        .isEqualTo(
            new Cli.Result(
                ExitCode.USAGE,
                "",
                "rondo bench: error: --batch 0: at least 1\n   try: rondo bench --help\n"));
    assertThat(Cli.run("bench", open, "--seconds", "-1").code()).isEqualTo(ExitCode.USAGE);
  }
}
