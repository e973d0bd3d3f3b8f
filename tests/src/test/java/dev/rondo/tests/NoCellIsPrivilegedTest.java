package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.elaborate.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A cell is a file of the library: no line of the compiler or of the runtime names one. */
class NoCellIsPrivilegedTest {
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");

  private static final Pattern LITERAL = Pattern.compile("\"([^\"\\n]*)\"");

  /** Cells of which one may think when one writes a pass; others have names that are words. */
  private static final Pattern CELL =
      Pattern.compile(".*[A-Z]{2}.*|Bidirectional|Elman|Jordan|Clockwork|Mamba|Highway|Attend.*");

  @Test
  void noCodeKnowsACell() throws IOException {
    List<String> cells = new ArrayList<>(Library.cells());
    cells.removeIf(cell -> !CELL.matcher(cell).matches());
    assertThat(cells).contains("LSTM", "GRU", "Bidirectional");
    List<String> found = new ArrayList<>();
    for (String module : List.of("compiler", "runtime", "training")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          String text = COMMENT.matcher(Files.readString(file)).replaceAll("");
          // sentences are said to people; a name alone would be one to compare with
          String code =
              LITERAL
                  .matcher(text)
                  .replaceAll(literal -> literal.group(1).matches("\\w*") ? literal.group(1) : "");
          cells.stream()
              .filter(cell -> Pattern.compile("\\b" + cell + "\\b").matcher(code).find())
              .forEach(cell -> found.add(file.getFileName() + " names " + cell));
        }
      }
    }
    assertThat(found).isEmpty();
  }
}
