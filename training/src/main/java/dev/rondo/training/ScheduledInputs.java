package dev.rondo.training;

import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.training.settings.Schedule;
import java.util.List;
import java.util.Map;

/**
 * Inputs that in training are what the settings say for an update. They are a function of the run's
 * counters alone, so that a run which is taken up again goes on with them.
 */
final class ScheduledInputs {
  private final Schedule[] schedules;
  private final double[] values;
  private final boolean any;

  ScheduledInputs(Signature program, Map<String, Schedule> scheduled) {
    this.schedules =
        program.inputs().stream()
            .map(input -> scheduled.get(input.name()))
            .toArray(Schedule[]::new);
    this.values = new double[schedules.length];
    this.any = program.inputs().stream().anyMatch(input -> scheduled.containsKey(input.name()));
  }

  /** Sets what they are in an update, for all sequences given out. */
  void at(long update, long updates, int epoch) {
    for (int i = 0; i < schedules.length; i++) {
      values[i] = schedules[i] == null ? 0 : schedules[i].at(update, updates, epoch);
    }
  }

  /** Sequences whose scheduled inputs are those of the current update. */
  List<Sequence> in(List<Sequence> sequences) {
    return any ? sequences.stream().map(this::in).toList() : sequences;
  }

  private Sequence in(Sequence of) {
    return of.with(
        (input, step, feature) ->
            schedules[input] == null ? of.value(input, step, feature) : values[input]);
  }
}
