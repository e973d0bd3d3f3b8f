package dev.rondo.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.equations.PrintEquations;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.syntax.TestFiles;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a few small cells on their way through the compiler, as text to look at. */
class GoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final int MOST_LINES = 150;

  /** Such as {@code ∂y.c%8%18}. */
  private static final Pattern GENERATED = Pattern.compile("([\\w.∂]*)(?:%\\d+)+");

  @ParameterizedTest
  @ValueSource(strings = {"Elman", "LSTM", "GRU"})
  void equationsStayAsTheyAre(String cell) {
    String printed = print(cell);
    TestFiles.isAsExpected(printed, FOLDER.resolve(cell.toLowerCase(Locale.ROOT) + ".txt"));
    assertThat(printed.lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
  }

  private static String print(String cell) {
    String text =
        """
        model Golden {
          input x: [3] over t
          input goal: [4] over t
          y = %s[4](x)
          loss sum(squared_error(y, goal))
          output y
        }
        """
            .formatted(cell);
    CheckedModel model =
        CheckModel.check(
            new Source("golden.rondo", text),
            Optional.empty(),
            Map.of(),
            (from, path) -> Optional.empty());
    CompiledModel compiled = model.compile(Map.of(), Precision.F32);
    return renumber(
        text
            + "\n// as written\n"
            + PrintEquations.print(model.equations(Map.of()))
            + "\n// simplified and frozen\n"
            + PrintEquations.print(compiled.forward())
            + "\n// with the gradient\n"
            + PrintEquations.print(compiled.equations(Purpose.TRAIN)));
  }

  /** Numbers the generated names anew, so that one more of them does not change all others. */
  private static String renumber(String text) {
    Map<String, String> names = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    return GENERATED
        .matcher(text)
        .replaceAll(
            m ->
                names.computeIfAbsent(
                    m.group(),
                    name -> m.group(1) + "%" + counts.merge(m.group(1), 1, Integer::sum)));
  }
}
