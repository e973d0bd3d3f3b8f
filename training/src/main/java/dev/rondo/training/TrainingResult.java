package dev.rondo.training;

import dev.rondo.runtime.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How a run ended.
 *
 * @param parameters of the best validated epoch; without validation, or before its first, the last
 * @param keptEpoch the epoch that they are from; empty if they are from the middle of one
 * @param message one sentence for the user
 * @param help what to try, or the empty string
 */
public record TrainingResult(
    Numbers parameters,
    OptionalInt keptEpoch,
    List<EpochReport> epochs,
    Outcome outcome,
    String message,
    String help) {
  public TrainingResult {
    epochs = List.copyOf(epochs);
  }

  /** What the parameters are, for the line that says where they were saved. */
  public String kept() {
    if (keptEpoch.isEmpty()) {
      return "the parameters after the last update";
    }
    EpochReport report = epochs.get(keptEpoch.getAsInt() - 1);
    return report.validationLoss().isPresent()
        ? String.format(
            Locale.ROOT,
            "the parameters of epoch %d, validation %.4f",
            report.epoch(),
            report.validationLoss().getAsDouble())
        : "the parameters after epoch " + report.epoch();
  }

  /** Why a run ended. */
  public enum Outcome {
    /** All epochs are done. */
    FINISHED,
    /** Nothing better for as many epochs as {@code patience} says. */
    NO_BETTER,
    /** It was asked to stop. */
    STOPPED,
    /** A loss or gradient was not finite; the parameters are those before it. */
    DIVERGED
  }
}
