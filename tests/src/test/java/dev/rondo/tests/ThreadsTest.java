package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that several threads share. */
class ThreadsTest {
  private static final CompiledModel MODEL =
      NamedRun.compile(
          """
          model M[V = 5] {
            input x: token[V] over t
            param table: [V, 4] ~ normal(1)
            loss sum(GRU[7](table[x]))
          }
          """,
          Map.of(),
          Precision.F32);

  private static double[] gradient(Runner runner, List<Sequence> sequences) {
    return Gradients.run(runner, MODEL.signature(), Precision.F32, sequences);
  }

  /** What fails in any thread fails in the caller's, and the next run is as if it had not been. */
  @Test
  void aFailureOfOneEndsAll() {
    Map<String, double[]> parameters = RandomData.parameters(MODEL.signature(), 3);
    List<Sequence> good = RandomData.sequences(MODEL.signature(), Collections.nCopies(16, 6), 5);
    for (int bad : new int[] {0, 15}) {
      Runner runner = new Runner(MODEL.program(Purpose.TRAIN), 3, Long.MAX_VALUE);
      runner.load(RandomData.flat(MODEL.signature(), Precision.F32, parameters));
      double[] before = gradient(runner, good);
      List<Sequence> wrong = new ArrayList<>(good);
      wrong.set(bad, good.get(bad).with((input, step, feature) -> 99));
      assertThatThrownBy(() -> gradient(runner, wrong))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(gradient(runner, good)).isEqualTo(before);
    }
  }

  /** A batch with fewer sequences than keep a thread busy is not cut; its sums are the same. */
  @Test
  void anyBatchGivesTheBitsOfOneThread() {
    Map<String, double[]> parameters = RandomData.parameters(MODEL.signature(), 3);
    Runner one = new Runner(MODEL.program(Purpose.TRAIN));
    Runner five = new Runner(MODEL.program(Purpose.TRAIN), 5, Long.MAX_VALUE);
    for (Runner runner : List.of(one, five)) {
      runner.load(RandomData.flat(MODEL.signature(), Precision.F32, parameters));
    }
    for (int batch : new int[] {40, 3, 8, 0, 21, 40}) {
      List<Sequence> sequences =
          RandomData.sequences(MODEL.signature(), Collections.nCopies(batch, 9), batch);
      assertThat(gradient(five, sequences)).isEqualTo(gradient(one, sequences));
    }
  }

  /** Steps that all threads do together: attention within a loop, and a loop within a loop. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        input source: [9] over s
        input x: [5] over t
        h = LSTM[64](concat(x, Attend[64](h[t-1], source)))
        loss sum(h * h)
        """,
        """
        input source: [9] over s
        input x: [5] over t
        param W, U, V: [64, 64] ~ glorot
        param A: [64, 9] ~ glorot
        param B: [64, 5] ~ glorot
        state g: [64] over t over s = 0
        g = tanh(W @ g[t-1] + U @ g[s-1] + A @ source + B @ x)
        loss sum(sum(V @ g, over s))
        """
      })
  void stepsThatAreDoneTogetherGiveTheBitsOfOneThread(String members) {
    CompiledModel model = NamedRun.compile("model M {\n" + members + "}", Map.of(), Precision.F32);
    List<Integer> lengths = Stream.iterate(1, i -> (i * 7) % 13).limit(40).toList();
    List<Sequence> sequences = RandomData.sequences(model.signature(), lengths, 5);
    double[] one = Gradients.run(model, sequences, 1, Long.MAX_VALUE);
    for (int threads : new int[] {2, 3}) {
      for (long room : new long[] {Long.MAX_VALUE, 0}) {
        assertThat(Gradients.run(model, sequences, threads, room)).isEqualTo(one);
      }
    }
  }
}
