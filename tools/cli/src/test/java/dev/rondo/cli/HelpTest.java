package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "check",
        "train",
        "eval",
        "predict",
        "sample",
        "export",
        "explain",
        "gradcheck",
        "bench",
        "show",
        "fmt",
        "new"
      })
  void hasAnExampleForEveryCommand(String command) {
    Cli.Result result = Cli.run(command, "--help");
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("Example").contains("  rondo " + command + " ");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(Cli.run(command, "-h").out()).isEqualTo(result.out());
  }

  @Test
  void listsTheCommands() {
    Cli.Result result = Cli.run("--help");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains(
            "check",
            "train",
            "eval",
            "predict",
            "sample",
            "explain",
            "gradcheck",
            "bench",
            "show",
            "fmt",
            "new",
            "Example:");
  }

  @Test
  void knowsItsVersion() {
    Cli.Result result = Cli.run("--version");
    assertThat(result.code()).isZero();
    assertThat(result.out()).matches("rondo \\d+\\.\\d+\\.\\d+.*\\R");
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() {
    assertThat(Cli.run())
        .isEqualTo(
            new Cli.Result(
                ExitCode.USAGE,
                "",
                """
                rondo: error: say what to do: check, train, eval, predict, sample, export, explain, gradcheck, bench, show, fmt, new
                   try: rondo --help
                """));
    assertThat(Cli.run("tarin", "x.rondo"))
        .isEqualTo(
            new Cli.Result(
                ExitCode.USAGE,
                "",
                """
                rondo: error: there is no command 'tarin'
                   help: did you mean train or explain?
                   try: rondo --help
                """));
    assertThat(Cli.run("check", "x.rondo", "--sise", "H=1").err())
        .startsWith("rondo check: error: there is no option --sise\n   help: did you mean --size");
    assertThat(Cli.run("check", "x.rondo", "y.rondo").err())
        .startsWith("rondo check: error: 'y.rondo' is one too many\n");
    assertThat(Cli.run("eval", "x.rondo").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Cli.run("check", "x.rondo", "--size", "H=many").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Cli.run("train", "x.rondo", "--precision", "f16").code()).isEqualTo(ExitCode.USAGE);
  }
}
