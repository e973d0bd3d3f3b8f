package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.rondo.training.weights.Metadata;
import dev.rondo.training.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir Path folder;
  Path out;

  @BeforeEach
  void nameTheWeights() {
    out = folder.resolve("W.safetensors");
  }

  @Test
  void trainsAndWritesWeights() {
    Path file = Cli.forecaster(folder);
    Cli.Result result = Cli.run("train", file, "--out", out);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith("training Wave: 52 parameters, ")
        .contains("epoch 2/2: loss ")
        .contains("are in " + out);
    Metadata metadata = Weights.load(out).metadata().orElseThrow();
    assertThat(metadata.model()).isEqualTo("Wave");
    assertThat(metadata.sizes()).containsEntry("H", 3);
    assertThat(metadata.scaling()).containsKey("x");
    assertThat(metadata.sources()).containsOnlyKeys("wave.rondo");
  }

  /** Values that are computed again are the same, whatever asked for it. */
  @Test
  void checkpointingChangesNoWeight() throws IOException {
    Path file = Cli.forecaster(folder);
    Cli.run("train", file, "--out", out);
    byte[] whole = Files.readAllBytes(out);
    for (String word : List.of("--set=checkpoint=true", "--memory=1k")) {
      Cli.Result result = Cli.run("train", file, "--out", out, word);
      assertThat(result.code()).isZero();
      assertThat(result.out())
          .contains("\ncheckpointing: ")
          .contains("; values are computed twice");
      assertThat(Files.readAllBytes(out)).isEqualTo(whole);
    }
  }

  @Test
  void aModelThatNeedsAllStepsSaysWhich() throws IOException {
    String text = Files.readString(Cli.forecaster(folder));
    String turned = text.replace("(concat(x))", "(concat(x), over reverse t)");
    Path reverse = Cli.write(folder, "reverse.rondo", turned);
    Cli.Result result = Cli.run("train", reverse, "--out", out, "--set", "checkpoint=true");
    assertThat(result.code()).isOne();
    assertThat(result.err())
        .contains("'checkpoint' does not fit this model: ")
        .contains("needs all steps of a sequence at once");
  }

  @Test
  void aMemoryThatIsNoSize() {
    Cli.Result result = Cli.run("train", Cli.forecaster(folder), "--memory", "much");
    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("--memory much: a size such as 2g or 500m");
  }

  @Test
  void commandLineGoesBeforeTheTrainBlock() {
    Path file = Cli.forecaster(folder);
    Path data = Cli.write(folder, "other.csv", "value\n" + "1\n2\n3\n".repeat(9));
    Cli.Result result =
        Cli.run(
            "train",
            file,
            "--out",
            out,
            "--data",
            data,
            "--epochs",
            1,
            "--size",
            "H=2",
            "--seed",
            7,
            "--precision",
            "f64",
            "--set",
            "validation=none",
            "--set",
            "clip = norm(1)");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("27 steps in 1 sequence (0 held back), 1 epoch\n");
    assertThat(Weights.load(out).metadata().orElseThrow().sizes()).containsEntry("H", 2);
  }

  @Test
  void printsALineAnEpochForPrograms() {
    Path file = Cli.forecaster(folder);
    Cli.Result result = Cli.run("train", file, "--out", out, "--json");
    List<JsonObject> lines =
        result.out().lines().map(l -> JsonParser.parseString(l).getAsJsonObject()).toList();
    assertThat(lines)
        .extracting(line -> line.get("event").getAsString())
        .containsExactly("epoch", "epoch", "done");
    assertThat(lines.get(0).keySet())
        .contains("epoch", "loss", "validation_loss", "metrics", "rate", "seconds", "best");
    assertThat(lines.get(0).get("metrics").getAsJsonObject().keySet()).contains("rmse");
    assertThat(lines.get(2).get("weights").getAsString()).isEqualTo(out.toString());
  }

  @Test
  void theSameSeedGivesTheSameWeights() throws Exception {
    Path file = Cli.writer(folder);
    Cli.run("train", file, "--out", out, "--seed", 3);
    byte[] first = Files.readAllBytes(out);
    Cli.run("train", file, "--out", out, "--seed", 3);
    assertThat(Files.readAllBytes(out)).isEqualTo(first);
    Cli.run("train", file, "--out", out, "--seed", 4);
    assertThat(Files.readAllBytes(out)).isNotEqualTo(first);
  }

  @Test
  void goesOnFromWeights() {
    Path file = Cli.writer(folder);
    Cli.run("train", file, "--out", out, "--size", "H=6");
    double loss = lastLoss(Cli.run("train", file, "--out", out, "--from", out, "--json"));
    assertThat(loss).isLessThan(lastLoss(Cli.run("train", file, "--out", out, "--json")));
    assertThat(Cli.run("train", file, "--from", folder.resolve("no.safetensors")).code())
        .isEqualTo(ExitCode.INPUT);
  }

  private static double lastLoss(Cli.Result result) {
    assertThat(result.err()).isEmpty();
    String line = result.out().lines().filter(l -> l.contains("\"epoch\":2,")).findFirst().get();
    return JsonParser.parseString(line).getAsJsonObject().get("loss").getAsDouble();
  }

  @Test
  void comparesAndDrawsForecasts() {
    Path file = Cli.forecaster(folder);
    Cli.Result result =
        Cli.run(
            "train",
            file,
            "--out",
            out,
            "--set",
            "baselines=[persistence, ar(2)]",
            "--set",
            "plot=forecast");
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("root mean square error of the forecast of x")
        .containsPattern("  the model +\\S+\n  persistence +\\S+\n  ar\\(2\\) +\\S+\n")
        .contains("picture: " + folder.resolve("W.png"));
    assertThat(folder.resolve("W.png")).isNotEmptyFile();
  }

  /** A vector that comes first is not what is forecast. */
  @Test
  void comparesForecastsOfTheFirstNumber() {
    Path file = Cli.forecaster(folder);
    Path two =
        Cli.write(
            folder,
            "two.rondo",
            """
            model Two {
              input w: [2] over t
              input x: real over t
              p = Score(GRU[3](concat(w, x)))
              loss   squared_error(p, x[t+1])
              metric rmse(p, x[t+1])
              output forecast = p
            }
            train Two {
              data      = csv("wave.csv", w = ["step", "value"], x = "value")
              epochs    = 1
              baselines = [persistence]
            }
            """);
    assertThat(two).hasParent(file.getParent());
    Cli.Result result = Cli.run("train", two, "--out", out);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("root mean square error of the forecast of x");
  }

  @Test
  void saysWhatIsWrongWithASettingOfTheCommandLine() {
    Path file = Cli.forecaster(folder);
    assertThat(Cli.run("train", file, "--out", out, "--set", "batch=many"))
        .isEqualTo(
            new Cli.Result(
                ExitCode.USAGE,
                "",
                "--set batch=many: error: 'batch' must be a whole number of at least 1,"
                    + " not many\n"));
    for (String wrong : List.of("batch", "batch=", "batch=1 epochs=2", "batch=1+", "=3")) {
      Cli.Result result = Cli.run("train", file, "--out", out, "--set", wrong);
      assertThat(result.code()).as(wrong).isEqualTo(ExitCode.USAGE);
      assertThat(result.err()).startsWith("rondo train: error: --set " + wrong);
    }
    assertThat(Cli.run("train", file, "--out", out, "--epochs", 0).code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(out).doesNotExist();
  }

  @Test
  void saysWhatIsWrongWithData() {
    Path file = Cli.forecaster(folder);
    Path data = Cli.write(folder, "bad.csv", "value\n1\nx\n");
    Cli.Result result = Cli.run("train", file, "--out", out, "--data", data);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).startsWith(data + ":3: error: ").doesNotContain("Exception");
    result = Cli.run("train", file, "--out", out, "--data", folder.resolve("none.csv"));
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("none.csv: error: ");
  }

  @Test
  void needsATrainBlockOrData() {
    Path file =
        Cli.write(
            folder,
            "plain.rondo",
            "model Plain { input x: real over t  param w: real = 0  loss (w * x - x[t+1])^2 }");
    Cli.Result result = Cli.run("train", file, "--out", out);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("there is no 'train' block for Plain");
    Cli.forecaster(folder);
    result =
        Cli.run(
            "train",
            file,
            "--out",
            out,
            "--set",
            "data = csv(\"wave.csv\", x = \"value\")",
            "--epochs",
            1);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void looksWhereTheWeightsGoBeforeItTrains() {
    Path file = Cli.forecaster(folder);
    Cli.Result result = Cli.run("train", file, "--out", folder.resolve("no/W.safetensors"));
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("there is no folder");
    assertThat(Cli.run("train", file, "--out", folder).err()).contains("this is a folder");
  }

  @Test
  void saysWhenARunDiverges() {
    Path file = Cli.forecaster(folder);
    Cli.Result result =
        Cli.run("train", file, "--out", out, "--set", "optimizer=sgd(rate = 1e30)", "--epochs", 9);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).startsWith("error: the ").contains("help: ").contains(out.toString());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void weightsTakeThePlaceOfNoDevice() throws IOException {
    // a link to one: a mistake must not cost the machine its device
    Path link = folder.resolve("W.safetensors");
    Files.createSymbolicLink(link, Path.of("/dev/null"));
    Cli.Result result = Cli.run("train", Cli.forecaster(folder), "--out", link);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).isEqualTo(link + ": error: this is no file that can be replaced\n");
  }
}
