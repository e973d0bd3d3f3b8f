package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.verify.GradientCheck;
import dev.rondo.compiler.verify.Tangent;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that once gave something wrong. */
class RegressionTest {
  private static CompiledModel compile(String text) {
    return CheckModel.check(
            new Source("regression.rondo", text),
            Optional.empty(),
            Map.of(),
            (from, path) -> Optional.empty())
        .compile(Map.of(), Precision.F64);
  }

  static void gradientIsRight(String text) {
    CompiledModel model = compile(text);
    GradientCheck.Report report =
        GradientCheck.check(model, Optional.of(new Tangent(model)), Set.of(), 1);
    assertThat(report.ok()).as(report.table()).isTrue();
  }

  /** Wider than the tiles of a product: only then was the operand overwritten too early. */
  @Test
  void aProductThatStartsFromItsOwnOperand() {
    gradientIsRight(
        """
        model M[X = 3, H = 16] {
          input x: [X] over t
          param V: [H, X] ~ glorot
          param W, U: [H, H] ~ glorot
          a = V @ x
          state y: [H] = 0
          y = tanh(a + W @ a + U @ y[t-1])
          loss sum(y * y)
        }
        """);
  }

  /** The gradient of the matrix on the right was summed over the steps transposed. */
  @Test
  void aMatrixOfEachStepByAMatrix() {
    gradientIsRight(
        """
        model M {
          input z: [6] over t
          param A: [2, 4] ~ normal(1)
          y = reshape(z, 3, 2) @ A
          loss sum(y * y)
        }
        """);
  }

  /** The compiler's own names of indices are not a user's. */
  @ParameterizedTest
  @ValueSource(strings = {"i", "j", "p", "ij"})
  void anAxisOfAnyName(String axis) {
    gradientIsRight(
        """
        model M[V = 5] {
          input x: [3] over AXIS
          input k: token[V] over AXIS
          param table: [V, 4] ~ normal(1)
          h = GRU[4](concat(x, table[k]))
          loss cross_entropy(Linear[V](h), k)
        }
        """
            .replace("AXIS", axis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"where(x > 0, w * log(x), 0)", "where(x < 0, (w + x) * exp(x * 100000), 0)"})
  void whatIsNotChosenGivesNoGradient(String loss) {
    gradientIsRight("model M { input x: real over t  param w: real = 1  loss " + loss + " }");
  }

  @Test
  void aParameterNamedLikeATangent() {
    gradientIsRight("model M { input x: real over t  param w, δw: real = 1  loss (w * x - δw)^2 }");
  }

  /** A method takes 255 arguments, and HotSpot compiles 8,000 bytes of it. */
  @Test
  void manyProductsAndManyParts() {
    String products =
        IntStream.range(0, 120)
            .mapToObj(i -> "  y" + i + " = sum(tanh(Linear[4](x)))\n  loss l" + i + " = y" + i)
            .collect(Collectors.joining("\n"));
    String parts =
        IntStream.range(0, 300).mapToObj(i -> "x[" + i % 3 + "]").collect(Collectors.joining(", "));
    CompiledModel model =
        compile(
            "model M {\n  input x: [3] over t\n  param w: [300] = 1\n"
                + products
                + "\n  loss dot(w, concat("
                + parts
                + "))\n}\n");
    assertThat(model.program(Purpose.TRAIN)).isNotNull();
  }

  @Test
  void deepStacksEnd() {
    assertThat(
            compile("model M { input x: [2] over t  h = Stack[120, Elman[2]](x)  loss sum(h) }")
                .signature()
                .parameterCount())
        .isEqualTo(120 * 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p[t+1 else 100]", "x * x[last]", "sum(x, over t) * x"})
  void whatAWindowDoesNotKnowNeedsWholeSequences(String output) {
    CompiledModel model =
        compile("model M { input x: real over t  p = t  output y = " + output + " }");
    assertThat(model.program(Purpose.PREDICT).plan().limits().windows()).isNotEmpty();
  }

  /** A value that is delayed under another shape needs rows of its own, also within a concat. */
  @Test
  void aPartOfAConcatThatIsDelayedReshaped() {
    gradientIsRight(
        """
        model M {
          input x: [3] over t
          param w: [3] ~ normal(1)
          a = tanh(w * x)
          z = sigmoid(w * x)
          r = reshape(z, 1, 3)
          loss sum(concat(a, z) * concat(z, a)) + sum(r[t-1] * r)
        }
        """);
  }

  /** A vector that a product gives, times a matrix, is no chain: each is a matrix on its side. */
  @ParameterizedTest
  @ValueSource(strings = {"(A @ x) @ B", "B @ (x @ A)", "(A @ (x @ A)) @ (B @ B)"})
  void aVectorBetweenMatrices(String product) {
    gradientIsRight(
        """
        model M {
          input x: [2] over t
          param A, B: [2, 2] ~ normal(1)
          y = %s
          loss sum(y * y)
        }
        """
            .formatted(product));
  }

  /** {@code y.Stack.y.h} is a state of the inner stack, not one of y. */
  @Test
  void initialValuesByPath() {
    gradientIsRight(
        """
        model M[X = 3, H = 4] {
          input x: [X] over t
          input h0: [H]
          b = Bidirectional[LSTM[H]](x, from f.h = h0, from f.c = 0.5, from b.h = tanh(h0))
          s = Stack[2, GRU[H]](x, from y.h = h0, from y.Stack.y.h = h0)
          loss sum(b * b) + sum(s * s)
        }
        """);
  }

  /** Its equation made an alias of it: what it names began with 0, or with a value of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"h", "Same(x)", "a.y", "k"})
  void aStateThatIsJustAnotherName(String value) {
    CompiledModel model =
        compile(
            """
            cell Same(x) -> y { y = 1 * x }
            model M {
              input x: real over t
              h = 1 * x
              a = Same(x)
              state k: real = 7
              k = x + 0 * k[t-1]
              state y: real = 5
              y = %s
              output before = y[t-1]
            }
            """
                .formatted(value));
    List<Sequence> sequences =
        List.of(NamedRun.sequence(model, 3, Map.of("x", new double[] {1, 2, 3})));
    NamedRun run = new NamedRun(model, Purpose.PREDICT).load(Map.of()).run(sequences);
    assertThat(IntStream.range(0, 3).mapToDouble(t -> run.output("before", 0, t, 0)))
        .containsExactly(5.0, 1.0, 2.0);
  }
}
