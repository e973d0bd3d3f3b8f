package dev.rondo;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.State;
import dev.rondo.training.Trainer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Times the steps of a predictor, one sequence, on random inputs. */
final class TimeSteps {
  /** Rows of inputs that take turns. */
  private static final int ROWS = 64;

  /** A clock's reading must not count. */
  private static final double LEAST_SECONDS = 1e-3;

  private final Duration time;

  TimeSteps(Duration time) {
    this.time = time;
  }

  /** Steps until the time is over; empty if the model does not go step by step. */
  Optional<Timings> run(CompiledModel model, long seed) {
    Predictor predictor =
        new Predictor(
            model,
            // drawn numbers cost as much as those of a file
            Trainer.initial(
                model.signature(),
                model.precision(),
                seed,
                Map.of(),
                (file, parameter, values) -> {}),
            Encoding.NONE);
    if (!predictor.streams()) {
      return Optional.empty();
    }
    Signature signature = model.program(Purpose.PREDICT).signature();
    Sequence random = RandomData.sequences(signature, List.of(ROWS), seed).get(0);
    double[][] rows = new double[ROWS][];
    for (int t = 0; t < ROWS; t++) {
      rows[t] = row(predictor.inputs(), signature, random, t);
    }
    double[] begin = row(predictor.sequenceInputs(), signature, random, 0);
    double[] out = new double[predictor.outputSize()];
    Timings timings = new Timings(time);
    int steps = ROWS;
    while (!timings.done()) {
      State state = predictor.start(begin);
      long start = System.nanoTime();
      for (int t = 0; t < steps; t++) {
        predictor.step(state, rows[t % ROWS], out);
      }
      double seconds = (System.nanoTime() - start) * 1e-9;
      if (seconds < LEAST_SECONDS) {
        steps *= 2;
      } else {
        timings.add(seconds / steps);
      }
    }
    return Optional.of(timings);
  }

  /** Numbers of some inputs at a step, one after the other. */
  private static double[] row(
      List<Signature.Input> inputs, Signature signature, Sequence random, int t) {
    double[] row = new double[inputs.stream().mapToInt(Signature.Input::size).sum()];
    int at = 0;
    for (Signature.Input input : inputs) {
      int number = signature.inputs().indexOf(input);
      for (int j = 0; j < input.size(); j++) {
        row[at++] = random.value(number, t, j);
      }
    }
    return row;
  }
}
