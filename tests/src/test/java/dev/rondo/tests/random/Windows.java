package dev.rondo.tests.random;

import dev.rondo.runtime.Model;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.State;
import java.util.ArrayList;
import java.util.List;

/** A run in windows, put together again. */
final class Windows {
  private final Signature signature;
  private final Model model;
  private final Runner runner;
  private final Purpose purpose;

  /** By output, sequence, step. */
  private final List<List<List<double[]>>> outputs = new ArrayList<>();

  private final double[] sums;
  private final double[] counts;

  Windows(Model model, Runner runner, Purpose purpose) {
    this.model = model;
    this.signature = model.signature();
    this.runner = runner;
    this.purpose = purpose;
    this.sums = new double[signature.terms().size()];
    this.counts = new double[signature.terms().size()];
  }

  void run(List<Sequence> sequences, int window) {
    for (int o = 0; o < signature.outputs().size(); o++) {
      List<List<double[]>> bySequence = new ArrayList<>();
      sequences.forEach(s -> bySequence.add(new ArrayList<>()));
      outputs.add(bySequence);
    }
    State state = State.initial(model.program(purpose), sequences.size());
    long longest = sequences.stream().mapToLong(Sequence::length).max().orElse(0);
    for (long at = 0; at < longest; at += window) {
      // a copy each time: a state is a value
      state = state.copy();
      runner.run(sequences, window, state);
      for (int s = 0; s < sequences.size(); s++) {
        long expected = Math.min(sequences.get(s).length(), at + window);
        if (state.position(s) != expected) {
          throw new Disagreement(
              "after a window of "
                  + window
                  + " sequence "
                  + s
                  + " is at "
                  + state.position(s)
                  + ", not at "
                  + expected);
        }
        collect(s);
      }
      for (int i = 0; i < sums.length && purpose == Purpose.EVALUATE; i++) {
        sums[i] += runner.sum(i);
        counts[i] += runner.count(i);
      }
    }
  }

  private void collect(int sequence) {
    for (int o = 0; o < signature.outputs().size(); o++) {
      Signature.Output output = signature.outputs().get(o);
      for (int t = 0; output.overTime() && t < runner.steps(sequence); t++) {
        double[] features = new double[output.size()];
        for (int f = 0; f < features.length; f++) {
          features[f] = runner.output(o, sequence, t, f);
        }
        outputs.get(o).get(sequence).add(features);
      }
    }
  }

  List<double[]> outputs(int output, int sequence) {
    return outputs.get(output).get(sequence);
  }

  double sum(int term) {
    return sums[term];
  }

  double count(int term) {
    return counts[term];
  }
}
