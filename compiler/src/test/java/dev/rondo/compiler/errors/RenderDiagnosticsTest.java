package dev.rondo.compiler.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.errors.Diagnostic.Label;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderDiagnosticsTest {
  private static final Source GRU =
      new Source("gru.rondo", "\n".repeat(8) + "  n = tanh(Wn @ x + r * x + bn)\n");

  @Test
  void drawsTheReferencesExample() {
    Span product = span(GRU, "r * x");
    Diagnostic diagnostic =
        new Diagnostic(
            product,
            "'*' needs equal shapes, but these are [H] and [X]",
            List.of(
                new Label(new Span(GRU, product.start(), product.start() + 1), "[H]"),
                new Label(
                    new Span(GRU, product.end() - 1, product.end()),
                    "[X] because x: [X] (line 2)")),
            List.of(),
            "did you mean r * (Un @ h[t-1])?");
    assertThat(RenderDiagnostics.render(List.of(diagnostic)))
        .isEqualTo(
            """
            gru.rondo:9:21: error: '*' needs equal shapes, but these are [H] and [X]
               9 |   n = tanh(Wn @ x + r * x + bn)
                 |                     ^   ^
                 |                     [H] [X] because x: [X] (line 2)
               help: did you mean r * (Un @ h[t-1])?
            """);
  }

  @Test
  void putsWordsThatDoNotFitOnLinesOfTheirOwn() {
    Source source = new Source("a", "y = ab + cd + ef");
    assertThat(
            render(
                source,
                "y",
                new Label(span(source, "ab"), "the first one"),
                new Label(span(source, "cd"), "the second"),
                new Label(span(source, "ef"), "third")))
        .isEqualTo(
            """
            a:1:1: error: message
               1 | y = ab + cd + ef
                 | ^   ^^   ^^   ^^
                 |     |    |    third
                 |     |    the second
                 |     the first one
            """);
  }

  @Test
  void showsOtherLinesAndOtherFiles() {
    Source source = new Source("a", "x = 1\ny = x\nz = y\n");
    Source other = new Source("lib", "one\ntwo\n");
    assertThat(
            render(
                source,
                "z = y",
                new Label(span(source, "x = 1"), "begins here"),
                new Label(span(other, "two"), "and there")))
        .isEqualTo(
            """
            a:3:1: error: message
               1 | x = 1
                 | ^^^^^
                 | begins here
               3 | z = y
                 | ^^^^^
               in lib:
               2 | two
                 | ^^^
                 | and there
            """);
  }

  @Test
  void alignsUnderTabsAndWideCharacters() {
    Source source = new Source("a", "\tx\t= \"日本\u0301\" + y");
    assertThat(render(source, "y"))
        .isEqualTo(
            """
            a:1:14: error: message
               1 |     x   = "日本\u0301" + y
                 |                    ^
            """);
  }

  @Test
  void showsNotesBeforeHelpAndCountsSeveralErrors() {
    Source source = new Source("a", "x\ny");
    Diagnostic one =
        new Diagnostic(span(source, "x"), "bad", List.of(), List.of("first\nsecond"), "do\nthat");
    Diagnostic two = new Diagnostic(new Span(source, 3, 3), "worse");
    assertThat(RenderDiagnostics.render(List.of(one, two)))
        .isEqualTo(
            """
            a:1:1: error: bad
               1 | x
                 | ^
               first
               second
               help: do
                     that

            a:2:2: error: worse
               2 | y
                 |  ^

            2 errors
            """);
  }

  @Test
  void clipsLongLinesAndControlCharacters() {
    Source source = new Source("a", "x".repeat(300) + "\u001b" + "y".repeat(300));
    List<String> lines = render(source, "\u001b").lines().toList();
    assertThat(lines.get(1)).hasSizeLessThan(140).contains("x\uFFFDy").endsWith("...");
    assertThat(lines.get(2).indexOf('^')).isEqualTo(lines.get(1).indexOf('\uFFFD'));
  }

  @Test
  void underlinesToTheEndOfTheFirstOfSeveralLines() {
    Source source = new Source("a", "x = (a\n + b)\r\n");
    assertThat(render(source, "(a\n + b)"))
        .isEqualTo("a:1:5: error: message\n   1 | x = (a\n     |     ^^\n");
  }

  @Test
  void findsTheNearestWord() {
    List<String> words = List.of("input", "output", "loss");
    assertThat(Nearest.of("ouput", words)).isEqualTo("output");
    assertThat(Nearest.of("inptu", words)).isEqualTo("input");
    assertThat(Nearest.of("x", words)).isEmpty();
    assertThat(Nearest.of("gain", words)).isEmpty();
  }

  private static String render(Source source, String at, Label... labels) {
    return RenderDiagnostics.render(
        new Diagnostic(span(source, at), "message", List.of(labels), List.of(), ""));
  }

  private static Span span(Source source, String text) {
    int start = source.text().indexOf(text);
    return new Span(source, start, start + text.length());
  }
}
