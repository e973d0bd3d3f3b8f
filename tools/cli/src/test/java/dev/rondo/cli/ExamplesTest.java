package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void passengersAreForecastBetterThanByPersistence() {
    Path model = Cli.EXAMPLES.resolve("airline/airline.rondo");
    Path weights = folder.resolve("a.safetensors");
    Cli.Result result = Cli.run("train", model, "--json", "--out", weights);
    assertThat(result.code()).as(result.err()).isZero();
    JsonObject errors = done(result).getAsJsonObject("rmse");
    assertThat(errors.get("persistence").getAsDouble()).isBetween(51.7, 51.9);
    assertThat(errors.get("model").getAsDouble()).isLessThan(20);
  }

  private static JsonObject done(Cli.Result result) {
    return JsonParser.parseString(result.out().lines().reduce((a, b) -> b).orElseThrow())
        .getAsJsonObject();
  }
}
