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
import dev.rondo.runtime.State;
import dev.rondo.tests.random.RandomRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on windows: values are carried over their edges, gradients end there. */
class WindowGradientTest {
  private static final List<Integer> LENGTHS = List.of(5, 0, 7, 1, 7, 2);
  private static final int UNITS = 3;

  /** A model that trains on windows, and one whose sequences are pieces of its sequences. */
  private static final String WHOLE =
      """
      model Whole {
        input x: [2] over t
        param h0: [3] ~ normal(0.1)
        param c0: [3] ~ normal(0.1)

        cell1 = %s

        loss sum(squared_error(Linear[2](cell1), x[t+1]))
        output h = cell1
        %s
      }
      """;

  private static final String PIECE =
      """
      model Piece {
        input x: [2] over t
        input next: [2] over t
        input has: real over t
        input h0: [3]
        input c0: [3]

        cell1 = %s

        loss sum(squared_error(Linear[2](cell1), next)) when has > 0.5
      }
      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void lstm(int window) {
    new Pieces("LSTM[3](x, from h = h0, from c = c0)", "output c = cell1.c").compare(window);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void gru(int window) {
    new Pieces("GRU[3](x, from h = h0)", "").compare(window);
  }

  /** The windows of one model, one after the other. */
  private static final class Pieces {
    private final CompiledModel whole;
    private final CompiledModel piece;
    private final Map<String, double[]> parameters;
    private final List<Sequence> sequences;
    private final NamedRun predicted;
    private final List<String> states;

    Pieces(String application, String output) {
      whole = NamedRun.compile(WHOLE.formatted(application, output), Map.of(), Precision.F64);
      piece = NamedRun.compile(PIECE.formatted(application), Map.of(), Precision.F64);
      parameters = RandomData.parameters(whole.signature(), 11);
      sequences = RandomData.sequences(whole.signature(), LENGTHS, 12);
      predicted = new NamedRun(whole, Purpose.PREDICT).load(parameters).run(sequences);
      states = output.isEmpty() ? List.of("h") : List.of("h", "c");
    }

    void compare(int window) {
      NamedRun trained = new NamedRun(whole, Purpose.TRAIN).load(parameters);
      State state = trained.start(sequences.size());
      for (int at = 0; at < 7; at += window) {
        trained.run(sequences, window, state);
        List<Sequence> pieces = pieces(at, window);
        NamedRun run = new NamedRun(piece, Purpose.GRADIENTS).load(parameters).run(pieces);
        Evaluate evaluate = new Evaluate(piece.equations(Purpose.GRADIENTS), parameters, pieces);
        assertThat(trained.count("loss")).isEqualTo(run.count("loss"));
        assertThat(trained.sum("loss")).isCloseTo(run.sum("loss"), within(1e-12));
        assertThat(trained.loss()).isCloseTo(evaluate.root("loss")[0], within(1e-12));
        for (Signature.Parameter parameter : piece.signature().parameters()) {
          String what = parameter.path() + ", window of " + window + " at " + at;
          double[] actual = trained.gradient(parameter.path());
          close(what, actual, run.gradient(parameter.path()));
          close(what, actual, evaluate.root("gradient/" + parameter.path()));
        }
        initialStates(trained, run, at);
      }
      assertThat(state.position(2)).isEqualTo(7);
    }

    /** Only the window in which sequences start says something about how they start. */
    private void initialStates(NamedRun trained, NamedRun run, int at) {
      for (String name : states) {
        double[] expected = new double[UNITS];
        for (int s = 0; s < sequences.size() && at == 0; s++) {
          for (int f = 0; f < UNITS; f++) {
            expected[f] += run.inputGradient(name + "0", s, 0, f);
          }
        }
        double[] actual = trained.gradient(name + "0");
        close("learned " + name + "0 at " + at, actual, expected);
        assertThat(actual[0] != 0).isEqualTo(at == 0);
      }
    }

    private List<Sequence> pieces(int at, int window) {
      List<Sequence> pieces = new ArrayList<>();
      for (int s = 0; s < sequences.size(); s++) {
        pieces.add(piece(s, at, window));
      }
      return pieces;
    }

    private Sequence piece(int s, int at, int window) {
      Sequence sequence = sequences.get(s);
      int length = (int) Math.max(0, Math.min(window, sequence.length() - at));
      double[] x = new double[2 * length];
      double[] next = new double[2 * length];
      double[] has = new double[length];
      for (int i = 0; i < x.length; i++) {
        int t = at + i / 2;
        x[i] = sequence.value(0, t, i % 2);
        // the next number is the real one, at the edge of a window too
        has[i / 2] = t + 1 < sequence.length() ? 1 : 0;
        next[i] = has[i / 2] == 0 ? 0 : sequence.value(0, t + 1, i % 2);
      }
      Map<String, double[]> inputs = new HashMap<>();
      inputs.putAll(Map.of("x", x, "next", next, "has", has));
      for (String name : List.of("h", "c")) {
        boolean carried = at > 0 && length > 0 && states.contains(name);
        double[] start = carried ? predicted.output(name, s, at - 1) : parameters.get(name + "0");
        inputs.put(name + "0", start);
      }
      return NamedRun.sequence(piece, length, inputs);
    }
  }

  private static void close(String what, double[] actual, double[] expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as(what + " number " + i).isCloseTo(expected[i], within(1e-12));
    }
  }

  /** Delays of any length, of inputs, gates and states, and gates of other cells. */
  @Test
  void randomProgramsStopAtTheEdges() {
    AtomicInteger compared = new AtomicInteger();
    for (int window : new int[] {1, 2, 3}) {
      RandomRun.run(6, p -> compared.addAndGet(StoppedWindows.compare(p, window) ? 1 : 0));
    }
    assertThat(compared).hasPositiveValue();
  }
}
