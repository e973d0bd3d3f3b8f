package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.evaluate.Evaluate;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoiseTest {
  private static final String DROPPED =
      """
      cell Dropped[H](x: [X], keep = 0.7) -> h {
        param W: [H, X] ~ glorot
        param U: [H, H] ~ orthogonal
        noise zone: [H] over t ~ bernoulli(1 - keep)
        noise once: [X] ~ bernoulli(keep)
        noise weights: [H, H] over update ~ uniform(0.5, 1.5)
        state h: [H] = 0
        h = zone * h[t-1] + (1 - zone) * tanh(W @ (x * once / keep) + (U * weights) @ h[t-1])
      }
      model M[H = 4] {
        input x: [3] over t
        input y: real over t
        noise jitter: real over t ~ normal(0.1)
        h = Dropped[H](x)
        loss squared_error(Score(h) + jitter, y)
        output h
      }
      """;

  private static final List<Integer> LENGTHS = List.of(3, 7, 0, 5);

  private static CompiledModel compile(String text) {
    return NamedRun.compile(text, Map.of(), Precision.F64);
  }

  private static Numbers parameters(CompiledModel model) {
    Map<String, double[]> values = RandomData.parameters(model.signature(), 5);
    return RandomData.flat(model.signature(), model.precision(), values);
  }

  private static List<Sequence> sequences(CompiledModel model) {
    return RandomData.sequences(model.signature(), LENGTHS, 5);
  }

  private static Map<String, double[]> byPath(Signature signature, Numbers flat) {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (Signature.Parameter parameter : signature.parameters()) {
      double[] numbers = new double[parameter.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = flat.get(parameter.offset() + i);
      }
      values.put(parameter.path(), numbers);
    }
    return values;
  }

  @Test
  void trainingAgreesWithTheEvaluatorOnTheSameDraws() {
    CompiledModel model = compile(DROPPED);
    Program program = model.program(Purpose.TRAIN);
    assertThat(model.signature().inputs()).extracting("name").containsExactly("x", "y");
    Numbers drawn = Chance.drawn(parameters(model), program.signature(), 1, 9);
    List<Sequence> given = Chance.drawn(sequences(model), program.signature(), 1, 2, 3);
    Runner runner = new Runner(program);
    runner.load(drawn);
    runner.run(given, Integer.MAX_VALUE, null);
    Equations equations = model.equations(Purpose.TRAIN);
    Evaluate evaluated = new Evaluate(equations, byPath(program.signature(), drawn), given);
    assertThat(runner.sum(0)).isCloseTo(evaluated.root("sum/loss")[0], within(1e-12));
    Numbers gradient = Numbers.zeros(Precision.F64, model.signature().parameterCount());
    runner.gradient(gradient);
    byPath(model.signature(), gradient)
        .forEach(
            (path, numbers) ->
                assertThat(numbers)
                    .containsExactly(evaluated.root("gradient/" + path), within(1e-12)));
  }

  /** Windows of any size draw what one pass draws. */
  @Test
  void drawsDoNotDependOnWindows() {
    CompiledModel model = compile(DROPPED);
    Program program = model.program(Purpose.TRAIN);
    Runner runner = new Runner(program);
    runner.load(Chance.drawn(parameters(model), program.signature(), 1, 9));
    List<Sequence> given = Chance.drawn(sequences(model), program.signature(), 1, 2, 3);
    runner.run(given, Integer.MAX_VALUE, null);
    double whole = runner.sum(0);
    for (int window : new int[] {1, 2, 3, 7}) {
      State state = State.initial(program, given.size());
      double sum = 0;
      for (int at = 0; at < 7; at += window) {
        runner.run(given, window, state);
        sum += runner.sum(0);
      }
      assertThat(sum).isCloseTo(whole, within(1e-12));
    }
  }

  @Test
  void outsideTrainingNoiseIsItsMean() {
    CompiledModel noisy = compile(DROPPED);
    CompiledModel mean =
        compile(
            DROPPED
                .replace("noise zone: [H] over t ~ bernoulli(1 - keep)", "zone = 1 - keep")
                .replace("noise once: [X] ~ bernoulli(keep)", "once = keep")
                .replace("noise weights: [H, H] over update ~ uniform(0.5, 1.5)", "weights = 1")
                .replace("noise jitter: real over t ~ normal(0.1)", "jitter = 0"));
    Runner a = new Runner(noisy.program(Purpose.EVALUATE));
    Runner b = new Runner(mean.program(Purpose.EVALUATE));
    for (Runner runner : List.of(a, b)) {
      runner.load(parameters(noisy));
      runner.run(sequences(noisy), Integer.MAX_VALUE, null);
    }
    assertThat(a.sum(0)).isCloseTo(b.sum(0), within(1e-12));
  }

  private static final String ALWAYS =
      """
      model M {
        input x: real over t
        noise coin: [50] over t ~ bernoulli(0.3) always
        noise bell: [50] over t ~ normal(2) always
        noise flat: [50] over t ~ uniform(-1, 3) always
        noise once: [50] ~ uniform(0, 1) always
        noise other: real over t ~ uniform(0, 1) else 7
        state s: [50] = once
        s = s[t-1] + 0 * x
        output coin  output bell  output flat  output begun = s  output other
      }
      """;

  @Test
  void drawsHaveTheirDistribution() {
    CompiledModel model = compile(ALWAYS);
    double[][] steps = new double[400][1];
    double[][] out =
        new Predictor(model, parameters(model), Encoding.NONE).run(new double[0], steps).steps();
    double[] coin = Arrays.stream(out).flatMapToDouble(o -> Arrays.stream(o, 0, 50)).toArray();
    double[] bell = Arrays.stream(out).flatMapToDouble(o -> Arrays.stream(o, 50, 100)).toArray();
    double[] flat = Arrays.stream(out).flatMapToDouble(o -> Arrays.stream(o, 100, 150)).toArray();
    // 20,000 draws: five deviations of their mean
    assertThat(coin).containsOnly(0, 1);
    assertThat(mean(coin)).isCloseTo(0.3, within(5 * 0.458 / 141));
    assertThat(mean(bell)).isCloseTo(0, within(5 * 2 / 141.0));
    assertThat(mean(Arrays.stream(bell).map(v -> v * v).toArray())).isCloseTo(4, within(0.2));
    assertThat(mean(flat)).isCloseTo(1, within(5 * 1.155 / 141));
    assertThat(Arrays.stream(flat).min().orElse(9)).isBetween(-1.0, -0.99);
    assertThat(Arrays.stream(flat).max().orElse(9)).isBetween(2.99, 3.0);
    for (double[] o : out) {
      assertThat(Arrays.copyOfRange(o, 150, 200)).isEqualTo(Arrays.copyOfRange(out[0], 150, 200));
      assertThat(o[200]).isEqualTo(7);
    }
    assertThat(Arrays.stream(out[0], 150, 200).distinct().count()).isEqualTo(50);
    assertThat(Arrays.copyOf(out[0], 100)).isNotEqualTo(Arrays.copyOf(out[1], 100));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  @Test
  void aPredictorDrawsTheSameStepByStep() {
    CompiledModel model = compile(ALWAYS);
    Predictor predictor = new Predictor(model, parameters(model), Encoding.NONE);
    double[][] whole = predictor.run(new double[0], new double[10][1]).steps();
    State state = predictor.start();
    State seeded = predictor.start();
    seeded.seed(-3);
    List<double[]> other = new ArrayList<>();
    double[] out = new double[predictor.outputSize()];
    for (int t = 0; t < 10; t++) {
      predictor.step(state, new double[1], out);
      assertThat(out).isEqualTo(whole[t]);
      seeded = predictor.restore(predictor.save(seeded));
      State copy = seeded.copy();
      predictor.step(seeded, new double[1], out);
      other.add(out.clone());
      predictor.step(copy, new double[1], out);
      assertThat(out).isEqualTo(other.get(t)).isNotEqualTo(whole[t]);
    }
  }

  /** Also what is drawn once a sequence. */
  @Test
  void aSequenceThatIsStartedWithASeedDrawsItsOwn() {
    CompiledModel model = compile(ALWAYS);
    Predictor predictor = new Predictor(model, parameters(model), Encoding.NONE);
    double[] out = new double[predictor.outputSize()];
    State state = predictor.start(7, new double[0]);
    double[][] whole = predictor.run(7, new double[0], new double[3][1]).steps();
    for (int t = 0; t < 3; t++) {
      predictor.step(state, new double[1], out);
      assertThat(out).isEqualTo(whole[t]);
    }
    double[] other = predictor.run(8, new double[0], new double[1][1]).steps()[0];
    assertThat(Arrays.copyOfRange(other, 150, 200))
        .isNotEqualTo(Arrays.copyOfRange(whole[0], 150, 200));
  }

  @Test
  void seedsRoundsAndSequencesDrawTheirOwn() {
    Program program = compile(DROPPED).program(Purpose.TRAIN);
    Signature signature = program.signature();
    Sequence none = sequences(compile(DROPPED)).get(1);
    int drawn = signature.inputs().size() - 1;
    List<Double> values = new ArrayList<>();
    for (long seed = 0; seed < 3; seed++) {
      for (long round = 0; round < 3; round++) {
        for (long sequence = 0; sequence < 3; sequence++) {
          Sequence with = Chance.drawn(none, signature, seed, round, sequence);
          values.add(with.value(drawn, 0, 0));
          values.add(with.value(drawn - 1, 0, 0));
        }
      }
    }
    assertThat(values).doesNotHaveDuplicates();
  }
}
