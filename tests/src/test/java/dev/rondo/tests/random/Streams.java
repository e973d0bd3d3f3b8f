package dev.rondo.tests.random;

import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.Model;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.State;
import java.util.ArrayList;
import java.util.List;

/** Sequences through a predictor: at once, and step by step side by side. */
final class Streams {
  private final Predictor predictor;
  private final Model model;
  private final List<Sequence> sequences;

  Streams(Model model, Numbers parameters, List<Sequence> sequences) {
    this.model = model;
    this.predictor = new Predictor(model, parameters, Encoding.NONE);
    this.sequences = sequences;
  }

  /** All of a sequence's numbers at once: its steps, then its outputs that are not over time. */
  List<double[]> whole(int sequence) {
    Sequence of = sequences.get(sequence);
    if (model.signature().axes().size() > 1) {
      return all(predictor.run(of));
    }
    double[][] steps = new double[(int) of.length()][];
    for (int t = 0; t < steps.length; t++) {
      steps[t] = numbers(predictor.inputs(), of, t);
    }
    return all(predictor.run(numbers(predictor.sequenceInputs(), of, 0), steps));
  }

  private static List<double[]> all(Predictor.Outputs outputs) {
    List<double[]> all = new ArrayList<>(List.of(outputs.steps()));
    all.add(outputs.sequence());
    return all;
  }

  /**
   * The steps of each sequence, a step of each in turn; states go through copies and bytes on the
   * way. Behind the outputs over time come those that are not, so far.
   */
  List<List<double[]>> stepByStep() {
    List<State> states = new ArrayList<>();
    List<List<double[]>> all = new ArrayList<>();
    long longest = 0;
    for (Sequence sequence : sequences) {
      states.add(
          model.signature().axes().size() > 1
              ? predictor.start(sequence)
              : predictor.start(numbers(predictor.sequenceInputs(), sequence, 0)));
      all.add(new ArrayList<>());
      longest = Math.max(longest, sequence.length());
    }
    double[] out = new double[predictor.outputSize()];
    for (long t = 0; t < longest; t++) {
      for (int s = 0; s < sequences.size(); s++) {
        if (t < sequences.get(s).length()) {
          State before = states.get(s).copy();
          double[] x = given(sequences.get(s), t);
          predictor.step(states.get(s), x, out);
          // the copy is not moved, and goes on from where it is
          State again = predictor.restore(predictor.save(before));
          predictor.step(again, x, out);
          states.set(s, t % 2 == 0 ? again : states.get(s));
          all.get(s).add(out.clone());
        }
      }
    }
    return all;
  }

  /** What a step takes: of what no step reads at its own, the value of the step before. */
  private double[] given(Sequence sequence, long t) {
    double[] now = numbers(predictor.inputs(), sequence, t);
    double[] before = t == 0 ? now : numbers(predictor.inputs(), sequence, t - 1);
    boolean[] late = predictor.late();
    for (int j = 0; j < now.length; j++) {
      now[j] = late[j] ? before[j] : now[j];
    }
    return now;
  }

  private double[] numbers(List<Signature.Input> inputs, Sequence sequence, long step) {
    double[] numbers = new double[inputs.stream().mapToInt(Signature.Input::size).sum()];
    int next = 0;
    for (Signature.Input input : inputs) {
      for (int j = 0; j < input.size(); j++) {
        numbers[next++] = sequence.value(model.signature().inputs().indexOf(input), step, j);
      }
    }
    return numbers;
  }
}
