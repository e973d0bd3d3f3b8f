package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Storage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Windows whose steps use the same storage, strip by strip. */
class StripsTest {
  private static CompiledModel model(String members) {
    return NamedRun.compile("model M[H = 5] {\n" + members + "\n}\n", Map.of(), Precision.F32);
  }

  /** The gradient and the loss, in an order of the sequences that their lengths do not have. */
  private static double[] gradient(CompiledModel model, long room, int threads) {
    List<Integer> lengths = List.of(33, 0, 40, 1, 38, 7, 12, 40);
    return Gradients.run(model, RandomData.sequences(model.signature(), lengths, 5), threads, room);
  }

  private static void assertSame(String members) {
    CompiledModel model = model(members);
    assertThat(model.program(Purpose.TRAIN).plan().limits().strips()).isEmpty();
    double[] whole = gradient(model, Long.MAX_VALUE, 1);
    assertThat(gradient(model, 0, 1)).isEqualTo(whole);
    assertThat(gradient(model, 0, 2)).isEqualTo(whole);
  }

  @Test
  void delaysAndInputsAhead() {
    assertSame(
        """
          input x: [3] over t
          param a: [H] ~ normal(1)
          state h: [H] = a
          h = tanh(Elman[H](x) + 0.5 * h[t-1] - 0.3 * h[t-3] + Linear[H](x[t-2]))
          loss sum(squared_error(Linear[3](h), x[t+2]))
        """);
  }

  @Test
  void ends() {
    assertSame(
        """
          input x: [3] over t
          h = LSTM[H](x)
          loss sum(h[first] * h[last]) + sum(x[first])
        """);
  }

  @Test
  void anEndOfSomethingDelayed() {
    assertSame(
        """
          input x: [3] over t
          h = GRU[H](x)
          g = h[t-2]
          loss sum(g[last] * h[last])
        """);
  }

  @Test
  void positionsAndMasks() {
    assertSame(
        """
          input x: [3] over t
          h = GRU[H](x * (1 + 0.1 * t))
          loss sum(h) when t > 1
        """);
  }

  /** What runs against the steps needs all of them. */
  @Test
  void aReverseLoopStaysWhole() {
    CompiledModel model =
        model(
            """
              input x: [3] over t
              h = GRU[H](x)
              g = GRU[H](x, over reverse t)
              loss sum(h * g)
            """);
    assertThat(model.program(Purpose.TRAIN).plan().limits().strips())
        .contains("needs all steps of a sequence at once");
    assertThat(gradient(model, 0, 1)).isEqualTo(gradient(model, Long.MAX_VALUE, 1));
  }

  @Test
  void storageGrowsWithTheRootOfTheSteps() {
    CompiledModel model =
        model(
            """
              input x: [3] over t
              loss sum(squared_error(Linear[3](LSTM[H](x)), x[t+1]))
            """);
    Runner runner = new Runner(model.program(Purpose.TRAIN), 1, 0);
    Storage small = storage(runner, model, 1_000);
    Storage large = storage(runner, model, 100_000);
    // without what vectors work in, which their width decides
    long fixed = storage(runner, model, 1).whole();
    assertThat(large.whole() - fixed).isGreaterThan(99 * (small.whole() - fixed));
    assertThat(large.bytes()).isLessThan(11 * small.bytes());
    assertThat(large.steps()).isEqualTo(317);
    assertThat(large.inStrips()).isTrue();
    Runner enough = new Runner(model.program(Purpose.TRAIN), 1, large.whole());
    assertThat(storage(enough, model, 100_000).inStrips()).isFalse();
  }

  private static Storage storage(Runner runner, CompiledModel model, int steps) {
    List<Sequence> sequences = RandomData.sequences(model.signature(), List.of(steps, steps), 5);
    return runner.storage(sequences, Integer.MAX_VALUE);
  }
}
