package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExportCommandTest {
  @TempDir Path folder;

  static List<Path> examples() throws IOException {
    return ExamplesTest.models();
  }

  /** In a JVM of its own, without flags or other jars. */
  @ParameterizedTest
  @MethodSource("examples")
  void anExamplesPredictorVerifiesItself(Path model) throws Exception {
    Path weights = folder.resolve("W.safetensors");
    Path jar = folder.resolve("predictor.jar");
    Cli.Result trained =
        Cli.run("train", model, "--epochs", "1", "--size", "H=8", "--out", weights);
    assertThat(trained.code()).as(trained.err()).isZero();
    Cli.Result exported =
        Cli.run("export", model, "--weights", weights, "--class", "com.acme.Name", "--out", jar);
    assertThat(exported.err()).isEmpty();
    assertThat(exported.out()).contains("com.acme.Name").contains("java -jar " + jar);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out).contains("3 recorded sequences give the bits that the model gave");
  }

  @Test
  void whatIsWrongIsSaid() {
    Path file = Cli.forecaster(folder);
    Path weights = folder.resolve("W.safetensors");
    assertThat(Cli.run("train", file, "--out", weights).code()).isZero();
    Path jar = folder.resolve("O.jar");
    Cli.Result name =
        Cli.run("export", file, "--weights", weights, "--class", "com.acme.class", "--out", jar);
    assertThat(name.code()).isEqualTo(ExitCode.USAGE);
    assertThat(name.err()).contains("'com.acme.class' cannot be the name of a Java class");
    assertThat(Cli.run("export", file, "--weights", weights, "--out", jar).code())
        .isEqualTo(ExitCode.USAGE);
    Cli.Result nowhere =
        Cli.run(
            "export",
            file,
            "--weights",
            weights,
            "--class",
            "A",
            "--out",
            folder.resolve("none").resolve("O.jar"));
    assertThat(nowhere.code()).isEqualTo(ExitCode.INPUT);
    assertThat(nowhere.err()).contains("there is no folder");
    Cli.Result root =
        Cli.run(
            "export", file, "--weights", weights, "--class", "A", "--out", folder.getRoot());
    assertThat(root.code()).as(root.err()).isEqualTo(ExitCode.INPUT);
    Cli.Result sizes =
        Cli.run(
            "export", file, "--weights", weights, "--class", "A", "--out", jar, "--size", "H=4");
    assertThat(sizes.code()).isEqualTo(ExitCode.INPUT);
    assertThat(sizes.err()).contains("these weights are not of the model Wave");
    assertThat(Files.exists(jar)).isFalse();
  }
}
