package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColourTest {
  private static final String MESSAGE =
      """
      m.rondo:2:3: error: unknown name 'gait'
         2 |   gait * x
           |   ^^^^
         help: did you mean 'gate'?
      """;

  @Test
  void paintsTheWordsThatAReaderLooksFor() {
    String painted = Colour.ANSI.message(MESSAGE);
    assertThat(painted)
        .contains("m.rondo:2:3: \u001b[1;31merror:\u001b[0m unknown")
        .contains("     | \u001b[31m  ^^^^\u001b[0m\n")
        .contains("   \u001b[1;32mhelp:\u001b[0m did you");
    assertThat(painted.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(MESSAGE);
  }

  @Test
  void leavesThemPlain() {
    assertThat(Colour.NONE.message(MESSAGE)).isEqualTo(MESSAGE);
    assertThat(Colour.where(false)).isEqualTo(Colour.NONE);
  }
}
