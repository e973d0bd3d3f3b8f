package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gradients that a model states itself. */
class DerivativeTest {
  private static final String SPIKING =
      """
      fun spike(v) = step(v) derivative 1 / (1 + 10 * abs(v))^2
      model Neuron {
        input x: real over t
        input y: real over t
        param w: real = 0
        state v: real = 0
        v = 0.9 * v[t-1] - s[t-1] + w * x
        s = spike(v - 1)
        loss squared_error(s, y)
        output s
      }
      """;

  /** Back-propagation through time by hand, with the surrogate in the place of the step. */
  @Test
  void aSpikesDerivativeIsTheOneStated() {
    int steps = 12;
    double w = 1.7;
    Random random = new Random(7);
    double[] x = random.doubles(steps).toArray();
    double[] y = random.doubles(steps).toArray();
    double[] v = new double[steps];
    double[] s = new double[steps];
    for (int t = 0; t < steps; t++) {
      v[t] = (t == 0 ? 0 : 0.9 * v[t - 1] - s[t - 1]) + w * x[t];
      s[t] = v[t] > 1 ? 1 : 0;
    }
    double gradient = 0;
    double next = 0;
    for (int t = steps - 1; t >= 0; t--) {
      double ofSpike = 2 * (s[t] - y[t]) / steps - next;
      double ofVoltage = ofSpike / Math.pow(1 + 10 * Math.abs(v[t] - 1), 2) + 0.9 * next;
      gradient += ofVoltage * x[t];
      next = ofVoltage;
    }
    CompiledModel model = NamedRun.compile(SPIKING, Map.of(), Precision.F64);
    Sequence sequence = NamedRun.sequence(model, steps, Map.of("x", x, "y", y));
    NamedRun run = new NamedRun(model, Purpose.TRAIN).load(Map.of("w", new double[] {w}));
    run.run(List.of(sequence));
    assertThat(run.gradient("w")[0]).isCloseTo(gradient, within(1e-12)).isNotZero();
    NamedRun predict = new NamedRun(model, Purpose.PREDICT).load(Map.of("w", new double[] {w}));
    predict.run(List.of(sequence));
    for (int t = 0; t < steps; t++) {
      assertThat(predict.output("s", 0, t, 0)).isEqualTo(s[t]);
    }
    assertThat(s).contains(1, 0);
  }

  /** One for each argument: here the gradient goes through the first alone. */
  @Test
  void eachArgumentHasItsOwn() {
    CompiledModel model =
        NamedRun.compile(
            """
            fun gate(a, b) = a * b derivative 3 * b, 0
            model M {
              input x: real
              param a: real = 0
              param b: real = 0
              loss gate(a * x, b * x)
            }
            """,
            Map.of(),
            Precision.F64);
    Sequence sequence = NamedRun.sequence(model, 1, Map.of("x", new double[] {2}));
    Map<String, double[]> values = Map.of("a", new double[] {5}, "b", new double[] {7});
    NamedRun run = new NamedRun(model, Purpose.TRAIN).load(values).run(List.of(sequence));
    assertThat(run.loss()).isEqualTo(140);
    assertThat(run.gradient("a")[0]).isEqualTo(3 * 14 * 2);
    assertThat(run.gradient("b")[0]).isZero();
  }

  /** What is stated is for training: a predictor does not compute it. */
  @Test
  void predictingDoesNotComputeIt() {
    CompiledModel model = NamedRun.compile(SPIKING, Map.of(), Precision.F64);
    assertThat(model.equations(Purpose.TRAIN).toString()).contains("op=abs");
    assertThat(model.equations(Purpose.PREDICT).toString()).doesNotContain("op=abs");
  }
}
