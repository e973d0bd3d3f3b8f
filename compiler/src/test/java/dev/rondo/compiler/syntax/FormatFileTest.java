package dev.rondo.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.Source;
import dev.rondo.grammar.RondoLexer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormatFileTest {
  private static final int PROGRAMS = 100;
  private static final List<String> BLANKS =
      List.of(
          "", " ", " ", " ", "    ", "\n", "\r\n", "\n\n\n  ", "\t", " // σ 😀 \n", "\n/// \"d\n");

  static List<Path> filesInTheUsualLayout() throws IOException {
    List<Path> files =
        Stream.of(Path.of("src/main/resources"), Path.of("../examples"))
            .flatMap(FormatFileTest::modelsBelow)
            .toList();
    assertThat(files).hasSizeGreaterThan(8);
    return files;
  }

  static List<Path> otherFiles() {
    return Stream.of("systems", "language").flatMap(f -> TestFiles.in(f).stream()).toList();
  }

  private static Stream<Path> modelsBelow(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found =
          files
              .filter(f -> f.toString().endsWith(".rondo") && !f.toString().contains("target"))
              .toList();
      return found.stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("filesInTheUsualLayout")
  void leavesTheLibraryAndTheExamplesAsTheyAre(Path file) {
    Source source = TestFiles.source(file);
    assertThat(FormatFile.format(source)).isEqualTo(source.text());
  }

  @ParameterizedTest
  @MethodSource("otherFiles")
  void keepsMeaningAndComments(Path file) {
    check(TestFiles.source(file));
  }

  @Test
  void keepsMeaningAndCommentsOfRandomFilesWrittenAnyhow() {
    for (int seed = 0; seed < PROGRAMS; seed++) {
      String text = PrintSyntax.print(new RandomSyntax(seed).file());
      check(new Source("seed " + seed, text));
      check(new Source("seed " + seed, writtenAnyhow(text, new Random(seed))));
    }
  }

  /** The same words with other blanks and with comments between them. */
  private static String writtenAnyhow(String text, Random random) {
    StringBuilder written = new StringBuilder();
    for (Token token : Parse.lexer(text).getAllTokens()) {
      if (token.getType() != RondoLexer.SPACE) {
        String word = text.substring(token.getStartIndex(), token.getStopIndex() + 1);
        String blanks = BLANKS.get(random.nextInt(BLANKS.size()));
        boolean wouldMerge = blanks.isEmpty() && !written.isEmpty() && merges(written, word);
        written.append(wouldMerge ? " " : blanks).append(word);
        if (token.getChannel() != Token.DEFAULT_CHANNEL) {
          written.append('\n');
        }
      }
    }
    return written.toString();
  }

  private static boolean merges(StringBuilder written, String word) {
    char before = written.charAt(written.length() - 1);
    boolean words = isOfWord(before) && isOfWord(word.charAt(0));
    return words || ".-<>=!:/*+".indexOf(before) >= 0 || ".-<>=!:/*+".indexOf(word.charAt(0)) >= 0;
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '"';
  }

  private static void check(Source source) {
    ModelFile meant = Parse.parse(source);
    String once = FormatFile.format(source);
    Source formatted = new Source(source.name(), once);
    String shown = source.name() + ":\n" + source.text() + "\nformatted:\n" + once;
    assertThat(WithoutSpans.of(Parse.parse(formatted))).as(shown).isEqualTo(WithoutSpans.of(meant));
    assertThat(comments(formatted)).as(shown).isEqualTo(comments(source));
    assertThat(FormatFile.format(formatted)).as(shown).isEqualTo(once);
    assertThat(once.lines()).as(shown).noneMatch(line -> !line.equals(line.stripTrailing()));
    assertThat(once).doesNotContain("\n\n\n", "\r\n\r\n\r\n").doesNotStartWith("\n");
  }

  private static List<String> comments(Source source) {
    return Parse.lexer(source.text()).getAllTokens().stream()
        .filter(t -> t.getType() == RondoLexer.COMMENT || t.getType() == RondoLexer.DOC)
        .map(t -> source.text().substring(t.getStartIndex(), t.getStopIndex() + 1).stripTrailing())
        .toList();
  }

  @Test
  void setsBlanksAndIndentation() {
    assertThat(
            format(
                """
                import   a . b
                // first


                ///  doc
                model M[H=8 ,K]
                {

                      input x:[ 3 ]over t // the data
                  // on its own
                 param W  :[H,3]~glorot   // drawn
                    h=tanh( W@x+U @h[t -1] )
                  y = f (x , from h=-e,
                over reverse t)   ' ^2

                      // the last
                }
                cell Small(x)->y{y=-x}
                cell Empty() -> y { // nothing yet
                }
                train M {batch=32
                  epochs = 3 }"""))
        .isEqualTo(
            """
            import   a.b
            // first

            ///  doc
            model M[H = 8, K] {
              input x: [3] over t // the data
              // on its own
              param W  : [H, 3] ~ glorot   // drawn
              h = tanh(W @ x + U @ h[t-1])
              y = f(x, from h = -e,
                  over reverse t)'^2

              // the last
            }
            cell Small(x) -> y { y = -x }
            cell Empty() -> y { // nothing yet
            }
            train M {
              batch = 32
              epochs = 3
            }
            """);
  }

  @Test
  void keepsAlignment() {
    String aligned =
        """
        cell C(x) -> y {
          g = tanh   (x[t-1] + [N - 1] + [2*N])
          a       = 1      b = 2
          longer  = where(x > 0,  log(x), // why
              0)
        }
        """;
    assertThat(format(aligned)).isEqualTo(aligned);
  }

  @Test
  void breaksLongLines() {
    String term = "Weight_of_the_gate @ input_of_the_gate";
    assertThat(
            format(
                "cell C(x) -> y { y = "
                    + term
                    + " + 0.5 * clamp("
                    + term
                    + ", 0, 1) z = "
                    + "f(".repeat(3)
                    + term
                    + ", "
                    + term
                    + ", "
                    + term
                    + ")))  // a comment that sticks out is left where it is, for nothing is gained\n}"))
        .isEqualTo(
            """
            cell C(x) -> y {
              y = Weight_of_the_gate @ input_of_the_gate
                  + 0.5 * clamp(Weight_of_the_gate @ input_of_the_gate, 0, 1)
              z = f(f(f(Weight_of_the_gate @ input_of_the_gate, Weight_of_the_gate @ input_of_the_gate,
                  Weight_of_the_gate @ input_of_the_gate)))  // a comment that sticks out is left where it is, for nothing is gained
            }
            """);
  }

  @Test
  void keepsTheKindOfLineBreak() {
    assertThat(format("model M {\r\n\r\n\r\n h=1 // c\r\n}"))
        .isEqualTo("model M {\r\n  h = 1 // c\r\n}\r\n");
    assertThat(format("// c\rmodel M {}")).isEqualTo("// c\nmodel M {}\n");
    assertThat(format("\n\n")).isEmpty();
    assertThat(format("// alone")).isEqualTo("// alone\n");
  }

  @Test
  void formatsNothingWrong() {
    assertThatThrownBy(() -> format("model M { h = }")).isInstanceOf(ModelException.class);
  }

  private static String format(String text) {
    return FormatFile.format(new Source("m", text));
  }
}
