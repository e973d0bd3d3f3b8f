package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.rondo.training.weights.Weights;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCommandTest {
  @TempDir Path folder;
  Path file;
  Path weights;

  @BeforeEach
  void train() {
    file = Cli.writer(folder);
    weights = folder.resolve("W.safetensors");
    assertThat(Cli.run("train", file, "--out", weights).code()).isZero();
  }

  @Test
  void writes() {
    Cli.Result result =
        Cli.run("sample", file, "--weights", weights, "--prompt", "the ", "--length", 30);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("the ").hasSize(4 + 30 + 1).matches("[aceht mnos.]*\n");
    assertThat(Cli.run("sample", file, "--weights", weights, "--prompt", "the ", "--length", 30))
        .isEqualTo(result);
    assertThat(
            Cli.run(
                    "sample",
                    file,
                    "--weights",
                    weights,
                    "--prompt",
                    "the ",
                    "--length",
                    30,
                    "--seed",
                    2)
                .out())
        .isNotEqualTo(result.out());
  }

  @Test
  void withoutTemperatureTheSeedDoesNotMatter() {
    Object[] first = {
      "sample", file, "--weights", weights, "--temperature", 0, "--length", 20, "--seed", 1
    };
    Object[] second = first.clone();
    second[second.length - 1] = 2;
    assertThat(Cli.run(first)).isEqualTo(Cli.run(second));
  }

  @Test
  void printsJson() {
    Cli.Result result =
        Cli.run("sample", file, "--weights", weights, "--prompt", "th", "--length", 5, "--json");
    JsonObject report = JsonParser.parseString(result.out()).getAsJsonObject();
    assertThat(report.get("prompt").getAsString()).isEqualTo("th");
    assertThat(report.get("text").getAsString()).hasSize(5);
  }

  @Test
  void saysWhatItCannotSample() {
    Cli.Result result = Cli.run("sample", file, "--weights", weights, "--prompt", "q");
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err())
        .isEqualTo("--prompt: error: 'q' is not one of the model's 11 symbols\n");

    new Weights(Weights.load(weights).tensors(), Optional.empty()).save(weights);
    assertThat(Cli.run("sample", file, "--weights", weights, "--size", "V=11").err())
        .contains("these weights come without the symbols");

    Path other = Cli.forecaster(folder);
    Cli.run("train", other, "--out", weights);
    result = Cli.run("sample", other, "--weights", weights);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("cannot be sampled");

    assertThat(Cli.run("sample", file, "--weights", weights, "--length", -1).code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(Cli.run("sample", file, "--weights", weights, "--temperature", "NaN").code())
        .isEqualTo(ExitCode.USAGE);
  }
}
