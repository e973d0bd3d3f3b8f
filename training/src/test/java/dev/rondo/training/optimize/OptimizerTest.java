package dev.rondo.training.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.runtime.Initial;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Signature;
import dev.rondo.training.settings.Settings.Clip;
import dev.rondo.training.settings.Settings.OptimizerSetting;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimizerTest {
  private static Numbers numbers(Precision precision, double... values) {
    Numbers result = Numbers.zeros(precision, values.length);
    for (int i = 0; i < values.length; i++) {
      result.set(i, values[i]);
    }
    return result;
  }

  private static Offset<Double> rounding(Precision precision) {
    return within(precision == Precision.F32 ? 2e-7 : 1e-14);
  }

  /** By hand: g = 0.1 then -0.2 with rate 0.01 moves w = 1 as the two lines below work out. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void adamMakesTheStepsOfThePaper(Precision precision) {
    Numbers weights = numbers(precision, 1, 5);
    Optimizer adam =
        Optimizer.create(
            new OptimizerSetting.Adam(0.9, 0.999, 1e-8, 0), List.of(new Range(0, 1)), weights, 0);
    adam.update(weights, numbers(precision, 0.1, 100), 0.01);
    // m = 0.01, v = 1e-5; m/(1-0.9) = 0.1, v/(1-0.999) = 0.01: a step of the rate
    assertThat(weights.get(0)).isCloseTo(1 - 0.01 * 0.1 / (0.1 + 1e-8), rounding(precision));
    adam.update(weights, numbers(precision, -0.2, 100), 0.01);
    // m = 0.009 - 0.02 = -0.011, m/(1-0.81) = -0.0578947...; v = 0.999e-5 + 4e-5 = 4.999e-5
    double mean = -0.011 / 0.19;
    double square = 4.999e-5 / (1 - 0.998001);
    double expected = 1 - 0.01 * 0.1 / (0.1 + 1e-8) - 0.01 * mean / (Math.sqrt(square) + 1e-8);
    assertThat(weights.get(0)).isCloseTo(expected, rounding(precision));
    assertThat(weights.get(1)).as("outside the trained range").isEqualTo(5);
    assertThat(adam.updates()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void adamwShrinksApartFromTheGradient(Precision precision) {
    Numbers weights = numbers(precision, 2);
    Optimizer adamw =
        Optimizer.create(
            new OptimizerSetting.Adam(0.9, 0.999, 1e-8, 0.1), List.of(new Range(0, 1)), weights, 0);
    adamw.update(weights, numbers(precision, 0.5), 0.01);
    assertThat(weights.get(0))
        .isCloseTo(2 * (1 - 0.01 * 0.1) - 0.01 * 0.5 / (0.5 + 1e-8), rounding(precision));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void momentumKeepsGoing(Precision precision) {
    Numbers weights = numbers(precision, 1);
    Optimizer sgd =
        Optimizer.create(new OptimizerSetting.Sgd(0.5), List.of(new Range(0, 1)), weights, 0.1);
    sgd.update(weights, numbers(precision, 1), 0.1);
    // g = 1 + 0.1 * 1 = 1.1; w = 0.89
    assertThat(weights.get(0)).isCloseTo(0.89, rounding(precision));
    sgd.update(weights, numbers(precision, 0), 0.1);
    // g = 0.089; m = 0.55 + 0.089 = 0.639
    assertThat(weights.get(0)).isCloseTo(0.89 - 0.0639, rounding(precision));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void theNormIsOfAllTrainedParametersTogether(Precision precision) {
    Numbers gradient = numbers(precision, 3, 100, 4, 0, 0, 0, 0);
    List<Range> trained = List.of(new Range(0, 1), new Range(2, 7));
    double norm = Clipping.clip(gradient, trained, new Clip.Norm(1));
    assertThat(norm).isEqualTo(5);
    assertThat(gradient.get(0)).isCloseTo(0.6, rounding(precision));
    assertThat(gradient.get(1)).isEqualTo(100);
    assertThat(gradient.get(2)).isCloseTo(0.8, rounding(precision));

    Numbers small = numbers(precision, 0.3, 0, 0.4, 0, 0, 0, 0);
    Clipping.clip(small, trained, new Clip.Norm(1));
    assertThat(small.get(2)).isCloseTo(0.4, rounding(precision));

    Clipping.clip(gradient, trained, new Clip.Value(0.7));
    assertThat(gradient.get(2)).isCloseTo(0.7, rounding(precision));
  }

  @Test
  void aNumberThatIsNotFiniteShowsInTheNorm() {
    Numbers gradient = numbers(Precision.F32, 1, Double.NaN, 2);
    assertThat(Clipping.clip(gradient, List.of(new Range(0, 3)), new Clip.None())).isNaN();
    Numbers large = numbers(Precision.F32, 3e38, 3e38);
    assertThat(Clipping.clip(large, List.of(new Range(0, 2)), new Clip.None())).isFinite();
  }

  @Test
  void neighboursAreOneRangeAndFixedOnesNone() {
    Initial zero = new Initial.Constant(0);
    Signature signature =
        new Signature(
            "M",
            Map.of(),
            Signature.Axis.TIME,
            List.of(
                new Signature.Parameter("a", List.of(2, 3), 0, false, zero),
                new Signature.Parameter("b", List.of(), 6, false, zero),
                new Signature.Parameter("c", List.of(4), 7, true, zero),
                new Signature.Parameter("d", List.of(2), 11, false, zero)),
            List.of(),
            List.of(),
            List.of());
    assertThat(Range.trained(signature)).containsExactly(new Range(0, 7), new Range(11, 13));
  }
}
