package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of sizes around the edges of tiles, panels and blocks: the bits of plain loops. */
class VectorProductsTest {
  private static CompiledModel model(int inputs, int width, Precision precision) {
    return NamedRun.compile(
        """
        model M[X, Y] {
          input x: [X] over t
          input goal: [Y] over t
          param W: [Y, X] ~ normal(1)
          param U: [Y, Y] ~ normal(0.01)
          state y: [Y] = 0
          y = W @ x + U @ y[t-1]
          loss sum((y - goal)^2)
        }
        """,
        Map.of("X", inputs, "Y", width),
        precision);
  }

  private static double[] gradient(CompiledModel model, List<Sequence> sequences, int threads) {
    return Gradients.run(model, sequences, threads, Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 300",
    "3, 7, 65",
    "255, 8, 1",
    "256, 9, 2",
    "257, 16, 3",
    "300, 17, 129",
    "9, 33, 257",
    "4, 63, 64",
    "5, 64, 512",
    "31, 65, 66",
    "600, 130, 5",
    "13, 129, 63",
    "257, 600, 5" // a matrix that a single row takes from either end in turn
  })
  void haveTheBitsOfPlainLoops(int inputs, int width, int rows) {
    CompiledModel plain = model(inputs, width, Precision.F32).vectors(0);
    List<Integer> lengths = List.of(rows - rows / 2 - rows / 3, rows / 2, rows / 3, 1, 1, 1, 0, 2);
    List<Sequence> sequences = RandomData.sequences(plain.signature(), lengths, 5);
    double[] expected = gradient(plain, sequences, 1);
    for (int lanes : new int[] {4, 8, 16}) {
      CompiledModel vectors = plain.vectors(lanes);
      assertThat(gradient(vectors, sequences, 1)).as("%d lanes", lanes).isEqualTo(expected);
      assertThat(gradient(vectors, sequences, 2)).as("%d lanes, 2", lanes).isEqualTo(expected);
    }
  }

  /** Outer products, sums of products in many lanes, and of many numbers at once. */
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 5", "7, 8", "8, 17", "15, 16", "16, 15", "31, 33", "65, 4", "257, 300"})
  void matricesOfEachStepHaveTheBitsOfPlainLoops(int rows, int columns) {
    CompiledModel plain =
        NamedRun.compile(
                """
                model M[X, Y] {
                  input x: [X] over t
                  input y: [Y] over t
                  state C: [X, Y] = 0
                  C = 0.5 * C[t-1] + outer(x, tanh(y))
                  a = C @ y
                  b = C' @ x
                  loss sum(a * a) + sum(b * x[0]) + 0.1 * sum(C * C)
                  param p: [Y] ~ normal(1)
                  loss again = sum((C + outer(x, p)) @ p)
                }
                """,
                Map.of("X", rows, "Y", columns),
                Precision.F32)
            .vectors(0);
    List<Sequence> sequences = RandomData.sequences(plain.signature(), List.of(4, 1, 0, 70), 5);
    double[] expected = gradient(plain, sequences, 1);
    for (int lanes : new int[] {4, 8, 16}) {
      assertThat(gradient(plain.vectors(lanes), sequences, 2)).as("%d", lanes).isEqualTo(expected);
    }
  }

  /**
   * Of a variable that a loop carries C2 knows no class, and what it calls on it then depends on a
   * profile (docs/performance-log.md, entry 8): an update took 7 ms in place of 4.7.
   */
  @ParameterizedTest
  @ValueSource(strings = {"tile_", "sum_tile", "dot_"})
  void whatALoopCarriesIsToldItsClass(String method) {
    CompiledModel model =
        NamedRun.compile(
            """
            model M {
              input x: [40] over t
              param W: [40, 40] ~ normal(1)
              loss dot(x, W @ x)
            }
            """,
            Map.of(),
            Precision.F32);
    List<String> methods =
        Pattern.compile("(?=\\n  static )")
            .splitAsStream(model.vectors(8).bytecode(Purpose.TRAIN))
            .filter(text -> text.startsWith("\n  static " + method))
            .toList();
    assertThat(methods).isNotEmpty();
    for (String text : methods) {
      String behindLoop = text.substring(text.lastIndexOf("IF_ICMPLT"));
      assertThat(count(behindLoop, "Class.cast"))
          .as(text)
          .isPositive()
          .isGreaterThanOrEqualTo(count(behindLoop, "FloatVector.intoArray"));
    }
  }

  private static long count(String text, String what) {
    return Pattern.compile(Pattern.quote(what)).matcher(text).results().count();
  }

  @Test
  void thereAreNoneOfDoublesAndOfOtherWidths() {
    assertThatThrownBy(() -> model(2, 2, Precision.F64).vectors(8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> model(2, 2, Precision.F32).vectors(6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 lanes");
  }
}
