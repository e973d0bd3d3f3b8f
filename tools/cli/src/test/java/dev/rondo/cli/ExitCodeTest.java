package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The codes that no mistake of the user gives; the others are in the tests of the commands. */
class ExitCodeTest {
  @TempDir Path folder;

  /** Fails at the first byte alone: what is flushed on the way out is another matter. */
  private static final class Failing extends OutputStream {
    private final Supplier<? extends Throwable> why;
    private boolean failed;

    Failing(Supplier<? extends Throwable> why) {
      this.why = why;
    }

    @Override
    public void write(int b) throws IOException {
      if (failed) {
        return;
      }
      failed = true;
      Throwable thrown = why.get();
      if (thrown instanceof IOException e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e;
      }
      throw (RuntimeException) thrown;
    }
  }

  private Cli.Result check(Supplier<? extends Throwable> why) {
    return Cli.runInto(new Failing(why), "check", Cli.forecaster(folder));
  }

  @Test
  void aBugOfOursSaysWhatToReport() {
    Cli.Result result = check(() -> new IllegalStateException("oops"));
    assertThat(result.code()).isEqualTo(ExitCode.BUG);
    assertThat(result.err())
        .startsWith("rondo: error: this is a bug in rondo, and not a mistake of yours.")
        .contains("   rondo check " + folder)
        .contains("Java " + System.getProperty("java.version"))
        .contains("java.lang.IllegalStateException: oops\n   \tat dev.rondo");
  }

  @Test
  void theMachineIsNotTheUsersFault() {
    Cli.Result full = check(() -> new IOException("No space left on device"));
    assertThat(full.code()).isEqualTo(ExitCode.MACHINE);
    assertThat(full.err())
        .isEqualTo("rondo: error: cannot write the output: No space left on device\n");
    Cli.Result memory = check(() -> new OutOfMemoryError("Java heap space"));
    assertThat(memory.code()).isEqualTo(ExitCode.MACHINE);
    assertThat(memory.err()).startsWith("rondo: error: out of memory: Java may use ");
  }

  @Test
  void aReaderMayGoAway() {
    Cli.Result result = check(() -> new IOException("Broken pipe"));
    assertThat(result).isEqualTo(new Cli.Result(ExitCode.DONE, "", ""));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFullDiskIsNotTheUsersFault() {
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));
    Path file = Cli.forecaster(folder);
    Path weights = folder.resolve("W.safetensors");
    Cli.run("train", file, "--out", weights);
    Cli.Result result =
        Cli.run(
            "eval",
            file,
            "--weights",
            weights,
            "--data",
            folder.resolve("wave.csv"),
            "--outputs",
            full);
    assertThat(result.err()).contains("No space left on device").doesNotContain("\tat ");
    assertThat(result.code()).isEqualTo(ExitCode.MACHINE);
  }

  /** A process of its own: this one has more memory. */
  @Test
  void dataThatIsTooLargeSaysWhatItNeeds() throws Exception {
    Path file = Cli.forecaster(folder);
    Cli.write(folder, "wave.csv", "value\n" + "0.123456789\n".repeat(1 << 19));
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.rondo.cli.Main",
                "train",
                file.toString())
            .directory(folder.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor()).isEqualTo(ExitCode.MACHINE);
    assertThat(Files.readString(err))
        .startsWith("rondo: error: " + folder.resolve("wave.csv") + ": 7 MB read by csv do not fit")
        .endsWith("help: JAVA_TOOL_OPTIONS=-Xmx140m gives it enough for most files\n");
  }

  /** A process of its own: a signal ends the whole JVM. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void interruptedTrainingSavesAndSaysHowToGoOn() throws Exception {
    Path file = Cli.forecaster(folder);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    "dev.rondo.cli.Main",
                    "train",
                    file.toString(),
                    "--epochs",
                    "1000000000",
                    "--json"))
            .directory(folder.toFile())
            .redirectError(folder.resolve("err.txt").toFile())
            .start();
    Reader out = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder();
    while (text.chars().filter(c -> c == '\n').count() < 3) {
      int c = out.read();
      assertThat(c).as(Files.readString(folder.resolve("err.txt"))).isNotNegative();
      text.append((char) c);
    }
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    StringBuilder rest = new StringBuilder();
    for (int c = out.read(); c >= 0; c = out.read()) {
      rest.append((char) c);
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(rest.toString()).contains("\"event\":\"done\",\"outcome\":\"stopped\"");
    assertThat(folder.resolve("Wave.safetensors")).isNotEmptyFile();
    assertThat(Files.readString(folder.resolve("err.txt"))).isEmpty();
  }
}
