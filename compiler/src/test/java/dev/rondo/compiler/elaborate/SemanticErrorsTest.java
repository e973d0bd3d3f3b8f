package dev.rondo.compiler.elaborate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.RenderDiagnostics;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.syntax.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that parse and mean nothing: one mistake each, and what is said about it. */
class SemanticErrorsTest {
  static List<Path> files() {
    return TestFiles.in("bad/semantic");
  }

  @ParameterizedTest
  @MethodSource("files")
  void printsTheExpectedMessages(Path file) {
    TestFiles.isAsExpected(errorsOf(TestFiles.source(file)), TestFiles.expected(file));
  }

  @Test
  void saysTheSameOfACellHoweverOftenItIsUsed() {
    String cell = "cell C(x: [X]) -> y { y = x + q }\n";
    String once =
        errorsOf(new Source("m", cell + "model M { input x: [3] over t output y = C(x) }"));
    String twice =
        errorsOf(
            new Source(
                "m", cell + "model M { input x: [3] over t output y = C(x) output z = C(C(x)) }"));
    assertThat(twice).isEqualTo(once).contains("unknown name 'q'");
  }

  private static Optional<Source> imported(Source from, List<String> path) {
    String file = String.join("/", path) + ".rondo";
    Path beside = TestFiles.RESOURCES.resolve("bad/semantic").resolve(file);
    return Files.exists(beside)
        ? Optional.of(new Source(file, TestFiles.source(beside).text()))
        : Optional.empty();
  }

  private static String errorsOf(Source source) {
    ModelException thrown =
        catchThrowableOfType(
            ModelException.class,
            () ->
                CheckModel.check(source, Optional.empty(), Map.of(), SemanticErrorsTest::imported)
                    .equations(Map.of()));
    assertThat(thrown).as(source.name()).isNotNull();
    return RenderDiagnostics.render(thrown.diagnostics());
  }
}
