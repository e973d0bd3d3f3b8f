package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run that was stopped anywhere and resumed is the run that never stopped, bit for bit. */
class ResumeTest {
  @TempDir Path folder;

  private Process start(Object... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("dev.rondo.cli.Main");
    Arrays.stream(words).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log.txt").toFile())
        .start();
  }

  private static void awaitFile(Path file, Process process) throws InterruptedException {
    while (!Files.exists(file) && process.isAlive()) {
      Thread.sleep(5);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void killedRunsEndWithTheSameBytes() throws Exception {
    Path file = Cli.forecaster(folder);
    Path whole = folder.resolve("whole.safetensors");
    Path weights = folder.resolve("W.safetensors");
    Path checkpoint = folder.resolve("W.checkpoint.safetensors");
    assertThat(Cli.run("train", file, "--out", whole, "--epochs", 4000).code()).isZero();
    Process process =
        start("train", file, "--out", weights, "--epochs", 4000, "--checkpoint-every", 0);
    awaitFile(checkpoint, process);
    for (int kill = 0; kill < 3 && process.isAlive(); kill++) {
      Thread.sleep(50L * kill);
      process.destroyForcibly().waitFor();
      assertThat(checkpoint).exists();
      process =
          start("train", file, "--resume", weights, "--epochs", 4000, "--checkpoint-every", 0);
      Thread.sleep(500);
    }
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(folder.resolve("log.txt"))).contains("done");
    assertThat(Files.readAllBytes(weights)).isEqualTo(Files.readAllBytes(whole));
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void goesOnOnlyWithTheSameRun() throws Exception {
    Path file = Cli.forecaster(folder);
    Path weights = folder.resolve("W.safetensors");
    Path checkpoint = folder.resolve("W.checkpoint.safetensors");
    Process process = start("train", file, "--out", weights, "--epochs", 1_000_000);
    awaitFile(checkpoint, process);
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(folder.resolve("log.txt")))
        .contains("to go on: rondo train " + file + " --epochs 1000000 --resume " + weights);

    byte[] kept = Files.readAllBytes(checkpoint);
    refused("epochs", file, "--resume", weights);
    refused("seed", file, "--resume", checkpoint, "--epochs", 1_000_000, "--seed", 9);
    refused("precision", file, "--resume", weights, "--precision", "f64");
    refused("sizes", file, "--resume", weights, "--epochs", 1_000_000, "--size", "H=4");
    String rows = Files.readString(folder.resolve("wave.csv"));
    Cli.write(folder, "wave.csv", rows + "60,1\n");
    refused("the data", file, "--resume", weights, "--epochs", 1_000_000);
    Cli.write(folder, "wave.csv", rows);
    Cli.write(folder, "wave.rondo", Files.readString(file) + "\n");
    refused("the model's source", file, "--resume", weights, "--epochs", 1_000_000);
    assertThat(Files.readAllBytes(checkpoint)).isEqualTo(kept);

    byte[] before = Files.readAllBytes(weights);
    Files.write(checkpoint, Arrays.copyOf(kept, kept.length - 9));
    refused("cut off", file, "--resume", weights);
    Files.write(checkpoint, before);
    refused("this is no checkpoint", file, "--resume", weights);
    assertThat(Files.readAllBytes(checkpoint)).isEqualTo(before);
    assertThat(Files.readAllBytes(weights)).isEqualTo(before);
    Files.delete(checkpoint);
    refused("there is no such checkpoint", file, "--resume", weights);
    assertThat(Cli.run("train", file, "--resume", weights, "--from", weights).code())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aNewRunKeepsTheCheckpointOfOneThatDidNotEnd() throws Exception {
    Path file = Cli.forecaster(folder);
    Path weights = folder.resolve("W.safetensors");
    Path checkpoint = folder.resolve("W.checkpoint.safetensors");
    Process process = start("train", file, "--out", weights, "--epochs", 4000);
    awaitFile(checkpoint, process);
    process.destroyForcibly().waitFor();
    byte[] kept = Files.readAllBytes(checkpoint);

    Path previous = folder.resolve("W.previous.safetensors");
    Path moved = folder.resolve("W.previous.checkpoint.safetensors");
    Cli.Result result = Cli.run("train", file, "--out", weights, "--epochs", 1);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .isEqualTo(
            "rondo: note: "
                + moved
                + " keeps a run that did not end\n   to go on with it: rondo train "
                + file
                + " --epochs 1 --resume "
                + previous
                + "\n");
    assertThat(moved).hasBinaryContent(kept);

    // of two the one that came further stays
    Cli.write(folder, "W.checkpoint.safetensors", "damaged");
    assertThat(Cli.run("train", file, "--out", weights, "--epochs", 1).code()).isZero();
    assertThat(moved).hasBinaryContent(kept);
    assertThat(Cli.run("train", file, "--out", weights, "--epochs", 1).err()).isEmpty();

    result = Cli.run("train", file, "--resume", previous, "--epochs", 4000);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(moved).doesNotExist();
    assertThat(previous).exists();
  }

  private static void refused(String why, Object... words) {
    Object[] all = new Object[words.length + 1];
    all[0] = "train";
    System.arraycopy(words, 0, all, 1, words.length);
    Cli.Result result = Cli.run(all);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains(why).doesNotContain("\tat ");
  }
}
