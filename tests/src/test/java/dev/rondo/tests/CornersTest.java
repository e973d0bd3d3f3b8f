package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.evaluate.Evaluate;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Derivatives where there are several or none, by the conventions of the language reference. */
class CornersTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** How an expression is computed: in vectors' loops, in others, and by the evaluator. */
  enum Way {
    VECTOR("[3]", Precision.F64),
    VECTOR_OF_FLOATS("[3]", Precision.F32),
    NUMBER("real", Precision.F64),
    NUMBER_OF_FLOATS("real", Precision.F32),
    EVALUATOR("real", Precision.F64);

    private final String type;
    private final Precision precision;

    Way(String type, Precision precision) {
      this.type = type;
      this.precision = precision;
    }

    /** {@code ∂ expression / ∂ name} at a point; the same number in each place of a vector. */
    double slope(String expression, String name, double x, double y) {
      int size = type.equals("real") ? 1 : 3;
      CompiledModel model =
          NamedRun.compile(
              """
              model Corner {
                input x: %s over t
                input y: %s over t
                loss sum(%s, over t)
              }
              """
                  .formatted(
                      type, type, size == 1 ? "(" + expression + ")" : "sum(" + expression + ")"),
              Map.of(),
              precision);
      Map<String, double[]> inputs = Map.of("x", row(size, x), "y", row(size, y));
      List<Sequence> sequences = List.of(NamedRun.sequence(model, 1, inputs));
      if (this == EVALUATOR) {
        // one zero is as good as the other
        return 0.0
            + new Evaluate(model.equations(Purpose.GRADIENTS), Map.of(), sequences)
                .root("input/" + name)[0];
      }
      NamedRun run = new NamedRun(model, Purpose.GRADIENTS).load(Map.of()).run(sequences);
      double slope = run.inputGradient(name, 0, 0, 0);
      for (int f = 1; f < size; f++) {
        assertThat(run.inputGradient(name, 0, 0, f)).isEqualTo(Double.valueOf(slope));
      }
      return 0.0 + slope;
    }

    private static double[] row(int size, double value) {
      double[] row = new double[size];
      Arrays.fill(row, value);
      return row;
    }

    double slope(String expression, double x) {
      return slope(expression, "x", x, 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofAbsAndReluIsZeroAtZero(Way way) {
    for (String function : List.of("abs", "relu")) {
      assertThat(way.slope(function + "(x)", 0)).isZero();
      assertThat(way.slope(function + "(x)", -0.0)).isZero();
      assertThat(way.slope(function + "(x)", 0.5)).isEqualTo(1);
    }
    assertThat(way.slope("abs(x)", -0.5)).isEqualTo(-1);
    assertThat(way.slope("relu(x)", -0.5)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void ofClampIsOneAtItsBounds(Way way) {
    assertThat(way.slope("clamp(x, -1, 2)", -1)).isEqualTo(1);
    assertThat(way.slope("clamp(x, -1, 2)", 2)).isEqualTo(1);
    assertThat(way.slope("clamp(x, -1, 2)", 0.5)).isEqualTo(1);
    assertThat(way.slope("clamp(x, -1, 2)", -1.5)).isZero();
    assertThat(way.slope("clamp(x, -1, 2)", 2.5)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void ofEqualArgumentsGoesToTheFirst(Way way) {
    for (String function : List.of("max", "min")) {
      assertThat(way.slope(function + "(x, y)", "x", 0.5, 0.5)).isEqualTo(1);
      assertThat(way.slope(function + "(x, y)", "y", 0.5, 0.5)).isZero();
      // the two zeros are equal
      assertThat(way.slope(function + "(x, y)", "x", 0.0, -0.0)).isEqualTo(1);
      assertThat(way.slope(function + "(x, y)", "x", -0.0, 0.0)).isEqualTo(1);
    }
    assertThat(way.slope("max(x, y)", "y", 0.25, 0.5)).isEqualTo(1);
    assertThat(way.slope("min(x, y)", "y", 0.5, 0.25)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void ofWhatIsNotChosenIsZeroAndNeverNaN(Way way) {
    List<String> dangerous =
        List.of(
            "where(x > 0, log(x), 0)",
            "where(x > 0, sqrt(x), 0)",
            "where(x > 0, 1 / x, 0)",
            "where(x > 0, x / x, 0)",
            "where(x > 0, x / (x * x), 0)",
            "where(x > 0, x ^ 0.5, 0)",
            "where(x > 0, x ^ (-2), 0)",
            "where(x > 0, x ^ x, 0)",
            "where(x > 0, log(x) * sqrt(x), 0)",
            "where(x > 0, exp(1 / x), 0)",
            "where(x > 0, tanh(log(x)), 0)",
            "where(x > 0, log(x) / x, 0)",
            "where(x > 0, mod(1, x), 0)",
            "where(x > 0, x * log(x), 0)",
            "where(x > 0, logaddexp(log(x), log(x)), 0)",
            "where(x > 0, tanh(sqrt(x)) + sigmoid(sqrt(x)) + sin(1 / x) + erf(log(x)), 0)",
            "where(x > 0, softplus(log(x)) + abs(log(x)) + relu(log(x)), 0)",
            "where(x > 0, max(log(x), 1) + min(1, sqrt(x)) + clamp(log(x), -1, 1), 0)",
            "where(x > 0, x * (log(x) - log(2 * x)), 0)",
            "where(x > 0, sin(1 / x) * cos(1 / x) / erf(1 / x), 0)",
            "where(x > 0, elu(log(x)) + gelu(log(x)) + silu(log(x)) + leaky_relu(log(x)), 0)");
    SoftAssertions softly = new SoftAssertions();
    for (String expression : dangerous) {
      for (double x : new double[] {0, -0.0, -1}) {
        softly.assertThat(way.slope(expression, x)).as(expression + " at " + x).isZero();
      }
      softly.assertThat(way.slope(expression, 0.5)).as(expression).isFinite();
    }
    softly.assertAll();
    // and so through a function of what was chosen
    assertThat(way.slope("where(x > 0, log(x), 0) * where(x > 0, 1 / x, 2)", -1)).isZero();
    assertThat(way.slope("where(x < 700, exp(x), 0)", 1000)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void ofAZeroAdjointIsCut(Way way) {
    for (String expression : List.of("sqrt(x)", "log(x)", "1 / x", "x / x", "x ^ 0.5")) {
      assertThat(way.slope("y * (" + expression + ")", "x", 0, 0)).as(expression).isZero();
    }
    assertThat(way.slope("sqrt(x)", 0)).isEqualTo(INFINITY);
    assertThat(way.slope("sqrt(x) ^ 2", 0)).isZero();
    assertThat(way.slope("sqrt(x * x)", 0)).isNaN();
    assertThat(way.slope("x ^ 2", 0)).isZero();
    assertThat(way.slope("x ^ 1", 0)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void ofPowersAtZero(Way way) {
    assertThat(way.slope("x ^ y", "x", 0, 2)).isZero();
    assertThat(way.slope("x ^ y", "x", 0, 1)).isEqualTo(1);
    assertThat(way.slope("x ^ y", "y", 0, 2)).isZero();
    assertThat(way.slope("x ^ y", "x", 0, 0)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void ofLogaddexpAtMinusInfinity(Way way) {
    assertThat(way.slope("logaddexp(x, y)", "x", 1, -INFINITY)).isEqualTo(1);
    assertThat(way.slope("logaddexp(x, y)", "y", 1, -INFINITY)).isZero();
    assertThat(way.slope("logaddexp(x, y)", "x", -INFINITY, 1)).isZero();
    // where both are −∞ another term of a sum decides
    String sum = "logaddexp(0.5, logaddexp(x, y))";
    assertThat(way.slope(sum, "x", -INFINITY, -INFINITY)).isZero();
    assertThat(way.slope(sum, "y", -INFINITY, -INFINITY)).isZero();
    assertThat(way.slope("logaddexp(x, y)", "x", 2, 2)).isCloseTo(0.5, within(1e-7));
  }

  @ParameterizedTest
  @EnumSource
  void ofStepsAndComparisonsIsZero(Way way) {
    for (String expression :
        List.of("step(x)", "sign(x)", "floor(x)", "round(x)", "(x > 0)", "(x == 0)", "stop(x)")) {
      for (double x : new double[] {0, 0.5, 1}) {
        assertThat(way.slope(expression, x)).as(expression).isZero();
      }
    }
    assertThat(way.slope("x * step(x)", 0.5)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void ofSumsThatAreNotChosenIsZeroAndNeverNaN(Precision precision) {
    SoftAssertions softly = new SoftAssertions();
    for (String loss :
        List.of(
            "dot(x, log(x))",
            "sum(x * log(x))",
            "norm(x)",
            "cosine(x, log(x))",
            "max(log(x))",
            "logsumexp(log(x))",
            "sum(softmax(log(x)) * x)",
            "sum(log_softmax(1 / x) * layer_norm(sqrt(x)))")) {
      CompiledModel model =
          NamedRun.compile(
              "model Masked { input x: [3] over t  loss %s when sum(x) > 0 }".formatted(loss),
              Map.of(),
              precision);
      double[] x = {0, 0, 0, 0, -1, -2, -1, -1, -1, 0.5, 0.25, 2};
      List<Sequence> sequences = List.of(NamedRun.sequence(model, 4, Map.of("x", x)));
      NamedRun run = new NamedRun(model, Purpose.GRADIENTS).load(Map.of()).run(sequences);
      softly.assertThat(run.count("loss")).isEqualTo(1);
      softly.assertThat(run.loss()).isFinite();
      for (int i = 0; i < x.length; i++) {
        double slope = run.inputGradient("x", 0, i / 3, i % 3);
        if (i < 9) {
          softly.assertThat(slope + 0.0).as(loss + " at " + i).isZero();
        } else {
          softly.assertThat(slope).as(loss).isFinite();
        }
      }
    }
    softly.assertAll();
  }
}
