package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An encoder, a decoder and attention learn to reverse a word, as a user would have it. */
class SeveralAxesTest {
  private static final String MODEL =
      """
      cell Look[A](q: [Q], keys: [K] over s) -> context {
        param Wq: [A, Q] ~ glorot
        param Wk: [A, K] ~ glorot
        param v: [A] ~ glorot
        weight = softmax(dot(v, tanh(Wq @ q + Wk @ keys)), over s)
        context = sum(weight * keys, over s)
      }
      model Reverse[VS, VT, E = 8, H = 16] {
        input src: token[VS] over s
        input tgt: token[VT] over t
        param es: [VS, E] ~ normal(0.3)
        param et: [VT, E] ~ normal(0.3)
        enc = Bidirectional[GRU[H]](es[src])
        look = Look[H](dec[t-1], enc)
        dec = GRU[H](concat(et[tgt[t-1 else "<s>"]], look), from h = tanh(Linear[H](enc.b[first])))
        logits = Linear[VT](concat(dec, look))
        loss cross_entropy(logits, tgt)
        metric accuracy(logits, tgt)
        output best = argmax(logits)
        output weight = look.weight
        feed tgt = choose(logits) until "</s>"
      }
      train Reverse {
        data = jsonl("words.jsonl")
        optimizer = adam(rate = 0.01)
        batch = 16
        epochs = 6
        clip = norm(5)
      }
      """;

  @TempDir Path folder;
  private Path model;
  private Path weights;

  @BeforeEach
  void write() throws IOException {
    model = Files.writeString(folder.resolve("reverse.rondo"), MODEL);
    weights = folder.resolve("reverse.safetensors");
    Random random = new Random(3);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      StringBuilder word = new StringBuilder();
      for (int j = random.nextInt(5); j >= 0; j--) {
        word.append((char) ('a' + random.nextInt(4)));
      }
      lines.append("{\"src\": \"").append(word).append("\", \"tgt\": \"");
      lines.append(word.reverse()).append("\"}\n");
    }
    Files.writeString(folder.resolve("words.jsonl"), lines);
  }

  @Test
  void wordsAreReversed() throws IOException {
    Cli.Result trained = Cli.run("train", model, "--out", weights);
    assertThat(trained.code()).as(trained.err()).isZero();
    Path data =
        Files.writeString(folder.resolve("new.jsonl"), "{\"src\":\"abdc\",\"tgt\":\"cdba\"}\n");
    Path out = folder.resolve("out.jsonl");
    Cli.Result predicted =
        Cli.run("predict", model, "--weights", weights, "--data", data, "--out", out);
    assertThat(predicted.code()).as(predicted.err()).isZero();
    JsonObject line = JsonParser.parseString(Files.readString(out)).getAsJsonObject();
    JsonArray weight = line.getAsJsonArray("weight");
    // a row for each step of the target, in it a number for each letter of the source
    assertThat(weight).hasSizeBetween(4, 5);
    assertThat(weight.get(0).getAsJsonArray()).hasSize(4);
    Cli.Result evaluated =
        Cli.run(
            "eval", model, "--weights", weights, "--data", folder.resolve("words.jsonl"), "--json");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("accuracy");
    double accuracy =
        JsonParser.parseString(evaluated.out())
            .getAsJsonObject()
            .getAsJsonObject("metrics")
            .get("accuracy")
            .getAsDouble();
    assertThat(accuracy).isGreaterThan(0.9);
  }

  /** Outputs over both axes, of sequences that are longer than the windows they are read in. */
  @Test
  void longSequencesAreReadInWindows() throws IOException {
    Path outer =
        Files.writeString(
            folder.resolve("outer.rondo"),
            """
            model Outer {
              input a: real over s
              input b: real over t
              param p: real = 2
              output c = p * a * b
              loss squared_error(b, p)
            }
            train Outer {
              data = jsonl("outer.jsonl")
              epochs = 1
              window = 1000
              validation = none
            }
            """);
    StringBuilder b = new StringBuilder("0");
    for (int t = 1; t < 5000; t++) {
      b.append(", ").append(t % 7);
    }
    Path data =
        Files.writeString(
            folder.resolve("outer.jsonl"),
            "{\"b\": [1, 3], \"a\": [" + b + "]}\n{\"b\": [], \"a\": [1]}\n");
    Cli.Result trained = Cli.run("train", outer, "--out", weights);
    assertThat(trained.code()).as(trained.err()).isZero();
    Path out = folder.resolve("outer.out");
    Cli.Result predicted =
        Cli.run("predict", outer, "--weights", weights, "--data", data, "--out", out);
    assertThat(predicted.code()).as(predicted.err()).isZero();
    JsonArray c =
        JsonParser.parseString(Files.readAllLines(out).get(0))
            .getAsJsonObject()
            .getAsJsonArray("c");
    assertThat(c).hasSize(5000);
    double one = c.get(4999).getAsJsonArray().get(0).getAsDouble();
    assertThat(c.get(4999).getAsJsonArray().get(1).getAsDouble()).isCloseTo(3 * one, within(1e-5));
    assertThat(one).isNotZero();
    assertThat(Files.readAllLines(out).get(1)).isEqualTo("{\"c\":[[]]}");
  }

  @Test
  void whatDoesNotFitIsSaid() throws IOException {
    Files.writeString(folder.resolve("words.jsonl"), "{\"src\":\"ab\"}\n");
    assertThat(Cli.run("train", model, "--out", weights).err()).contains("there is no field 'tgt'");
    Path csv = Files.writeString(folder.resolve("words.csv"), "src,tgt\na,b\n");
    Cli.Result columns =
        Cli.run("train", model, "--out", weights, "--set", "data=csv(\"" + csv + "\")");
    assertThat(columns.err()).contains("'csv' cannot read the input 'src', which runs over s");
    assertThat(Cli.run("export", model, "--weights", weights).code()).isNotZero();
  }
}
