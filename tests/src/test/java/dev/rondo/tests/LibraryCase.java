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
import java.util.function.UnaryOperator;

/**
 * An application of a library cell, in a model by itself.
 *
 * @param size how many numbers its value has; 1 of a {@code real} one; 0 where the members say what
 *     the loss is
 * @param inputs what the model declares beside {@code x}, which has two numbers
 */
record LibraryCase(String text, int size, String inputs) {
  static final int WIDTH = 2;

  LibraryCase(String text, int size) {
    this(text, size, "");
  }

  LibraryCase(String text, String members) {
    this(text, 0, members);
  }

  @Override
  public String toString() {
    return text;
  }

  CompiledModel model() {
    return model(Precision.F64);
  }

  CompiledModel model(Precision precision) {
    if (size == 0) {
      String all = "model Library[L = 3] { input x: [%d] over t %s y = %s output y }";
      return NamedRun.compile(all.formatted(WIDTH, inputs, text), Map.of(), precision);
    }
    String type = size == 1 ? "real" : "[" + size + "]";
    String error = size == 1 ? "squared_error(y, goal)" : "sum(squared_error(y, goal))";
    String start = text.contains("start") ? "param start: [3] ~ normal(0.1)" : "";
    return NamedRun.compile(
        """
        model Library {
          input x: [%d] over t
          %s
          input goal: %s over t
          %s
          y = %s
          loss %s
          output y
        }
        """
            .formatted(WIDTH, inputs, type, start, text, error),
        Map.of(),
        precision);
  }

  /** A cell's loop, one step after the other, from fresh states. */
  interface Loop {
    Step start(Weights weights);
  }

  /** All inputs of a step to the value there. */
  interface Step {
    double[] at(double[] x);
  }

  /** The value is what the loop gives, by bytecode and by the evaluator. */
  void is(Loop loop) {
    CompiledModel model = model();
    Map<String, double[]> parameters = RandomData.parameters(model.signature(), 4);
    is(model, parameters, x -> run(loop, new Weights(parameters, "y."), x));
  }

  static double[][] run(Loop loop, Weights weights, double[][] x) {
    Step step = loop.start(weights);
    double[][] all = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      all[t] = step.at(x[t]).clone();
    }
    return all;
  }

  static void is(
      CompiledModel model, Map<String, double[]> parameters, UnaryOperator<double[][]> loop) {
    List<Sequence> sequences =
        RandomData.sequences(model.signature(), List.of(4, 0, 1, 9, 4, 2), 7);
    NamedRun run = new NamedRun(model, Purpose.PREDICT).load(parameters).run(sequences);
    Evaluate evaluate = new Evaluate(model.equations(Purpose.PREDICT), parameters, sequences);
    String y = model.equations(Purpose.PREDICT).roots().get("output/y");
    for (int s = 0; s < sequences.size(); s++) {
      double[][] expected = loop.apply(steps(model, sequences.get(s)));
      for (int t = 0; t < expected.length; t++) {
        for (int i = 0; i < expected[t].length; i++) {
          String place = "sequence " + s + " step " + t + " unit " + i;
          assertThat(run.output("y", s, t, i)).as(place).isCloseTo(expected[t][i], within(1e-12));
          int[] feature = expected[t].length == 1 ? new int[0] : new int[] {i};
          assertThat(evaluate.value(y, t, s, feature))
              .as(place)
              .isCloseTo(expected[t][i], within(1e-12));
        }
      }
    }
  }

  /** The inputs of each step side by side, without the goal. */
  private static double[][] steps(CompiledModel model, Sequence sequence) {
    var inputs = model.signature().inputs();
    int width = inputs.stream().mapToInt(i -> i.name().equals("goal") ? 0 : i.size()).sum();
    double[][] x = new double[(int) sequence.length()][width];
    for (int t = 0; t < x.length; t++) {
      int at = 0;
      for (int n = 0; n < inputs.size(); n++) {
        for (int k = 0; k < inputs.get(n).size() && !inputs.get(n).name().equals("goal"); k++) {
          x[t][at++] = sequence.value(n, t, k);
        }
      }
    }
    return x;
  }
}
