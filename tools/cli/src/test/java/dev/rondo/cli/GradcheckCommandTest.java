package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradcheckCommandTest {
  @TempDir Path folder;

  @Test
  void checksWithSmallSizes() {
    Path file = Cli.writer(folder);
    Cli.Result result = Cli.run("gradcheck", file, "--size", "H=20");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith("with V = 3, E = 4, H = 20\n")
        .contains("logits.W")
        .endsWith("the gradient is right\n");
  }

  @Test
  void keepsSizesThatSmallOnesWouldNotFit() {
    Path file =
        Cli.write(
            folder,
            "halves.rondo",
            """
            model Halves[H = 12] {
              input x: [3] over t
              param W: [H/4, 3] ~ glorot
              loss sum((W @ x)^2)
            }
            """);
    Cli.Result result = Cli.run("gradcheck", file);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("with H = 12\n");
  }

  @Test
  void drawsSymbolsOfAVocabularyWithoutAName() {
    Path file =
        Cli.write(
            folder,
            "three.rondo",
            """
            model Three {
              input x: token[3] over t
              param table: [3, 2] ~ normal(1)
              loss cross_entropy(Linear[3](GRU[2](table[x])), x)
            }
            """);
    Cli.Result result = Cli.run("gradcheck", file);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void printsJson() {
    Path file = Cli.forecaster(folder);
    JsonObject report =
        JsonParser.parseString(Cli.run("gradcheck", file, "--json").out()).getAsJsonObject();
    assertThat(report.get("ok").getAsBoolean()).isTrue();
    assertThat(report.get("rows").getAsJsonArray()).isNotEmpty();
  }

  @Test
  void needsALoss() {
    Path file =
        Cli.write(folder, "none.rondo", "model None { input x: [2] over t output y = 2 * x }");
    Cli.Result result = Cli.run("gradcheck", file);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("None has no loss, so it has no gradient");
  }
}
