package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.evaluate.Evaluate;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sequences without a step, alone and among others, and batches without a sequence. */
class EmptySequencesTest {
  private static final List<List<Integer>> BATCHES =
      List.of(List.of(0), List.of(0, 0, 0), List.of(3, 0), List.of(0, 1, 0, 2), List.of());

  /** A run of an LSTM with a learned initial state. */
  private static final class Run {
    private final CompiledModel model;
    private final Map<String, double[]> parameters;
    private final List<Sequence> sequences;
    private final NamedRun run;

    Run(String members, List<Integer> lengths) {
      model =
          NamedRun.compile(
              """
              model Empty {
                input x: [2] over t
                param start: [3] = 1
                y = LSTM[3](x, from h = start)
                %s
              }
              """
                  .formatted(members),
              Map.of(),
              Precision.F64);
      parameters = RandomData.parameters(model.signature(), 1);
      parameters.put("start", new double[] {0.5, -0.25, 2});
      sequences = RandomData.sequences(model.signature(), lengths, 2);
      run = new NamedRun(model, Purpose.GRADIENTS).load(parameters).run(sequences);
    }

    /** The gradient, which the evaluator must give too. */
    double[] gradient(String path) {
      double[] gradient = run.gradient(path);
      Evaluate evaluate = new Evaluate(model.equations(Purpose.GRADIENTS), parameters, sequences);
      assertThat(gradient).containsExactly(evaluate.root("gradient/" + path), within(1e-12));
      return gradient;
    }
  }

  @Test
  void theLastStepOfAStateIsItsInitialValueOfAnythingElseZero() {
    for (List<Integer> lengths : BATCHES) {
      Run run =
          new Run(
              """
              output h = y[last]
              output h0 = y[first]
              output c = y.c[last]
              output gate = y.f[last]
              output input = x[last]
              output total = sum(y, over t)
              output average = mean(y, over t)
              output product = doubled[last]
              doubled = 2 * y
              output steps = length(t)
              loss sum(y[last])
              """,
              lengths);
      for (int s = 0; s < lengths.size(); s++) {
        if (lengths.get(s) > 0) {
          continue;
        }
        assertThat(run.run.output("h", s, 0)).containsExactly(0.5, -0.25, 2);
        assertThat(run.run.output("h0", s, 0)).containsExactly(0.5, -0.25, 2);
        assertThat(run.run.output("input", s, 0)).containsExactly(0, 0);
        assertThat(run.run.output("steps", s, 0)).containsExactly(0);
        for (String zero : List.of("c", "gate", "total", "average", "product")) {
          assertThat(run.run.output(zero, s, 0)).as(zero).containsExactly(0, 0, 0);
        }
      }
    }
  }

  @Test
  void itsInitialValueGetsTheGradientOfTheLastStep() {
    Run run = new Run("loss sum(y[last])", List.of(0, 0));
    assertThat(run.gradient("start")).containsExactly(1, 1, 1);
    assertThat(run.gradient("y.Wi")).containsOnly(0);
    // one of two: the other sequence says something else
    Run half = new Run("loss sum(y.c[last])", List.of(0, 2));
    assertThat(half.run.count("loss")).isEqualTo(2);
    assertThat(half.gradient("start")).doesNotContain(0);
    assertThat(half.gradient("y.Wi")).doesNotContain(0);
  }

  @Test
  void aLossAStepDoesNotCountAndALossASequenceDoes() {
    for (List<Integer> lengths : BATCHES) {
      Run run =
          new Run(
              """
              loss step = sum(y)
              loss sequence = squared_error(sum(y[last]), 1)
              loss mean = mean(sum(y), over t)
              loss sum = sum(sum(y), over t)
              loss next = sum(squared_error(Linear[2](y), x[t+1]))
              loss chosen = sum(y) when x[0] > 5
              """,
              lengths);
      int steps = lengths.stream().mapToInt(i -> i).sum();
      assertThat(run.run.count("step")).isEqualTo(steps);
      assertThat(run.run.count("next"))
          .isEqualTo(lengths.stream().mapToInt(n -> Math.max(0, n - 1)).sum());
      assertThat(run.run.count("chosen")).isZero();
      for (String term : List.of("sequence", "mean", "sum")) {
        assertThat(run.run.count(term)).as(term).isEqualTo(lengths.size());
      }
    }
  }

  @Test
  void aLossThatCountsNothingIsZeroAndSoIsItsGradient() {
    for (String loss :
        List.of(
            "sum(y)",
            "sum(y) when t > 100",
            "sum(log(y[t-100])) when t > 100",
            "squared_error(sum(y), x[t+2][0])")) {
      for (List<Integer> lengths : List.of(List.of(0), List.of(0, 0), List.<Integer>of())) {
        zero(new Run("loss " + loss, lengths));
      }
    }
    zero(new Run("loss sum(y) when t > 100", List.of(3, 0, 7)));
    zero(new Run("loss sum(y / 0) when t > 100", List.of(3, 0, 7)));
    zero(new Run("loss squared_error(sum(y), x[t+2][0])", List.of(2, 1, 0, 2)));
  }

  private static void zero(Run run) {
    assertThat(run.run.count("loss")).isZero();
    assertThat(run.run.sum("loss")).isZero();
    for (String path : List.of("start", "y.Wi", "y.Uf", "y.bo")) {
      for (double g : run.gradient(path)) {
        assertThat(g).as(path).isZero();
      }
    }
  }

  @Test
  void othersDoNotFeelThem() {
    Run alone = new Run("loss sum(y)  output y", List.of(4));
    Run among = new Run("loss sum(y)  output y", List.of(4, 0, 0));
    for (int t = 0; t < 4; t++) {
      assertThat(among.run.output("y", 0, t)).containsExactly(alone.run.output("y", 0, t));
    }
    assertThat(among.run.sum("loss")).isEqualTo(alone.run.sum("loss"));
    for (String path : List.of("start", "y.Wi", "y.Uf", "y.bo")) {
      assertThat(among.gradient(path)).containsExactly(alone.gradient(path));
    }
  }
}
