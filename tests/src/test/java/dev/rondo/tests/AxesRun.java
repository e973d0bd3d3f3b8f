package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.evaluate.Evaluate;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.compiler.verify.RandomData.Stored;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A library cell over several axes: its value {@code y} against a loop over each sequence. */
final class AxesRun {
  private static final List<Integer> LENGTHS = List.of(4, 0, 1, 3, 4, 2, 1, 2, 0, 2, 1, 2);

  private final CompiledModel model;
  private final Signature signature;
  private final Map<String, double[]> parameters;
  private final List<Sequence> sequences;

  private AxesRun(LibraryCase application) {
    this.model = application.model();
    this.signature = model.signature();
    this.parameters = RandomData.parameters(signature, 4);
    this.sequences = RandomData.sequences(signature, LENGTHS, 11);
  }

  /** What a loop reads of one sequence. */
  record Given(Weights weights, Signature signature, Stored sequence) {
    int length(String axis) {
      return signature.length(signature.axis(axis), sequence, 0);
    }

    /** An input position by position; of one over several axes the last varies fastest. */
    double[][] rows(String input) {
      List<String> names = signature.inputs().stream().map(Signature.Input::name).toList();
      int number = names.indexOf(input);
      double[] values = sequence.inputs().get(number);
      int size = signature.inputs().get(number).size();
      return IntStream.range(0, values.length / size)
          .mapToObj(i -> Arrays.copyOfRange(values, i * size, (i + 1) * size))
          .toArray(double[][]::new);
    }

    int[] tokens(String input) {
      return Arrays.stream(rows(input)).mapToInt(row -> (int) row[0]).toArray();
    }
  }

  /** The values of a sequence, one for each position. */
  interface Loop {
    double[][] run(Given given);
  }

  /** The value is what the loop gives, by bytecode and by the evaluator. */
  static void same(LibraryCase application, Loop loop) {
    AxesRun run = new AxesRun(application);
    NamedRun bytecode =
        new NamedRun(run.model, Purpose.PREDICT).load(run.parameters).run(run.sequences);
    Evaluate evaluate =
        new Evaluate(run.model.equations(Purpose.PREDICT), run.parameters, run.sequences);
    String y = run.model.equations(Purpose.PREDICT).roots().get("output/y");
    for (int s = 0; s < run.sequences.size(); s++) {
      Stored sequence = RandomData.copy(run.signature, run.sequences.get(s));
      Weights weights = new Weights(run.parameters, "y.");
      double[][] expected = loop.run(new Given(weights, run.signature, sequence));
      for (int p = 0; p < expected.length; p++) {
        for (int i = 0; i < expected[p].length; i++) {
          String place = "sequence %d position %d unit %d".formatted(s, p, i);
          int[] feature = run.shape().isEmpty() ? new int[0] : new int[] {i};
          assertThat(bytecode.output("y", s, p, i))
              .as(place)
              .isCloseTo(expected[p][i], within(1e-12));
          assertThat(evaluate.value(y, run.evaluated(sequence, p), s, feature))
              .as(place)
              .isCloseTo(expected[p][i], within(1e-12));
        }
      }
    }
  }

  private List<Integer> shape() {
    return signature.outputs().get(0).shape();
  }

  /** The evaluator counts as many positions along each axis as the longest sequence has. */
  private long evaluated(Stored sequence, int position) {
    List<Integer> axes = signature.outputs().get(0).axes();
    long number = 0;
    long factor = 1;
    int left = position;
    for (int a = axes.size() - 1; a >= 0; a--) {
      int axis = axes.get(a);
      int own = Math.max(1, signature.length(axis, sequence, 0));
      int longest =
          sequences.stream().mapToInt(s -> signature.length(axis, s, 0)).max().orElseThrow();
      number += left % own * factor;
      left /= own;
      factor *= longest;
    }
    return number;
  }
}
