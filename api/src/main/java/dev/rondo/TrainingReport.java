package dev.rondo;

import dev.rondo.training.Evaluation;
import dev.rondo.training.Forecasts;
import dev.rondo.training.TrainingResult;
import java.util.Optional;

/**
 * What a training came to.
 *
 * @param model with the kept parameters, also of a run that was stopped or diverged
 * @param result how the run ended, epoch by epoch
 * @param test the kept parameters on the {@code test} part; empty without one, or if the run did
 *     not come to its end
 * @param forecasts beside the {@code baselines}; empty if the settings ask for none, or the run
 *     diverged
 */
public record TrainingReport(
    TrainedModel model,
    TrainingResult result,
    Optional<Evaluation> test,
    Optional<Forecasts> forecasts) {

  /**
   * The model, unless a loss or gradient was not finite.
   *
   * @throws RondoException saying when, and what to try
   */
  public TrainedModel finished() {
    if (result.outcome() == TrainingResult.Outcome.DIVERGED) {
      throw new RondoException(model.model().file().toString(), result.message(), result.help());
    }
    return model;
  }
}
