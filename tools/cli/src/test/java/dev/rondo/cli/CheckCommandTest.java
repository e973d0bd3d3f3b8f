package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir Path folder;

  @Test
  void listsParametersWithSizesThatTheDataGives() {
    Path file = Cli.writer(folder);
    assertThat(Cli.run("check", file))
        .isEqualTo(
            new Cli.Result(
                ExitCode.DONE,
                file
                    + """
                    : Writer is OK
                    sizes: V from the data, E = 4, H = 8

                    parameter   shape         count
                    table       [V, E]          4*V
                    h.Wz        [H, E]           32
                    h.Wr        [H, E]           32
                    h.Wn        [H, E]           32
                    h.Uz        [H, H]           64
                    h.Ur        [H, H]           64
                    h.Un        [H, H]           64
                    h.bz        [H]               8
                    h.br        [H]               8
                    h.bn        [H]               8
                    h.cn        [H]               8
                    logits.W    [V, H]          8*V
                    logits.b    [V]               V
                    total                13*V + 320
                    """,
                ""));
  }

  @Test
  void takesSizes() {
    Path file = Cli.writer(folder);
    assertThat(Cli.run("check", file, "--size", "V=10", "--size", "E=2").out())
        .contains("sizes: V = 10, E = 2, H = 8")
        .containsPattern("table +\\[V, E\\] +20\n")
        .containsPattern("total +382\n");
  }

  @Test
  void printsJson() {
    Path file = Cli.forecaster(folder);
    JsonObject report =
        JsonParser.parseString(Cli.run("check", file, "--json").out()).getAsJsonObject();
    assertThat(report.get("model").getAsString()).isEqualTo("Wave");
    assertThat(report.get("sizes")).hasToString("{\"H\":3}");
    assertThat(report.get("parameters").getAsJsonArray().get(0))
        .hasToString("{\"name\":\"h.Wz\",\"shape\":\"[H, 1]\",\"count\":3,\"fixed\":false}");
    assertThat(report.get("total").getAsInt()).isEqualTo(52);
  }

  @Test
  void checksEveryModelOfAFileOrOne() {
    Path file =
        Cli.write(
            folder,
            "two.rondo",
            """
            cell Half(x: [X]) -> y { y = 0.5 * x }
            model A { input x: [2] over t output y = Half(x) }
            model B[H] { input x: [H] over t output y = Half(x) }
            """);
    assertThat(Cli.run("check", file).out()).contains("A is OK").contains("B is OK");
    assertThat(Cli.run("check", file + ":B", "--size", "H=3").out())
        .doesNotContain("A is OK")
        .contains("B is OK\nsizes: H = 3\n");
    assertThat(Cli.run("check", file + ":C").err()).contains("there is no model 'C'");
    assertThat(Cli.run("explain", file).err()).contains("this file has several models: A, B");
  }

  @Test
  void reportsAllErrorsOfAllModels() {
    Path file =
        Cli.write(
            folder,
            "bad.rondo",
            """
            cell Half(x: [X]) -> y { y = 0.5 * z }
            model A { input x: [2] over t output y = Half(q) }
            model B { input x: [2] over t output y = Half(x) output z = r }
            """);
    Cli.Result result = Cli.run("check", file);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("'z'", "'q'", "'r'")
        .endsWith("3 errors\n")
        .doesNotContain("Exception");
    JsonObject errors =
        JsonParser.parseString(Cli.run("check", file, "--json").out()).getAsJsonObject();
    assertThat(errors.get("errors").getAsJsonArray()).hasSize(3);
  }

  @Test
  void readsImportsBesideTheFile() throws IOException {
    Files.createDirectory(folder.resolve("cells"));
    Cli.write(folder.resolve("cells"), "half.rondo", "cell Half(x: [X]) -> y { y = 0.5 * x }");
    Path file =
        Cli.write(
            folder,
            "imports.rondo",
            "import cells.half\nmodel A { input x: [2] over t output y = Half(x) }");
    assertThat(Cli.run("check", file).code()).isZero();
  }

  @Test
  void checksAFileOfCells() {
    Path file = Cli.write(folder, "cells.rondo", "cell Half(x: [X]) -> y { y = 0.5 * x }");
    assertThat(Cli.run("check", file).out())
        .isEqualTo(file + ": OK; it has no model, and may be imported\n");
    Cli.write(folder, "cells.rondo", "cell Half(x: [X]) -> y { y = 0.5 * z }");
    assertThat(Cli.run("check", file).err()).contains("unknown name 'z'");
    Cli.write(folder, "cells.rondo", "");
    assertThat(Cli.run("check", file).code()).isZero();
  }

  @Test
  void saysWhichFileIsNotThere() {
    Cli.forecaster(folder);
    assertThat(Cli.run("check", folder.resolve("wav.rondo")).err())
        .isEqualTo(
            folder.resolve("wav.rondo")
                + ": error: there is no such file\n   help: did you mean wave.rondo?\n");
    assertThat(Cli.run("check", folder.resolve("wave")).err()).contains("did you mean wave.rondo?");
    assertThat(Cli.run("check", folder).err())
        .isEqualTo(
            folder + ": error: this is a folder, not a model file\n   help: there is wave.rondo\n");
    assertThat(Cli.run("check", folder).code()).isEqualTo(ExitCode.INPUT);
  }

  @Test
  void saysWhereAFileIsNoText() throws IOException {
    Path file = folder.resolve("latin.rondo");
    Files.write(file, new byte[] {'/', '/', '\n', '/', '/', (byte) 0xE4, '\n'});
    assertThat(Cli.run("check", file).err()).startsWith(file + ":2: error: this is not UTF-8 text");
    Files.writeString(file, "\uFEFFmodel A { input x: [2] over t output x }");
    assertThat(Cli.run("check", file).code()).isZero();
  }

  @Test
  void rejectsSizesThatNoModelHas() {
    Path file = Cli.writer(folder);
    Cli.Result result = Cli.run("check", file, "--size", "Hh=3");
    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .startsWith("rondo check: error: --size Hh=3: Writer has no size 'Hh'")
        .endsWith("try: rondo check --help\n");
    assertThat(Cli.run("check", file, "--size", "H=0").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void saysWhatIsTooLarge() {
    Path file = Cli.forecaster(folder);
    assertThat(Cli.run("check", file, "--size", "H=100000").out())
        .containsPattern("h.Uz +\\[H, H\\] +10,000,000,000\n")
        .containsPattern("total +30,000,800,001\n");
    Cli.Result result = Cli.run("explain", file, "--size", "H=30000");
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err())
        .contains("with h.Un the parameters are more than 2^31 numbers")
        .contains("help: choose smaller sizes than H = 30000");
  }

  @Test
  void checksTheTrainBlock() {
    String model = "model A { input x: real over t loss x^2 }\n";
    Path file =
        Cli.write(folder, "train.rondo", model + "train A { bach = 3 epochs = 1.5 clip = nrm(1) }");
    Cli.Result result = Cli.run("check", file);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err())
        .contains(
            """
            train.rondo:2:11: error: unknown setting 'bach'
               2 | train A { bach = 3 epochs = 1.5 clip = nrm(1) }
                 |           ^^^^^^^^
               help: did you mean 'batch'?
            """)
        .contains("'epochs' must be a whole number")
        .contains("'clip' must be")
        .endsWith("3 errors\n");

    Cli.write(folder, "train.rondo", model + "train B { epochs = 1 } train A { x = y[1] x = 2 }");
    assertThat(Cli.run("check", file).err()).contains("there is no model 'B' to train");
    Cli.write(folder, "train.rondo", model + "train A { x = y[1] x = 2 }");
    assertThat(Cli.run("check", file).err())
        .contains("'x' is set already, on line 2")
        .contains("a setting is a number, a string, a word");
    Cli.write(folder, "train.rondo", model + "train A { epochs = 1 } train { epochs = 2 }");
    assertThat(Cli.run("check", file).err()).contains("a second 'train' for A");
  }
}
