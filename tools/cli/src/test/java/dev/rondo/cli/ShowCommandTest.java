package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.elaborate.Library;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShowCommandTest {
  static Iterable<String> cells() {
    return Library.cells();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void printsEveryCell(String name) {
    Cli.Result result = Cli.run("show", name);
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("///").contains("\ncell " + name).endsWith("}\n");
    assertThat(result.out().lines().filter(line -> line.startsWith("cell"))).hasSize(1);
  }

  @Test
  void listsWhatThereIs() {
    Cli.Result result = Cli.run("show", "--list");
    assertThat(result.code()).isZero();
    assertThat(result.out().lines().toList())
        .hasSizeGreaterThanOrEqualTo(Library.cells().size())
        .anyMatch(line -> line.matches("LSTM +Long short-term memory with a forget gate[.]"))
        .allMatch(line -> line.endsWith(".") && line.length() <= 120);
    for (String name : Library.cells()) {
      assertThat(result.out()).containsPattern("(?m)^" + name + " ");
    }
    assertThat(Cli.run("show").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Cli.run("show", "--list", "LSTM").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void suggestsANameForAnUnknownOne() {
    assertThat(Cli.run("show", "LTSM"))
        .isEqualTo(
            new Cli.Result(
                ExitCode.INPUT,
                "",
                "error: there is no 'LTSM' in the library\n   help: did you mean LSTM?\n"));
    assertThat(Cli.run("show", "Perceiver").err()).contains("its cells are Linear, ");
  }
}
