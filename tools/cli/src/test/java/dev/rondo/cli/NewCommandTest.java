package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCommandTest {
  @TempDir Path folder;

  @Test
  void writesAModelThatTrains() {
    Path model = folder.resolve("two-waves.rondo");
    assertThat(Cli.run("new", folder.resolve("two-waves")))
        .isEqualTo(
            new Cli.Result(
                ExitCode.DONE,
                "wrote %s and %s\nnext: rondo train %s\n"
                    .formatted(model, folder.resolve("two-waves.csv"), model),
                ""));
    assertThat(model).content().contains("model TwoWaves[H = 8]", "csv(\"two-waves.csv\"");
    assertThat(Cli.run("fmt", "--check", model).code()).isZero();
    assertThat(Cli.run("check", model).code()).isZero();
    Path weights = folder.resolve("w.safetensors");
    Cli.Result trained = Cli.run("train", model, "--epochs", "30", "--out", weights, "--json");
    assertThat(trained.err()).isEmpty();
    List<Double> losses =
        trained
            .out()
            .lines()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .filter(line -> line.has("epoch") && line.has("loss"))
            .map(NewCommandTest::loss)
            .toList();
    assertThat(losses).hasSizeGreaterThanOrEqualTo(30);
    assertThat(losses.get(29)).isLessThan(losses.get(0) / 4);
    assertThat(
            Cli.run(
                    "predict",
                    model,
                    "--weights",
                    weights,
                    "--data",
                    folder.resolve("two-waves.csv"),
                    "--ahead",
                    "5")
                .code())
        .isZero();
  }

  private static double loss(JsonObject line) {
    return line.get("loss").getAsDouble();
  }

  @Test
  void writesOverNothing() throws IOException {
    Path data = Cli.write(folder, "mine.csv", "1\n");
    Cli.Result result = Cli.run("new", folder.resolve("mine"));
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("mine.csv", "this file is there already");
    assertThat(data).hasContent("1\n");
    assertThat(Files.exists(folder.resolve("mine.rondo"))).isFalse();
  }

  @Test
  void wantsAName() {
    for (String name : List.of("2nd", "a b", "a.rondo", "..", "ö")) {
      assertThat(Cli.run("new", folder.resolve(name)).code()).as(name).isEqualTo(ExitCode.USAGE);
    }
    assertThat(Cli.run("new", folder.resolve("none").resolve("a")).err()).contains("no folder");
  }
}
