package dev.rondo.training;

import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Storage;

/** Is told how a run goes. All calls come from the training thread. */
public interface TrainingListener {
  /** Hears nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** Before the first update. */
  default void started(Start start) {}

  /** After an update. */
  default void updated(Update update) {}

  /** Before an epoch's validation. */
  default void validating(int epoch) {}

  /**
   * After an epoch.
   *
   * @param parameters at its end; belong to the run and change with the next update
   */
  default void epoch(EpochReport report, Numbers parameters) {}

  /** At the end. */
  default void finished(TrainingResult result) {}

  /**
   * What a run will do.
   *
   * @param steps of training sequences an epoch
   * @param heldBack steps of validation sequences
   * @param updates in the whole run
   * @param storage what the largest update keeps
   */
  record Start(
      String model,
      int parameters,
      long sequences,
      long steps,
      long heldBack,
      int epochs,
      long updates,
      Storage storage) {}

  /**
   * Where a run is.
   *
   * @param update from 1, in the whole run
   * @param steps done in this epoch, of {@code stepsOfEpoch}
   * @param loss mean over this epoch so far
   * @param stepsPerSecond in this epoch
   * @param secondsLeft to the end of the run
   */
  record Update(
      int epoch,
      int epochs,
      long update,
      long steps,
      long stepsOfEpoch,
      double loss,
      double rate,
      double stepsPerSecond,
      double secondsLeft) {}
}
