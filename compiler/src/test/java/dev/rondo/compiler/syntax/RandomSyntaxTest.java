package dev.rondo.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.errors.Source;
import org.junit.jupiter.api.Test;

class RandomSyntaxTest {
  private static final int PROGRAMS = 300;

  @Test
  void printedProgramsParseBackWithoutAmbiguity() {
    for (int seed = 0; seed < PROGRAMS; seed++) {
      ModelFile file = new RandomSyntax(seed).file();
      String text = PrintSyntax.print(file);
      ModelFile parsed = ParseExactly.parse(new Source("seed " + seed, text));
      assertThat(WithoutSpans.of(parsed))
          .as("seed %d:\n%s", seed, text)
          .isEqualTo(WithoutSpans.of(file));
    }
  }
}
