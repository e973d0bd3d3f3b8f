package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.rondo.training.weights.Safetensors;
import dev.rondo.training.weights.Tensor;
import dev.rondo.training.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalCommandTest {
  @TempDir Path folder;
  Path file;
  Path data;
  Path weights;

  @BeforeEach
  void train() {
    file = Cli.forecaster(folder);
    data = folder.resolve("wave.csv");
    weights = folder.resolve("W.safetensors");
    assertThat(Cli.run("train", file, "--out", weights).code()).isZero();
  }

  @Test
  void printsLossesAndMetrics() {
    Cli.Result result = Cli.run("eval", file, "--weights", weights, "--data", data);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith("Wave on 1 sequence, 60 steps:\n")
        .containsPattern("  loss +\\S+\n  rmse +\\S+\n");
  }

  @Test
  void printsJson() {
    Cli.Result result = Cli.run("eval", file, "--weights", weights, "--data", data, "--json");
    JsonObject report = JsonParser.parseString(result.out()).getAsJsonObject();
    double loss = report.get("loss").getAsDouble();
    double rmse = report.get("metrics").getAsJsonObject().get("rmse").getAsDouble();
    assertThat(rmse * rmse).isCloseTo(loss, org.assertj.core.data.Offset.offset(1e-4));
  }

  @Test
  void writesOutputsAndGradients() throws IOException {
    Path outputs = folder.resolve("O.jsonl");
    Path gradients = folder.resolve("G.safetensors");
    Cli.Result result =
        Cli.run(
            "eval",
            file,
            "--weights",
            weights,
            "--data",
            data,
            "--outputs",
            outputs,
            "--gradients",
            gradients,
            "--precision",
            "f64");
    assertThat(result.err()).isEmpty();
    List<String> lines = Files.readAllLines(outputs);
    assertThat(lines).hasSize(1);
    assertThat(
            JsonParser.parseString(lines.get(0)).getAsJsonObject().get("forecast").getAsJsonArray())
        .hasSize(60);
    Safetensors tensors = Safetensors.read(gradients);
    assertThat(tensors.tensors())
        .extracting(Tensor::name)
        .contains("h.Wz", "p.w", "p.b", "input/x");
  }

  @Test
  void takesWeightsOfSomebodyElse() {
    Weights own = Weights.load(weights);
    new Weights(own.tensors(), Optional.empty()).save(weights);
    Cli.Result result = Cli.run("eval", file, "--weights", weights, "--data", data);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void knowsTheSizesThatWereTrained() {
    assertThat(Cli.run("train", file, "--out", weights, "--size", "H=5").code()).isZero();
    assertThat(Cli.run("eval", file, "--weights", weights, "--data", data).code()).isZero();
    Cli.Result result =
        Cli.run("eval", file, "--weights", weights, "--data", data, "--size", "H=4");
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("h.Wz is [5, 1] in the file, [4, 1] in the model");
  }

  @Test
  void saysWhatIsWrongWithWeights() throws IOException {
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length - 10));
    Cli.Result result = Cli.run("eval", file, "--weights", weights, "--data", data);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("the file is cut off").doesNotContain("Exception");
    result = Cli.run("eval", file, "--weights", data, "--data", data);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("not a safetensors file");
    result = Cli.run("eval", file, "--weights", folder.resolve("no"), "--data", data);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("no such file");
  }
}
