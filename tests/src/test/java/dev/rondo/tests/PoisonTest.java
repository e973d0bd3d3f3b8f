package dev.rondo.tests;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.compiler.verify.RandomData.Stored;
import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.State;
import dev.rondo.tests.random.Disagreement;
import dev.rondo.tests.random.Passes;
import dev.rondo.tests.random.RandomProgram;
import dev.rondo.tests.random.RandomRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run gives depends on nothing that earlier runs left in storage. */
class PoisonTest {
  private static final Purpose[] PURPOSES = {Purpose.TRAIN, Purpose.GRADIENTS, Purpose.PREDICT};

  @Test
  void randomPrograms() {
    RandomRun.run(16, p -> of(p, Precision.F64));
    RandomRun.run(28, p -> of(p, Precision.F32));
  }

  private static void of(RandomProgram program, Precision precision) {
    CompiledModel model = Passes.check(program).compile(Map.of(), precision);
    check(model, program.lengths(), program.streaming(), program.seed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Elman[5](x)",
        "LSTM[5](x)",
        "LSTM[5](x, from h = start)",
        "GRU[5](x)",
        "GRUCho[5](x)",
        "Stack[2, GRU[5]](x)",
        "Elman[5](concat(x, x[t-2], x[t-1 else x]))",
      })
  void libraryModels(String application) {
    for (Precision precision : Precision.values()) {
      check(model(application, precision), List.of(4, 0, 7, 7, 1), true, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LSTM[5](x, over reverse t, from c = start)",
        "Bidirectional[LSTM[5]](x)",
        "Stack[2, Bidirectional[GRU[5]]](x)",
      })
  void libraryModelsOfWholeSequences(String application) {
    for (Precision precision : Precision.values()) {
      check(model(application, precision), List.of(4, 0, 7, 7, 1), false, 3);
    }
  }

  /** What the source gets from all steps is summed in the loop that makes it. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void attentionWithinALoop(Precision precision) {
    CompiledModel model =
        NamedRun.compile(
            """
            model Poisoned {
              input source: [2] over s
              input x: [3] over t
              h = GRU[5](concat(x, Attend[4](h[t-1], GRU[5](source))))
              loss sum(h)
            }
            """,
            Map.of(),
            precision);
    check(model, List.of(4, 0, 7, 7, 1), false, 3);
  }

  private static CompiledModel model(String application, Precision precision) {
    return NamedRun.compile(
        """
        model Poisoned {
          input x: [2] over t
          param start: [5] ~ normal(0.1)
          y = %s
          loss sum(squared_error(Linear[2](y), x[t+1]))
          output y
          output z = y[t-3]
        }
        """
            .formatted(application),
        Map.of(),
        precision);
  }

  private static void check(
      CompiledModel model, List<Integer> lengths, boolean streaming, long seed) {
    for (Purpose purpose : PURPOSES) {
      Poisoned poisoned = new Poisoned(model, purpose, seed);
      poisoned.wholeSequences(lengths);
      if (streaming && model.program(purpose).plan().limits().windows().isEmpty()) {
        for (int window : new int[] {1, 2, 3}) {
          poisoned.windows(lengths, window);
        }
      }
    }
  }

  /** A runner whose storage is spoilt before each run, beside one that is new. */
  private static final class Poisoned {
    private final Signature signature;
    private final Program program;
    private final Purpose purpose;
    private final Numbers parameters;
    private final Numbers spoilt;
    private final Runner used;
    private final long seed;

    Poisoned(CompiledModel model, Purpose purpose, long seed) {
      this.signature = model.signature();
      this.program = model.program(purpose);
      this.purpose = purpose;
      Map<String, double[]> values = RandomData.parameters(signature, seed);
      this.parameters = RandomData.flat(signature, model.precision(), values);
      this.spoilt = parameters.copy();
      spoilt.fill(Double.NaN);
      this.used = new Runner(program);
      this.seed = seed;
    }

    /** Larger and smaller layouts in turn. */
    void wholeSequences(List<Integer> lengths) {
      List<Integer> more = new ArrayList<>(lengths);
      more.addAll(List.of(9, 2, 6));
      List<Integer> fewer = lengths.subList(0, (lengths.size() + 1) / 2);
      for (List<Integer> some : List.of(lengths, fewer, more, lengths, List.of(0), fewer, more)) {
        List<Sequence> sequences = sequences(some);
        spoil();
        used.run(sequences, Integer.MAX_VALUE, null);
        Runner fresh = fresh();
        fresh.run(sequences, Integer.MAX_VALUE, null);
        same("lengths " + some, fresh, sequences);
      }
    }

    /** What is carried from window to window is in the state and nowhere else. */
    void windows(List<Integer> lengths, int window) {
      List<Sequence> sequences = sequences(lengths);
      State state = State.initial(program, sequences.size());
      State other = State.initial(program, sequences.size());
      Runner fresh = fresh();
      for (int at = 0; at == 0 || at < Collections.max(lengths); at += window) {
        spoil();
        used.run(sequences, window, state);
        fresh.run(sequences, window, other);
        same("lengths " + lengths + ", window at " + at, fresh, sequences);
      }
    }

    private List<Sequence> sequences(List<Integer> lengths) {
      List<Sequence> sequences = RandomData.sequences(signature, lengths, seed);
      return Chance.drawn(sequences, program.signature(), seed, 0, 0);
    }

    private Runner fresh() {
      Runner runner = new Runner(program);
      runner.load(parameters);
      return runner;
    }

    private void spoil() {
      used.load(spoilt);
      used.run(nothing(List.of(5, 11, 0, 5)), Integer.MAX_VALUE, null);
      Poison.fill(used, program);
      used.load(parameters);
    }

    /** Sequences whose every number is NaN; a token must be one. */
    private List<Sequence> nothing(List<Integer> lengths) {
      List<Sequence> sequences = RandomData.sequences(signature, lengths, seed);
      for (Sequence sequence : sequences) {
        for (int i = 0; i < signature.inputs().size(); i++) {
          if (signature.inputs().get(i).kind() != Signature.Kind.TOKEN) {
            Arrays.fill(((Stored) sequence).inputs().get(i), Double.NaN);
          }
        }
      }
      return Chance.drawn(sequences, program.signature(), seed, 0, 0);
    }

    private void same(String what, Runner fresh, List<Sequence> sequences) {
      Map<String, double[]> expected = results(fresh, sequences);
      results(used, sequences)
          .forEach(
              (name, actual) -> {
                // NaNs are equal, the zeros are not
                if (!Arrays.equals(actual, expected.get(name))) {
                  throw new Disagreement(
                      "%s, %s, %s: in spoilt storage %s, in new %s"
                          .formatted(
                              purpose,
                              what,
                              name,
                              Arrays.toString(actual),
                              Arrays.toString(expected.get(name))));
                }
              });
    }

    /** Everything that a purpose gives, by name. */
    private Map<String, double[]> results(Runner runner, List<Sequence> sequences) {
      Map<String, double[]> all = new LinkedHashMap<>();
      for (int i = 0; i < signature.terms().size() && purpose != Purpose.PREDICT; i++) {
        if (signature.terms().get(i).loss() || purpose != Purpose.TRAIN) {
          all.put("term " + i, new double[] {runner.sum(i), runner.count(i)});
        }
      }
      for (int s = 0; s < sequences.size(); s++) {
        int sequence = s;
        for (int o = 0; o < signature.outputs().size() && purpose != Purpose.TRAIN; o++) {
          int output = o;
          Signature.Output of = signature.outputs().get(o);
          all.put(
              "output " + of.name() + " of sequence " + s,
              numbers(
                  positions(runner, of.axes(), sequences, s),
                  of.size(),
                  (t, f) -> runner.output(output, sequence, t, f)));
        }
        for (int i = 0; i < signature.inputs().size() && purpose == Purpose.GRADIENTS; i++) {
          int input = i;
          Signature.Input of = signature.inputs().get(i);
          all.put(
              "gradient of " + of.name() + " of sequence " + s,
              numbers(
                  positions(runner, of.axes(), sequences, s),
                  of.size(),
                  (t, f) -> runner.inputGradient(input, sequence, t, f)));
        }
      }
      if (purpose != Purpose.PREDICT) {
        Numbers gradient = parameters.copy();
        runner.gradient(gradient);
        all.put("gradient", numbers(1, gradient.size(), (t, i) -> gradient.get(i)));
      }
      return all;
    }

    private int positions(
        Runner runner, List<Integer> axes, List<Sequence> sequences, int sequence) {
      int steps = runner.steps(sequence);
      Sequence of = sequences.get(sequence);
      if (axes.contains(0) && steps < of.length()) {
        // a window of it
        List<Integer> others = axes.stream().filter(axis -> axis != 0).toList();
        return steps * (int) Signature.positions(signature.axes(), others, of);
      }
      return (int) Signature.positions(signature.axes(), axes, of);
    }

    private interface Number {
      double at(int step, int feature);
    }

    private static double[] numbers(int steps, int size, Number number) {
      double[] all = new double[steps * size];
      for (int i = 0; i < all.length; i++) {
        all[i] = number.at(i / size, i % size);
      }
      return all;
    }
  }
}
