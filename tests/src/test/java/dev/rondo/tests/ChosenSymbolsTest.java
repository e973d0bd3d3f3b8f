package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.evaluate.Evaluate;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The best of a vocabulary's scores where a symbol of it stands, and what is least. */
class ChosenSymbolsTest {
  /** The model reads its own best symbols where the data says so. */
  @Test
  void standWhereSymbolsDo() {
    CompiledModel model =
        NamedRun.compile(
            """
            model M[V = 5, E = 3] {
              input x: token[V] over t
              input given: real over t
              param table: [V, E] ~ normal(1)
              param W: [V, E] ~ normal(1)
              best = argmax(scores)
              prev = where(given > 0, x[t-1 else "<s>"], best[t-1 else "</s>"])
              scores = W @ tanh(table[prev])
              loss cross_entropy(scores, x)
              metric edit_rate(best, x) when given
              output prev
              output read = one_hot(best)
            }
            """,
            Map.of(),
            Precision.F64);
    assertThat(model.signature().outputs().get(0).kind()).isEqualTo(Signature.Kind.TOKEN);
    Map<String, double[]> parameters = RandomData.parameters(model.signature(), 3);
    double[] x = {4, 2, 3, 0, 1, 2};
    double[] given = {0, 1, 0, 0, 1, 0};
    List<Sequence> one = List.of(NamedRun.sequence(model, 6, Map.of("x", x, "given", given)));
    NamedRun run = new NamedRun(model, Purpose.EVALUATE).load(parameters).run(one);

    int best = 1; // "</s>" is the second of the model's own symbols
    for (int t = 0; t < x.length; t++) {
      int prev = given[t] > 0 ? (t == 0 ? 0 : (int) x[t - 1]) : best;
      assertThat(run.output("prev", 0, t, 0)).isEqualTo(prev);
      double[] scores = scores(parameters, prev);
      best = 0;
      for (int v = 1; v < 5; v++) {
        best = scores[v] > scores[best] ? v : best;
      }
      assertThat(run.output("read", 0, t, best)).isEqualTo(1);
    }
    double[] evaluated =
        new Evaluate(model.equations(Purpose.EVALUATE), parameters, one).root("sum/loss");
    assertThat(run.sum("loss")).isCloseTo(evaluated[0], within(1e-12));
    assertThat(run.count("edit_rate")).isEqualTo(2);
  }

  private static double[] scores(Map<String, double[]> parameters, int prev) {
    double[] scores = new double[5];
    for (int v = 0; v < 5; v++) {
      for (int e = 0; e < 3; e++) {
        scores[v] +=
            parameters.get("W")[v * 3 + e] * Math.tanh(parameters.get("table")[prev * 3 + e]);
      }
    }
    return scores;
  }

  @Test
  void theLeastOfFeaturesOfStepsAndOfPositions() {
    CompiledModel model =
        NamedRun.compile(
            """
            model M {
              input x: [2, 2] over t
              axis n: 2
              output all = min(x)
              output steps = min(x, over t)
              output rows = min(x[n], over n)
              loss sum(min(x[0], over t))
            }
            """,
            Map.of(),
            Precision.F64);
    double[] x = {3, -1, 4, 1, -5, 9, 2, 6, -5, 3, 5, 8};
    List<Sequence> one = List.of(NamedRun.sequence(model, 3, Map.of("x", x)));
    NamedRun run = new NamedRun(model, Purpose.EVALUATE).load(Map.of()).run(one);
    assertThat(run.output("steps", 0, 0)).containsExactly(-5, -1, 2, 1);
    for (int t = 0; t < 3; t++) {
      double[] step = Arrays.copyOfRange(x, 4 * t, 4 * t + 4);
      assertThat(run.output("all", 0, t, 0)).isEqualTo(Arrays.stream(step).min().orElseThrow());
      assertThat(run.output("rows", 0, t))
          .containsExactly(Math.min(step[0], step[2]), Math.min(step[1], step[3]));
    }
    NamedRun slopes = new NamedRun(model, Purpose.GRADIENTS).load(Map.of()).run(one);
    // of the two that are -5 the first has it
    assertThat(slopes.inputGradient("x", 0, 1, 0)).isEqualTo(1);
    assertThat(slopes.inputGradient("x", 0, 2, 0)).isZero();
    assertThat(slopes.inputGradient("x", 0, 0, 1)).isEqualTo(1);
  }
}
