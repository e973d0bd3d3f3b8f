package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that the command line names, and a part of it to test on. */
class DataFilesTest {
  private static final String MODEL =
      """
      model Reader[V, H = 4] {
        input  x: token[V] over t
        param  table: [V, H] ~ normal(0.1)

        h      = GRU[H](table[x[t-1 else "<s>"]])
        logits = Linear[V](h)

        loss   cross_entropy(logits, x)
        output guess = argmax(logits)
        feed   x = choose(logits) until "</s>"
      }
      """;

  @TempDir Path folder;
  private Path model;
  private Path weights;

  @BeforeEach
  void write() {
    model = Cli.write(folder, "reader.rondo", MODEL);
    weights = folder.resolve("w.safetensors");
    Cli.write(folder, "a.jsonl", "{\"x\": \"abc\"}\n{\"x\": \"acb\"}\n{\"x\": \"b\"}\n".repeat(5));
    Cli.write(folder, "a.conll", "a\nb\n\nb\n");
    Cli.write(folder, "a.txt", "a b c\nb a\nc\na\n");
  }

  @Test
  void aNamesEndingIsItsLoader() {
    Path data = folder.resolve("a.jsonl");
    Cli.Result trained = Cli.run("train", model, "--data", data, "--epochs", 1, "--out", weights);
    assertThat(trained.code()).as(trained.err()).isZero();
    Cli.Result evaluated = Cli.run("eval", model, "--weights", weights, "--data", data, "--json");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    // 7 symbols in three lines, and "</s>" behind each
    assertThat(JsonParser.parseString(evaluated.out()).getAsJsonObject().get("steps").getAsInt())
        .isEqualTo(5 * (7 + 3));
    Cli.Result blocks =
        Cli.run("eval", model, "--weights", weights, "--data", folder.resolve("a.conll"));
    assertThat(blocks.code()).as(blocks.err()).isZero();
  }

  @Test
  void theCharactersOfAWordTellItsTag() {
    Path tagger =
        Cli.write(
            folder,
            "tagger.rondo",
            """
            model Tagger[C, L, H = 8] {
              input c: token[C] over w over k in w
              input y: token[L] over w
              letters = GRU[H](one_hot(c), over k)
              logits  = Linear[L](letters[k = last])
              loss    cross_entropy(logits, y)
              output  best = argmax(logits)
            }
            train Tagger {
              data       = conll("tags.conll", c = 2, y = 1)
              optimizer  = adam(rate = 0.05)
              validation = none
              batch      = 1
              epochs     = 40
            }
            """);
    Cli.write(folder, "tags.conll", "P as\nS sa\n\nP aas\nS ssa\nP ss\n\nS aa\nP sas\n\nS asa\n");
    Path plain = Cli.write(folder, "plain.conll", "_ saas\n_ asaa\n\n_ ass\n");
    Cli.Result trained = Cli.run("train", tagger, "--out", weights);
    assertThat(trained.code()).as(trained.err()).isZero();
    Cli.Result tags = Cli.run("predict", tagger, "--weights", weights, "--data", plain);
    assertThat(tags.code()).as(tags.err()).isZero();
    assertThat(tags.out().lines()).containsExactly("{\"best\":[0,1]}", "{\"best\":[0]}");
  }

  @Test
  void anEndingThatNoLoaderHasIsAnError() {
    Cli.Result result = Cli.run("train", model, "--data", folder.resolve("a.dat"));
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("--data with a file ending in .txt, .csv, .jsonl or .conll");
  }

  @Test
  void theKeptWeightsAreTestedAtTheEnd() {
    String words = "data = words(\"" + folder.resolve("a.txt") + "\")";
    Object[] train = {
      "train", model, "--set", words, "--set", "test = " + words.substring(7), "--out", weights
    };
    Cli.Result shown = Cli.run(train);
    assertThat(shown.code()).as(shown.err()).isZero();
    assertThat(shown.out()).contains("test, 4 sequences held back:\n  loss ");
    Object[] json = java.util.Arrays.copyOf(train, train.length + 1);
    json[train.length] = "--json";
    JsonObject done =
        JsonParser.parseString(Cli.run(json).out().lines().reduce((a, b) -> b).orElseThrow())
            .getAsJsonObject();
    assertThat(done.getAsJsonObject("test").get("steps").getAsInt()).isEqualTo(7 + 4);
  }
}
