package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "syntax     | h = GRU[H](concat(x))",
        "equations  | h.z: [3] over t = sigmoid(",
        "simplified | h.z: [3] over t = sigmoid(",
        "gradient   | root gradient/h.Wz",
        "plan       | h.z",
        "bytecode   | INVOKE"
      })
  void showsEveryStage(String stage, String expected) {
    Path file = Cli.forecaster(folder);
    Cli.Result result = Cli.run("explain", file, "--dump", stage);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains(expected).endsWith("\n");
  }

  @Test
  void beginsWithTheModel() {
    Path file = Cli.forecaster(folder);
    Cli.Result result = Cli.run("explain", file);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("Wave, program train, f32, 52 parameters, H = 3\n");
    assertThat(Cli.run("explain", file, "--program", "predict", "--precision", "f64").out())
        .startsWith("Wave, program predict, f64, ");
  }

  /**
   * A GRU reads three matrices of 256 × 256 numbers at each step, however many sequences it has.
   */
  @Test
  void saysWhatBoundsALoop() {
    Path file = Cli.forecaster(folder);
    assertThat(Cli.run("explain", file, "--size", "H=256").out())
        .contains("  limit: of one sequence reading matrices (786,432 bytes a step), of 32 ");
    assertThat(Cli.run("explain", file, "--size", "H=8").out())
        .doesNotContain("reading matrices")
        .contains("  limit: reading and writing rows (");
  }

  @Test
  void takesOpenSizesFromTheDataOrTheCommandLine() {
    Path file = Cli.writer(folder);
    assertThat(Cli.run("explain", file, "--dump", "equations").out()).contains("table: [11, 4]");
    assertThat(Cli.run("explain", file, "--dump", "equations", "--size", "V=7").out())
        .contains("table: [7, 4]");
    Path other =
        Cli.write(folder, "open.rondo", "model Open[N] { input x: [N] over t output y = 2 * x }");
    Cli.Result result = Cli.run("explain", other);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err())
        .isEqualTo(
            other + ": error: nothing says how large N is\n   help: for example --size N=65\n");
    assertThat(Cli.run("explain", other, "--size", "N=2", "--dump", "gradient").err())
        .contains("Open has no loss, so it has no gradient");
    assertThat(Cli.run("explain", other, "--dump", "nothing").code()).isEqualTo(ExitCode.USAGE);
  }
}
