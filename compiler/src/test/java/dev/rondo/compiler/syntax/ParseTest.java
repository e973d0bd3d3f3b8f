package dev.rondo.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParseTest {
  static Stream<Path> files() {
    return Stream.of("systems", "language").flatMap(folder -> TestFiles.in(folder).stream());
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsEveryPublishedSystemAndSampleWithoutAmbiguity(Path file) {
    ModelFile parsed = ParseExactly.parse(TestFiles.source(file));
    ModelFile again = ParseExactly.parse(new Source("printed", PrintSyntax.print(parsed)));
    assertThat(WithoutSpans.of(again)).isEqualTo(WithoutSpans.of(parsed));
  }

  @Test
  void keepsTheDocumentationOfADefinition() {
    ModelFile file = parse("/// One.\n///\n///  Two.\n// no\ncell C(x) -> x { }\nfun f(x) = x");
    assertThat(file.cells().get(0).doc()).isEqualTo("One.\n\nTwo.");
    assertThat(file.funs().get(0).doc()).isEmpty();
  }

  @Test
  void bindsOperatorsAsTheReferenceSays() {
    assertThat(grouped("a + b * c @ -d^e")).isEqualTo("(a + (b * (c @ (-(d ^ e)))))");
    assertThat(grouped("a - b - c")).isEqualTo("((a - b) - c)");
    assertThat(grouped("a^b^c")).isEqualTo("(a ^ (b ^ c))");
    assertThat(grouped("-a^-b^c")).isEqualTo("(-(a ^ (-(b ^ c))))");
    assertThat(grouped("r * W @ x")).isEqualTo("(r * (W @ x))");
    assertThat(grouped("a + b < c * d")).isEqualTo("((a + b) < (c * d))");
    assertThat(grouped("if a < b then c else d + e")).isEqualTo("if (a < b) then c else (d + e)");
    assertThat(grouped("-W'^2")).isEqualTo("(-(W' ^ 2))");
  }

  @Test
  void resolvesEscapesAndCountsColumnsInCodePoints() {
    String text = "train { a = \"\\\"😀\\n\" b = αβ }";
    List<ModelFile.Setting> settings = parse(text).trains().get(0).settings();
    assertThat(settings.get(0).value())
        .isInstanceOfSatisfying(
            Expr.Text.class, value -> assertThat(value.value()).isEqualTo("\"😀\n"));
    Span span = settings.get(1).value().span();
    assertThat(span.start()).isEqualTo(text.indexOf("αβ"));
    assertThat(span.column()).isEqualTo(text.indexOf("αβ"));
    assertThat(span.text()).isEqualTo("αβ");
  }

  @Test
  void tellsIntegersFromReals() {
    assertThat(number("3")).isEqualTo(List.of("Number", 3.0, true, ""));
    assertThat(number("3.0")).isEqualTo(List.of("Number", 3.0, false, ""));
    assertThat(number("3e2")).isEqualTo(List.of("Number", 300.0, false, ""));
    assertThat(number("9007199254740992"))
        .isEqualTo(List.of("Number", 9007199254740992.0, true, ""));
  }

  private static Object number(String text) {
    return WithoutSpans.of(expr(text));
  }

  private static ModelFile parse(String text) {
    return ParseExactly.parse(new Source("test.rondo", text));
  }

  private static Expr expr(String text) {
    return parse("train { x = " + text + " }").trains().get(0).settings().get(0).value();
  }

  private static String grouped(String text) {
    return group(expr(text));
  }

  /** With parentheses around every operation. */
  private static String group(Expr expr) {
    if (expr instanceof Expr.Binary e) {
      return "(%s %s %s)".formatted(group(e.left()), e.op().sign(), group(e.right()));
    } else if (expr instanceof Expr.Negate e) {
      return "(-" + group(e.operand()) + ")";
    } else if (expr instanceof Expr.Conditional e) {
      return "if %s then %s else %s"
          .formatted(group(e.condition()), group(e.then()), group(e.otherwise()));
    }
    return PrintSyntax.print(expr);
  }
}
