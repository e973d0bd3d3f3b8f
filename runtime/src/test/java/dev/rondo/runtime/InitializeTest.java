package dev.rondo.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.runtime.Initial.Apply;
import dev.rondo.runtime.Initial.Constant;
import dev.rondo.runtime.Initial.Draw;
import dev.rondo.runtime.Initial.Other;
import dev.rondo.runtime.Initial.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InitializeTest {
  private static Signature.Parameter parameter(String path, Initial initial, Integer... shape) {
    return new Signature.Parameter(path, List.of(shape), 0, false, initial);
  }

  private static double[] values(Initial initial, Integer... shape) {
    return values(parameter("W", initial, shape), 1);
  }

  private static double[] values(Signature.Parameter parameter, long seed) {
    return Initialize.values(signature(List.of(parameter)), parameter.path(), seed);
  }

  private static Draw draw(String name, Double... arguments) {
    return new Draw(name, List.of(arguments), List.of());
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / values.length);
  }

  @Test
  void drawsHaveTheirMoments() {
    double[] normal = values(draw("normal", 0.1), 200, 100);
    assertThat(mean(normal)).isCloseTo(0, within(0.003));
    assertThat(deviation(normal)).isCloseTo(0.1, within(0.002));

    double[] uniform = values(draw("uniform", 1.0, 3.0), 200, 100);
    assertThat(mean(uniform)).isCloseTo(2, within(0.02));
    assertThat(Arrays.stream(uniform).min().orElseThrow()).isBetween(1.0, 1.001);
    assertThat(Arrays.stream(uniform).max().orElseThrow()).isBetween(2.999, 3.0);

    double[] he = values(draw("he"), 200, 50);
    assertThat(deviation(he)).isCloseTo(Math.sqrt(2.0 / 50), within(0.006));
  }

  @Test
  void glorotTakesTheLastIndexAsIn() {
    double bound = Math.sqrt(6.0 / (30 + 20 * 10));
    double[] glorot = values(draw("glorot"), 10, 20, 30);
    double most = Arrays.stream(glorot).map(Math::abs).max().orElseThrow();
    assertThat(most).isBetween(0.99 * bound, bound);
    double vector = Math.sqrt(6.0 / (5000 + 1));
    most = Arrays.stream(values(draw("glorot"), 5000)).map(Math::abs).max().orElseThrow();
    assertThat(most).isBetween(0.99 * vector, vector);
  }

  @Test
  void identityAndConstants() {
    assertThat(values(draw("identity"), 2, 3)).containsExactly(1, 0, 0, 0, 1, 0);
    assertThat(values(draw("constant", 4.0), 2)).containsExactly(4, 4);
    assertThat(values(new Constant(-1), 2)).containsExactly(-1, -1);
    assertThat(values(new Constant(3))).containsExactly(3);
    assertThat(values(new Values(List.of(-1.0, -2.0, -3.0)), 3)).containsExactly(-1, -2, -3);
    assertThatThrownBy(() -> values(new Values(List.of(1.0)), 3))
        .hasMessage("W [3]: 1 initial values");
  }

  @Test
  void orthogonalIsOrthogonalInItsSmallerSide() {
    for (int[] shape : new int[][] {{6, 6}, {4, 9}, {9, 4}, {1, 5}, {5, 1}}) {
      int rows = shape[0];
      int columns = shape[1];
      double[] q = values(draw("orthogonal"), rows, columns);
      boolean byRows = rows <= columns;
      int vectors = Math.min(rows, columns);
      for (int a = 0; a < vectors; a++) {
        for (int b = 0; b < vectors; b++) {
          double dot = 0;
          for (int i = 0; i < Math.max(rows, columns); i++) {
            dot +=
                byRows
                    ? q[a * columns + i] * q[b * columns + i]
                    : q[i * columns + a] * q[i * columns + b];
          }
          assertThat(dot).isCloseTo(a == b ? 1 : 0, within(1e-14));
        }
      }
    }
  }

  /** The uniform measure has no preferred sign: the diagonal's mean over many is 0. */
  @Test
  void orthogonalHasItsSignCorrected() {
    double sum = 0;
    for (int seed = 0; seed < 2000; seed++) {
      sum += values(parameter("W", draw("orthogonal"), 2, 2), seed)[0];
    }
    assertThat(sum / 2000).isCloseTo(0, within(0.05));
  }

  @Test
  void sparseKeepsItsDensity() {
    Draw sparse = new Draw("sparse", List.of(0.1), List.of(draw("uniform", 1.0, 2.0)));
    double[] values = values(sparse, 100, 100);
    double kept = Arrays.stream(values).filter(x -> x != 0).count() / 10000.0;
    assertThat(kept).isCloseTo(0.1, within(0.015));
    assertThat(Arrays.stream(values).filter(x -> x != 0)).allMatch(x -> x >= 1 && x <= 2);
  }

  @Test
  void spectralScalesTheLargestEigenvalue() {
    assertThat(InitialValues.spectralRadius(new double[] {3, 1, 0, 2}, 2))
        .isCloseTo(3, within(1e-7));
    double[] turn = {0.6, -0.8, 0.8, 0.6}; // a complex pair of absolute value 1
    assertThat(InitialValues.spectralRadius(turn, 2)).isCloseTo(1, within(1e-7));
    assertThat(InitialValues.spectralRadius(new double[] {0, 5, 0, 0}, 2)).isZero();
    double[] jordan = {2, 1, 0, 2};
    assertThat(InitialValues.spectralRadius(jordan, 2)).isCloseTo(2, within(1e-6));

    Draw inner = draw("normal", 1.0);
    double[] values = values(new Draw("spectral", List.of(0.9), List.of(inner)), 50, 50);
    assertThat(InitialValues.spectralRadius(values, 50)).isCloseTo(0.9, within(1e-7));
    assertThatThrownBy(() -> values(new Draw("spectral", List.of(0.9), List.of(inner)), 3, 4))
        .hasMessageContaining("W [3, 4]");
  }

  @Test
  void expressionsWorkElementByElement() {
    Initial orthogonal = draw("orthogonal");
    double[] q = values(orthogonal, 3, 3);
    double[] half = values(new Apply("*", List.of(new Constant(0.5), orthogonal)), 3, 3);
    for (int i = 0; i < q.length; i++) {
      assertThat(half[i]).isEqualTo(0.5 * q[i]);
    }
    double[] logs = values(new Apply("log", List.of(draw("uniform", 1.0, 99.0))), 100);
    assertThat(Arrays.stream(logs)).allMatch(x -> x >= 0 && x <= Math.log(99));
    assertThat(values(new Apply("-", List.of(new Constant(2))), 1)).containsExactly(-2);
    assertThat(values(new Apply("^", List.of(new Constant(2), new Constant(3))), 1))
        .containsExactly(8);
    assertThatThrownBy(() -> values(new Apply("nope", List.of(new Constant(2))), 1))
        .hasMessage("no function 'nope' of 1 in an initial value");
  }

  @Test
  void drawsGoByPathAndSeed() {
    Signature.Parameter a = parameter("a", draw("normal", 1.0), 3);
    Signature.Parameter b = new Signature.Parameter("b", List.of(3), 3, false, a.initial());
    Signature one = signature(List.of(a));
    Signature two =
        signature(
            List.of(
                new Signature.Parameter("b", List.of(3), 0, false, a.initial()),
                new Signature.Parameter("a", List.of(3), 3, false, a.initial())));
    Numbers alone = Initialize.parameters(one, Precision.F64, 7);
    Numbers both = Initialize.parameters(two, Precision.F64, 7);
    for (int i = 0; i < 3; i++) {
      assertThat(both.get(3 + i)).isEqualTo(alone.get(i));
      assertThat(both.get(i)).isNotEqualTo(alone.get(i));
    }
    assertThat(values(b, 7)).isNotEqualTo(values(a, 7));
    assertThat(values(a, 8)).isNotEqualTo(values(a, 7));
  }

  @Test
  void twoDrawsOfOneParameterAreDifferent() {
    Initial difference = new Apply("-", List.of(draw("normal", 1.0), draw("normal", 1.0)));
    assertThat(values(difference, 4)).doesNotContain(0.0);
  }

  private static Signature signature(List<Signature.Parameter> parameters) {
    return new Signature("M", Map.of(), List.of(), parameters, List.of(), List.of(), List.of());
  }

  @Test
  void readsOtherParametersWhereverTheyAreDeclared() {
    Initial twice = new Apply("*", List.of(new Constant(2), new Other("tau", false)));
    Initial shift = new Apply("*", List.of(draw("uniform", 0.0, 1.0), new Other("twice", false)));
    Signature signature =
        signature(
            List.of(
                parameter("shift", shift, 3),
                parameter("twice", twice, 3),
                parameter("tau", draw("uniform", 1.0, 9.0), 3),
                parameter("one", new Other("s", false), 2),
                parameter("s", new Constant(7))));
    double[] tau = values(parameter("tau", draw("uniform", 1.0, 9.0), 3), 1);
    double[] share = values(parameter("shift", draw("uniform", 0.0, 1.0), 3), 1);
    double[] shifts = Initialize.values(signature, "shift", 1);
    for (int i = 0; i < 3; i++) {
      assertThat(shifts[i]).isEqualTo(share[i] * (2 * tau[i]));
    }
    assertThat(Initialize.values(signature, "one", 1)).containsExactly(7, 7);
  }

  @Test
  void readsWhatAnotherHasAtTheSamePosition() {
    Initial position = new Initial.Each(1, new Apply("+", List.of(new Initial.Position(0), ten())));
    Signature signature =
        signature(
            List.of(
                parameter("along", new Initial.Each(1, new Other("p", true)), 2, 3),
                parameter("whole", new Initial.Each(1, new Other("v", false)), 2, 3),
                parameter("same", new Initial.Each(1, new Other("m", true)), 2, 3),
                parameter("p", position, 2),
                parameter("v", new Values(List.of(1.0, 2.0, 3.0)), 3),
                parameter("m", new Initial.Each(1, draw("normal", 1.0)), 2, 3)));
    assertThat(Initialize.values(signature, "along", 1)).containsExactly(10, 10, 10, 11, 11, 11);
    assertThat(Initialize.values(signature, "whole", 1)).containsExactly(1, 2, 3, 1, 2, 3);
    assertThat(Initialize.values(signature, "same", 1))
        .isEqualTo(Initialize.values(signature, "m", 1));
  }

  private static Initial ten() {
    return new Constant(10);
  }
}
