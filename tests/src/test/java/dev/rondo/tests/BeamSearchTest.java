package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.BeamSearch;
import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.SequenceInputs;
import dev.rondo.runtime.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A decoder with attention: its states are copied and searched, beside what enumeration finds. */
class BeamSearchTest {
  private static final int SYMBOLS = 3;
  private static final int END = 2;
  private static final int LONGEST = 4;

  private final Predictor predictor =
      predictor(
          """
          model Translate[VS = 4, VT = 3, H = 3] {
            input src: token[VS] over s
            input tgt: token[VT] over t
            param es: [VS, H] ~ normal(1)
            param et: [VT, H] ~ normal(1)
            param W: [H, H] ~ normal(1)
            enc = GRU[H](es[src])
            w = softmax(dot(dec[t-1], W @ enc), over s)
            dec = GRU[H](concat(et[tgt[t-1 else "a"]], sum(w * enc, over s)))
            output next = softmax(Linear[VT](dec))
          }
          """);

  private static Predictor predictor(String text) {
    CompiledModel model = NamedRun.compile(text, Map.of(), Precision.F64);
    Numbers parameters =
        RandomData.flat(
            model.signature(), Precision.F64, RandomData.parameters(model.signature(), 7));
    return new Predictor(model, parameters, Encoding.NONE);
  }

  private State start() {
    double[][] source = {{3}, {0}, {1}, {1}};
    return predictor.start(new SequenceInputs(predictor).put("src", source));
  }

  /** The logarithm of a sequence's probability, over the whole sequence at once. */
  private double score(List<Integer> tokens) {
    double[][] source = {{3}, {0}, {1}, {1}};
    double[][] target = tokens.stream().map(t -> new double[] {t}).toArray(double[][]::new);
    Predictor.Outputs outputs =
        predictor.run(new SequenceInputs(predictor).put("src", source).put("tgt", target));
    double score = 0;
    for (int t = 0; t < tokens.size(); t++) {
      score += Math.log(outputs.steps()[t][tokens.get(t)]);
    }
    return score;
  }

  private static void enumerate(List<Integer> begun, List<List<Integer>> all) {
    boolean ended = !begun.isEmpty() && begun.get(begun.size() - 1) == END;
    if (ended || begun.size() == LONGEST) {
      all.add(begun);
      return;
    }
    for (int token = 0; token < SYMBOLS; token++) {
      List<Integer> next = new ArrayList<>(begun);
      next.add(token);
      enumerate(next, all);
    }
  }

  @Test
  void aBeamWideEnoughFindsWhatEnumerationFinds() {
    List<List<Integer>> all = new ArrayList<>();
    enumerate(List.of(), all);
    all.sort(Comparator.comparingDouble(tokens -> -score(tokens)));
    List<BeamSearch.Found> found =
        new BeamSearch(predictor, "next").search(start(), 0, 200, LONGEST, END);
    assertThat(found).hasSameSizeAs(all);
    for (int i = 0; i < all.size(); i++) {
      assertThat(found.get(i).tokens()).isEqualTo(all.get(i));
      assertThat(found.get(i).score()).isCloseTo(score(all.get(i)), within(1e-12));
    }
  }

  @Test
  void aBeamOfOneTakesTheLikeliestSymbolAtEachStep() {
    List<Integer> greedy = new ArrayList<>();
    State state = start();
    double[] out = new double[SYMBOLS];
    while (greedy.size() < LONGEST && !greedy.contains(END)) {
      predictor.step(
          state, new double[] {greedy.isEmpty() ? 0 : greedy.get(greedy.size() - 1)}, out);
      int best = 0;
      for (int token = 1; token < SYMBOLS; token++) {
        best = out[token] > out[best] ? token : best;
      }
      greedy.add(best);
    }
    BeamSearch search = new BeamSearch(predictor, "next");
    assertThat(search.search(start(), 0, 1, LONGEST, END).get(0).tokens()).isEqualTo(greedy);
  }

  @Test
  void aSearchDoesNotMoveTheStateItStartsFrom() {
    State state = start();
    BeamSearch search = new BeamSearch(predictor, "next");
    List<BeamSearch.Found> once = search.search(state, 0, 2, LONGEST, END);
    assertThat(search.search(state, 0, 2, LONGEST, END)).isEqualTo(once);
  }

  /** The first step's token is not read: outputs are there before it is known. */
  @Test
  void whatOnlyLaterStepsReadIsGivenWithTheStepAfterItsOwn() {
    assertThat(predictor.late()).containsExactly(true);
    double[] one = new double[SYMBOLS];
    double[] other = new double[SYMBOLS];
    predictor.step(start(), new double[] {0}, one);
    predictor.step(start(), new double[] {1}, other);
    assertThat(one).isEqualTo(other);
  }

  @Test
  void inputsAreCheckedAsTheyAreGiven() {
    SequenceInputs inputs = new SequenceInputs(predictor).put("src", new double[][] {{1}, {2}});
    assertThatThrownBy(() -> inputs.along("s", 3))
        .hasMessageContaining("2 positions along 's', and 3");
    assertThatThrownBy(() -> inputs.put("nothing", new double[] {1}))
        .hasMessageContaining("no input 'nothing'");
    assertThatThrownBy(() -> inputs.put("src", new double[] {1, 2}))
        .hasMessageContaining("2 numbers for 'src', which has 1");
    assertThatThrownBy(() -> predictor.start(new SequenceInputs(predictor)))
        .hasMessageContaining("along 's'");
    assertThatThrownBy(() -> predictor.start())
        .hasMessageContaining("'src' has an axis of its own");
    assertThatThrownBy(() -> new BeamSearch(predictor, "y")).hasMessageContaining("no output 'y'");
  }
}
