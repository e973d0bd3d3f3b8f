package dev.rondo.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.Source;
import dev.rondo.runtime.Cost;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountCostTest {
  private static final String ELMAN =
      """
      model Elman[X, H] {
        input x: [X] over t
        input s: [H]
        param W: [H, X] ~ glorot
        param U: [H, H] ~ orthogonal
        param a: [H] = 1
        state h: [H] = 0
        h = tanh(W @ x + U @ h[t-1] + exp(a))
        loss sum(h)
        output h
        output e = exp(s)
      }
      """;

  private static CompiledModel elman(int x, int h, Precision precision) {
    return CheckModel.check(
            new Source("elman.rondo", ELMAN),
            Optional.empty(),
            Map.of("X", x, "H", h),
            (from, path) -> Optional.empty())
        .compile(Map.of(), precision);
  }

  @Test
  void countsMultiplyAddsTwiceAndFunctionsOnce() {
    Cost cost = elman(3, 4, Precision.F32).cost(Purpose.PREDICT);
    assertThat(cost.rowOperations()).isEqualTo(2 * 3 * 4 + 2 * 4 * 4 + 4);
    assertThat(cost.sequenceOperations()).isEqualTo(4);
    // exp(a), and a row of zeros before the first step
    assertThat(cost.parameterOperations()).isEqualTo(4 + 4);
    assertThat(cost.windowOperations()).isZero();
    assertThat(cost.operations(5, 10)).isEqualTo(5 * (10 * 60 + 4));
  }

  @Test
  void countsTheGradientsProducts() {
    // what grows with both sizes is products: forward, the state's gradient, those of W and U
    long small = elman(30, 40, Precision.F32).cost(Purpose.TRAIN).rowOperations();
    long wide = elman(60, 40, Precision.F32).cost(Purpose.TRAIN).rowOperations();
    assertThat(wide - small).isEqualTo(2 * (2 * 30 * 40));
    long large = elman(30, 80, Precision.F32).cost(Purpose.TRAIN).rowOperations();
    long products = 2 * (2 * 30 * 40) + 3 * (2 * (80 * 80 - 40 * 40));
    assertThat(large - small).isBetween(products, products + 40 * 20L);
  }

  @Test
  void countsBytesByTheWidthOfNumbers() {
    Cost narrow = elman(3, 4, Precision.F32).vectors(0).cost(Purpose.PREDICT);
    Cost wide = elman(3, 4, Precision.F64).cost(Purpose.PREDICT);
    assertThat(narrow.bytes(2, 10)).isPositive();
    assertThat(wide.bytes(2, 10)).isEqualTo(2 * narrow.bytes(2, 10));
    assertThat(narrow.bytes(3, 10) - narrow.bytes(2, 10))
        .isEqualTo(10 * narrow.rowBytes() + narrow.sequenceBytes());
  }
}
