package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.rondo.training.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
  @TempDir Path folder;
  Path file;
  Path data;
  Path weights;

  @BeforeEach
  void train() {
    StringBuilder rows = new StringBuilder("value,level,word\n");
    for (int i = 0; i < 60; i++) {
      rows.append(100 * Math.sin(i * 0.7)).append(',').append(i % 4).append(",w").append(i % 3);
      rows.append('\n');
    }
    data = Cli.write(folder, "wave.csv", rows.toString());
    file =
        Cli.write(
            folder,
            "wave.rondo",
            """
            model Wave[V, H = 3] {
              input x: real over t
              input level: real over t
              input word: token[V] over t

              h = GRU[H](concat(x))
              p = Score(h)
              s = Linear[V](h)

              loss   squared_error(p, x[t+1])
              loss   words = cross_entropy(s, word)
              metric near = absolute_error(p, level)
              output forecast = unscaled(p, x)
              output said = argmax(s)
              feed   x = p[t-1]
            }

            train Wave {
              data   = csv("wave.csv", x = "value", scale = standard)
              epochs = 2
            }
            """);
    weights = folder.resolve("W.safetensors");
    assertThat(Cli.run("train", file, "--out", weights).err()).isEmpty();
  }

  private Cli.Result predict(Path of, Object... more) {
    Object[] words = new Object[6 + more.length];
    System.arraycopy(
        new Object[] {"predict", file, "--weights", weights, "--data", of}, 0, words, 0, 6);
    System.arraycopy(more, 0, words, 6, more.length);
    return Cli.run(words);
  }

  private Path bare() throws IOException {
    String text = Files.readString(data).replaceAll("(?m),.*$", "");
    return Cli.write(folder, "bare.csv", text);
  }

  @Test
  void writesWhatEvalWrites() throws IOException {
    Path outputs = folder.resolve("O.jsonl");
    Cli.run("eval", file, "--weights", weights, "--data", data, "--outputs", outputs);
    Cli.Result result = predict(data);
    assertThat(result).isEqualTo(new Cli.Result(0, Files.readString(outputs), ""));
    assertThat(result.out()).contains("\"forecast\":[", "\"said\":[");
    assertThat(predict(bare())).as("without what only the loss reads").isEqualTo(result);
    Path out = folder.resolve("P.jsonl");
    assertThat(predict(data, "--out", out)).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(out).hasSameTextualContentAs(outputs);
  }

  @Test
  void goesOnBehindTheEnd() throws IOException {
    Cli.Result result = predict(bare(), "--ahead", 5);
    assertThat(result.err()).isEmpty();
    JsonObject line = JsonParser.parseString(result.out()).getAsJsonObject();
    JsonObject ahead = line.getAsJsonObject("ahead");
    assertThat(line.getAsJsonArray("forecast")).hasSize(60);
    assertThat(ahead.getAsJsonArray("forecast")).hasSize(5);
    assertThat(ahead.getAsJsonArray("said")).hasSize(5);
    assertThat(ahead.getAsJsonArray("x")).hasSize(5);
    assertThat(ahead.getAsJsonArray("x").get(0).getAsDouble())
        .as("in its own units")
        .isCloseTo(
            line.getAsJsonArray("forecast").get(59).getAsDouble(),
            org.assertj.core.data.Offset.offset(1e-3));
  }

  @Test
  void goesOnWithTheLikeliestSymbols() throws IOException {
    Path writer = Cli.writer(folder);
    Cli.run("train", writer, "--out", weights);
    Path text = Cli.write(folder, "t.txt", "the cat ");
    Cli.Result result =
        Cli.run("predict", writer, "--weights", weights, "--data", text, "--ahead", 9);
    String sampled =
        Cli.run(
                "sample",
                writer,
                "--weights",
                weights,
                "--prompt",
                "the cat ",
                "--length",
                9,
                "--temperature",
                0)
            .out();
    StringBuilder said = new StringBuilder("the cat ");
    JsonParser.parseString(result.out())
        .getAsJsonObject()
        .getAsJsonObject("ahead")
        .getAsJsonArray("x")
        .forEach(symbol -> said.append(symbol.getAsString()));
    assertThat(said + "\n").isEqualTo(sampled);
  }

  @Test
  void saysWhatIsMissing() {
    Path other = Cli.write(folder, "other.csv", "price\n1\n");
    Cli.Result result = predict(other);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).startsWith(other + ":1: error: there is no column 'value'");

    result = predict(folder.resolve("no.csv"));
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("no such file");

    result = predict(data, "--out", folder.resolve("no/P.jsonl"));
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("cannot be written: there is no folder");
  }

  @Test
  void saysWhatIsWrongWithWeights() {
    Weights own = Weights.load(weights);
    new Weights(own.tensors(), Optional.empty()).save(weights);
    Cli.Result result = predict(data);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err())
        .isEqualTo(
            weights
                + ": error: these weights come without the sizes, symbols and scaling of the"
                + " model\n   help: predict needs weights that 'rondo train' wrote\n");

    Cli.run("train", Cli.writer(folder), "--out", weights);
    result = predict(data);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("they were trained for the model Writer");
    weights = folder.resolve("no.safetensors");
    result = predict(data);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("no such file");
    assertThat(Cli.run("predict", file, "--data", data).code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void goesOnOnlyByAFeed() {
    Path another = Cli.forecaster(folder);
    Cli.run("train", another, "--out", weights);
    Path series = folder.resolve("wave.csv");
    Cli.Result result =
        Cli.run("predict", another, "--weights", weights, "--data", series, "--ahead", 1);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err())
        .isEqualTo(
            another
                + ": error: nothing says what 'x' is behind the end of the data: the model Wave"
                + " needs 'feed x = ...', by values of the step before, such as y[t-1]\n");
    result = predict(data, "--ahead", 0);
    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .startsWith("rondo predict: error: --ahead 0: a number of steps is at least 1\n");
  }
}
