package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.elaborate.Library;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.syntax.Parse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents show is what the tool does. */
class DocsTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern LINK = Pattern.compile("\\]\\(([\\w./-]+)(?:#[^)]*)?\\)");

  @TempDir Path folder;

  private static String read(String document) throws IOException {
    return Files.readString(ROOT.resolve(document));
  }

  /** Code blocks of a language; {@code ""} for those without. */
  private static List<String> blocks(String document, String language) throws IOException {
    return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(read(document))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/language.md", "docs/first-cell.md"})
  void modelsParse(String document) throws IOException {
    for (String block : blocks(document, "rondo")) {
      if (!block.contains("...")) {
        Parse.parse(new Source(document, block));
      }
    }
    assertThat(blocks(document, "rondo")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "CONTRIBUTING.md",
        "docs/language.md",
        "docs/library.md",
        "docs/architecture.md",
        "docs/java.md",
        "docs/first-cell.md",
        "tests/benchmarks/README.md"
      })
  void linksLeadSomewhere(String document) throws IOException {
    Path from = ROOT.resolve(document).toAbsolutePath().getParent();
    LINK.matcher(read(document).replaceAll("(?s)```.*?```|`[^`\\n]*`", ""))
        .results()
        .map(link -> from.resolve(link.group(1)))
        .forEach(target -> assertThat(target).exists());
  }

  @Test
  void listsTheWholeLibrary() throws IOException {
    String list = read("docs/library.md");
    assertThat(Library.cells())
        .allSatisfy(cell -> assertThat(list).containsPattern("`" + cell + "\\b"));
  }

  @Test
  void showsTheLibrarysOwnCell() throws IOException {
    String cell = blocks("README.md", "rondo").get(1);
    assertThat(Library.text("LSTM").orElseThrow()).endsWith(cell);
  }

  @Test
  void showsAnErrorAsItIsPrinted() throws IOException {
    Path file =
        Cli.write(
            folder,
            "gru.rondo",
            """
            /// A GRU in which a product was forgotten.
            cell Gru[H](x: [X]) -> h {
              param Wz, Wr, Wn: [H, X] ~ glorot
              param Uz, Ur, Un: [H, H] ~ orthogonal
              state h: [H] = 0

              z = sigmoid(Wz @ x + Uz @ h[t-1])
              r = sigmoid(Wr @ x + Ur @ h[t-1])
              n = tanh(Wn @ x + r * x)
              h = (1 - z) * n + z * h[t-1]
            }

            model M {
              input x: [3] over t
              output h = Gru[3](x)
            }
            """);
    String printed = Cli.run("check", file).err().replace(folder + "/", "");
    assertThat(blocks("README.md", "")).contains("$ rondo check gru.rondo\n" + printed);
  }

  @Test
  void showsAGradientAsItIsPrinted() throws IOException {
    Path file =
        Cli.write(
            folder,
            "tiny.rondo",
            """
            model Tiny[H = 4] {
              input x: [3] over t
              input y: real over t

              param W: [H, 3] ~ glorot
              param U: [H, H] ~ orthogonal
              param v: [H]    ~ glorot
              state h: [H] = 0

              h = tanh(W @ x + U @ h[t-1])
              p = dot(v, h)

              loss squared_error(p, y)
            }
            """);
    List<String> printed = Cli.run("explain", file, "--dump", "gradient").out().lines().toList();
    String shown =
        blocks("README.md", "").stream().filter(b -> b.contains("∂")).findFirst().orElseThrow();
    assertThat(printed).containsAll(shown.lines().toList());
  }
}
