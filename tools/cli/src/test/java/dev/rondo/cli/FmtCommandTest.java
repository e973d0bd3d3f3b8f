package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmtCommandTest {
  private static final String CROOKED = "model M {\n input x: real over t // in\n   output y=x\n}";
  private static final String STRAIGHT =
      "model M {\n  input x: real over t // in\n  output y = x\n}\n";

  @TempDir Path folder;

  @Test
  void formatsFilesInPlace() throws IOException {
    Path crooked = Cli.write(folder, "crooked.rondo", CROOKED);
    Path straight = Cli.write(folder, "straight.rondo", STRAIGHT);
    assertThat(Cli.run("fmt", crooked, straight, crooked))
        .isEqualTo(new Cli.Result(ExitCode.DONE, "formatted " + crooked + "\n", ""));
    assertThat(crooked).hasContent(STRAIGHT);
    assertThat(Cli.run("fmt", crooked)).isEqualTo(new Cli.Result(ExitCode.DONE, "", ""));
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(2);
    }
  }

  @Test
  void checksWithoutChanging() {
    Path crooked = Cli.write(folder, "crooked.rondo", CROOKED);
    Path straight = Cli.write(folder, "straight.rondo", STRAIGHT);
    assertThat(Cli.run("fmt", "--check", straight, crooked))
        .isEqualTo(new Cli.Result(ExitCode.INPUT, crooked + "\n", ""));
    assertThat(crooked).hasContent(CROOKED);
    assertThat(Cli.run("fmt", "--check", straight).code()).isZero();
  }

  @Test
  void formatsStandardInput() {
    assertThat(Cli.runWith(CROOKED, "fmt", "-"))
        .isEqualTo(new Cli.Result(ExitCode.DONE, STRAIGHT, ""));
    assertThat(Cli.runWith(CROOKED, "fmt", "--check", "-"))
        .isEqualTo(new Cli.Result(ExitCode.INPUT, "-\n", ""));
    assertThat(Cli.runWith(STRAIGHT, "fmt", "--check", "-").code()).isZero();
    assertThat(Cli.runWith("model {", "fmt", "-").err()).startsWith("-:1:7: error: ");
  }

  @Test
  void leavesAFileWithErrorsAsItIs() {
    Path wrong = Cli.write(folder, "wrong.rondo", "model M {  h = }");
    Path crooked = Cli.write(folder, "crooked.rondo", CROOKED);
    Cli.Result result = Cli.run("fmt", wrong, crooked);
    assertThat(result.code()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains("wrong.rondo:1:14: error: nothing follows '='");
    assertThat(result.out()).isEqualTo("formatted " + crooked + "\n");
    assertThat(wrong).hasContent("model M {  h = }");
    assertThat(Cli.run("fmt", folder.resolve("none.rondo")).err())
        .contains("there is no such file");
  }

  @Test
  void keepsALink() throws IOException {
    Path crooked = Cli.write(folder, "crooked.rondo", CROOKED);
    Path link = Files.createSymbolicLink(folder.resolve("link.rondo"), crooked);
    assertThat(Cli.run("fmt", link).code()).isZero();
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(crooked).hasContent(STRAIGHT);
  }
}
