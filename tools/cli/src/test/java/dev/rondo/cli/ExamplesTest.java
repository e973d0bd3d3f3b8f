package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the examples as their READMEs say. */
class ExamplesTest {
  @TempDir Path folder;

  static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.walk(Cli.EXAMPLES)) {
      return files.filter(f -> f.toString().endsWith(".rondo")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void isRightAndHasARightGradient(Path model) {
    assertThat(Cli.run("check", model).code()).isZero();
    Cli.Result gradient = Cli.run("gradcheck", model);
    assertThat(gradient.code()).as(gradient.out()).isZero();
  }

  @Test
  void sunspotsAreForecastBetterThanByPersistence() {
    Path model = Cli.EXAMPLES.resolve("sunspots/sunspots.rondo");
    double[] ratios =
        IntStream.rangeClosed(1, 5).mapToDouble(seed -> ratio(model, seed)).sorted().toArray();
    assertThat(ratios[2]).as("model / persistence, median of 5 seeds").isLessThan(0.8);
  }

  private double ratio(Path model, int seed) {
    Path weights = folder.resolve(seed + ".safetensors");
    Cli.Result result = Cli.run("train", model, "--seed", seed, "--json", "--out", weights);
    assertThat(result.code()).as(result.err()).isZero();
    JsonObject done =
        JsonParser.parseString(result.out().lines().reduce((a, b) -> b).orElseThrow())
            .getAsJsonObject();
    assertThat(folder.resolve(seed + ".png")).isNotEmptyFile();
    JsonObject errors = done.getAsJsonObject("rmse");
    assertThat(errors.get("ar(9)").getAsDouble()).isBetween(19.0, 19.2);
    return errors.get("model").getAsDouble() / errors.get("persistence").getAsDouble();
  }

  @Test
  void charactersAreLearntAndWritten() {
    Path model = Cli.EXAMPLES.resolve("charlm/charlm.rondo");
    Path weights = folder.resolve("c.safetensors");
    Cli.Result trained =
        Cli.run(
            "train", model, "--size", "H=32", "--epochs", 2, "--set", "batch=8", "--out", weights);
    assertThat(trained.code()).as(trained.err()).isZero();
    Cli.Result sample =
        Cli.run("sample", model, "--size", "H=32", "--weights", weights, "--length", 50);
    assertThat(sample.code()).as(sample.err()).isZero();
    assertThat(sample.out().strip()).hasSizeGreaterThan(20);
  }

  @Test
  void namesAreToldApartAndTested() {
    Path model = Cli.EXAMPLES.resolve("names/names.rondo");
    Path weights = folder.resolve("n.safetensors");
    Cli.Result result = Cli.run("train", model, "--json", "--out", weights);
    assertThat(result.code()).as(result.err()).isZero();
    JsonObject test = done(result).getAsJsonObject("test");
    assertThat(test.get("sequences").getAsInt()).isBetween(60, 110);
    assertThat(test.getAsJsonObject("metrics").get("accuracy").getAsDouble()).isGreaterThan(0.6);
  }

  @Test
  void passengersAreForecastBetterThanByPersistence() throws IOException {
    Path model = Cli.EXAMPLES.resolve("airline/airline.rondo");
    Path weights = folder.resolve("a.safetensors");
    Cli.Result result = Cli.run("train", model, "--json", "--out", weights);
    assertThat(result.code()).as(result.err()).isZero();
    JsonObject errors = done(result).getAsJsonObject("rmse");
    assertThat(errors.get("persistence").getAsDouble()).isBetween(51.7, 51.9);
    assertThat(errors.get("model").getAsDouble()).isLessThan(20);

    List<String> rows = Files.readAllLines(Cli.EXAMPLES.resolve("airline/airline.csv"));
    Path cut = Cli.write(folder, "to1958.csv", String.join("\n", rows.subList(0, 121)));
    result = Cli.run("predict", model, "--weights", weights, "--data", cut, "--ahead", 12);
    assertThat(result.code()).as(result.err()).isZero();
    JsonArray year = done(result).getAsJsonObject("ahead").getAsJsonArray("x");
    double squares = 0;
    for (int month = 0; month < 12; month++) {
      double truth = Double.parseDouble(rows.get(121 + month).split(",", -1)[1]);
      squares += Math.pow(year.get(month).getAsDouble() - truth, 2);
    }
    assertThat(Math.sqrt(squares / 12)).as("as a year ago: 49.3").isLessThan(45);
  }

  @Test
  void everyContinuationOfFreshReberStringsIsLegal() throws Exception {
    Path example = Cli.EXAMPLES.resolve("reber");
    Path weights = folder.resolve("r.safetensors");
    Path fresh = folder.resolve("fresh.jsonl");
    Path next = folder.resolve("next.jsonl");
    Path model = example.resolve("reber.rondo");
    assertThat(reber(fresh, "make", "1000", "2", example.resolve("reber.jsonl"))).isZero();
    assertThat(fresh).content().hasLineCount(1000);
    assertThat(Cli.run("train", model, "--out", weights).err()).isEmpty();
    Cli.run("predict", model, "--weights", weights, "--data", fresh, "--out", next);
    Path report = folder.resolve("report.txt");
    assertThat(reber(report, "check", fresh, next)).as(Files.readString(report)).isZero();
  }

  /** Runs the example's own program. */
  private static int reber(Path out, Object... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Cli.EXAMPLES.resolve("reber/Reber.java").toString()));
    Arrays.stream(words).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectOutput(out.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
        .waitFor();
  }

  private static JsonObject done(Cli.Result result) {
    return JsonParser.parseString(result.out().lines().reduce((a, b) -> b).orElseThrow())
        .getAsJsonObject();
  }
}
