package dev.rondo.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.RenderDiagnostics;
import dev.rondo.compiler.errors.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyntaxErrorsTest {
  static List<Path> files() {
    return TestFiles.in("bad/syntax");
  }

  @ParameterizedTest
  @MethodSource("files")
  void printsTheExpectedMessages(Path file) {
    TestFiles.isAsExpected(errorsOf(TestFiles.source(file)), TestFiles.expected(file));
  }

  @Test
  void rejectsWhatIsNestedTooDeeply() {
    List<String> bombs =
        List.of(
            "(".repeat(20_000) + "x" + ")".repeat(20_000),
            "(".repeat(20_000),
            "[".repeat(20_000),
            "f(".repeat(20_000) + ")".repeat(20_000),
            "-".repeat(20_000) + "x",
            "x" + "'".repeat(20_000),
            "x" + "[1]".repeat(20_000),
            "x" + "()".repeat(20_000),
            "x" + ".x".repeat(20_000),
            "x" + " + x".repeat(20_000),
            "x" + "^x".repeat(20_000),
            "if x then y else ".repeat(20_000) + "z",
            "if ".repeat(20_000) + "z");
    for (String bomb : bombs) {
      for (String around : List.of("model M { h = %s }", "fun f(x) = %s", "model M { loss %s }")) {
        Source source = new Source("bomb", around.formatted(bomb));
        assertThat(errorsOf(source)).contains("nested too deeply");
      }
    }
  }

  @Test
  void readsWhatIsNestedJustNotTooDeeply() {
    for (String text :
        List.of(
            "(".repeat(100) + "x" + ")".repeat(100),
            "x" + " + x".repeat(299),
            "x" + "'".repeat(299),
            "if x then y else ".repeat(299) + "z",
            "(-x^".repeat(100) + "x" + ")".repeat(100))) {
      Parse.parse(new Source("deep", "model M { h = " + text + " }"));
    }
  }

  @Test
  void survivesAnyBeginningOfAFile() {
    for (Path file : TestFiles.in("systems")) {
      String text = TestFiles.source(file).text();
      for (int end = 0; end < text.length(); end += 3) {
        parseOrExplain(text.substring(0, end));
      }
    }
  }

  @Test
  void survivesAnyWordLeftOutOrDoubled() {
    Pattern word = Pattern.compile("\\w+|[^\\w\\s]");
    for (Path file : TestFiles.in("language")) {
      String text = TestFiles.source(file).text();
      word.matcher(text)
          .results()
          .forEach(
              w -> {
                parseOrExplain(text.substring(0, w.start()) + text.substring(w.end()));
                parseOrExplain(text.substring(0, w.end()) + " " + text.substring(w.start()));
              });
    }
  }

  @Test
  void survivesNonsense() {
    String[] words =
        ("( ) [ ] { } , = = : ~ -> . ' + - * ^ < == \" # ; ! && := += 'a' 1 2.5 1e999 \"s\" x h y W t"
                + " input param state noise axis loss output over in always when from derivative"
                + " cell fun model if then else real token \n \n \n // σ ö 😀")
            .split(" ", -1);
    Random random = new Random(1);
    for (int run = 0; run < 3000; run++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "model M { " : "");
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(words[random.nextInt(words.length)]).append(random.nextInt(4) == 0 ? "" : " ");
      }
      parseOrExplain(text.append(random.nextBoolean() ? "}" : "").toString());
    }
  }

  private static void parseOrExplain(String text) {
    try {
      Parse.parse(new Source("cut", text));
    } catch (ModelException e) {
      String message = RenderDiagnostics.render(e.diagnostics());
      assertThat(message).doesNotContainIgnoringCase("mismatched").isNotBlank();
    }
  }

  private static String errorsOf(Source source) {
    ModelException thrown = catchThrowableOfType(ModelException.class, () -> Parse.parse(source));
    assertThat(thrown).as(source.name()).isNotNull();
    return RenderDiagnostics.render(thrown.diagnostics());
  }
}
