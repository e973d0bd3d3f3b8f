package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Signature;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conditions on sizes that come with arguments. */
class SizeConditionTest {
  private static List<String> parameters(String result) {
    CompiledModel model =
        NamedRun.compile(
            """
            cell Fit[H](x: [X]) -> y {
              y = if X == H then x else Linear[H](x)
            }
            cell Halve(x: [X]) -> y {
              y = if X <= 2 then x else Halve(Linear[X / 2](x))
            }
            model M[E = 8] {
              input x: [E] over t
              input s: [3] over t
              output r = %s
            }
            """
                .formatted(result),
            Map.of(),
            Precision.F64);
    return model.signature().parameters().stream()
        .map(Signature.Parameter::toString)
        .map(text -> text.substring(0, text.indexOf("offset")))
        .toList();
  }

  @Test
  void decideOnTheArgumentsOfAnApplication() {
    assertThat(parameters("Fit[3](s)")).isEmpty();
    assertThat(parameters("Fit[8](x)")).isEmpty();
    assertThat(parameters("Fit[4](x)")).hasSize(2).first().asString().contains("[4, 8]");
    assertThat(parameters("Fit[4](Fit[4](GRU[4](x)))")).hasSameSizeAs(parameters("GRU[4](x)"));
    assertThat(parameters("Fit[5](concat(x, s))"))
        .hasSize(2)
        .first()
        .asString()
        .contains("[5, 11]");
  }

  @Test
  void decideAgainWhereACellAppliesItself() {
    assertThat(parameters("Halve(x)")).hasSize(4);
  }
}
