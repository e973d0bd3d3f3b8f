package dev.rondo.training;

import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Sequence;
import dev.rondo.training.TrainingResult.Outcome;
import dev.rondo.training.data.Part;
import dev.rondo.training.optimize.Clipping;
import dev.rondo.training.optimize.Optimizer;
import dev.rondo.training.optimize.Range;
import dev.rondo.training.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * The run itself: epochs of windows, each an update; after each epoch the validation. The clock is
 * read for reports alone: nothing that is computed depends on it.
 */
final class TrainingLoop {
  private final Engine train;
  private final Engine evaluate;
  private final Batches batches;
  private final Optional<Part> validation;
  private final Settings settings;
  private final TrainingListener listener;
  private final BooleanSupplier stop;

  private final Numbers weights;
  private final Numbers gradient;
  private final Optimizer optimizer;
  private final List<Range> trained;
  private final List<EpochReport> reports = new ArrayList<>();
  private final Numbers best;
  private final Clock clock;
  private final long updates;
  private OptionalInt bestEpoch = OptionalInt.empty();
  private double bestValue = Double.NaN;
  private long update;
  private boolean inEpoch;

  /**
   * @param evaluate may be null if there is nothing to validate on
   * @param initial the parameters to begin with; not changed
   */
  TrainingLoop(
      Engine train,
      Engine evaluate,
      Numbers initial,
      Batches batches,
      Optional<Part> validation,
      Settings settings,
      TrainingListener listener,
      BooleanSupplier stop) {
    this.train = train;
    this.evaluate = evaluate;
    this.batches = batches;
    this.validation = validation;
    this.settings = settings;
    this.listener = listener;
    this.stop = stop;
    this.weights = initial.copy();
    this.gradient = Optimizer.zerosLike(initial);
    this.best = initial.copy();
    this.trained = Range.trained(train.signature());
    this.optimizer = Optimizer.create(settings.optimizer(), trained, initial, settings.decay());
    this.updates = batches.updates() * settings.epochs();
    this.clock = new Clock(batches.steps(), settings.epochs());
  }

  TrainingResult run() {
    TrainingResult result = epochs();
    listener.finished(result);
    return result;
  }

  private TrainingResult epochs() {
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      clock.startEpoch(epoch);
      inEpoch = true;
      Totals totals = Totals.ofLosses(train.signature());
      for (List<Sequence> batch : batches.epoch(epoch)) {
        Optional<TrainingResult> end = batch(batch, epoch, totals);
        if (end.isPresent()) {
          return end.get();
        }
      }
      inEpoch = false;
      double stepsPerSecond = clock.stepsPerSecond();
      Optional<Totals> validated = validate(epoch);
      if (validated.isEmpty() && validation.isPresent()) {
        return stopped(epoch); // in the middle of its validation
      }
      boolean better = improves(totals, validated);
      if (better) {
        bestEpoch = OptionalInt.of(epoch);
        best.copyFrom(weights);
      }
      reports.add(
          new EpochReport(
              epoch,
              totals.loss(),
              validated.map(v -> OptionalDouble.of(v.loss())).orElse(OptionalDouble.empty()),
              validated.map(Totals::terms).orElse(Map.of()),
              rate(epoch, Math.max(0, update - 1)),
              stepsPerSecond,
              clock.secondsOfEpoch(),
              better));
      listener.epoch(reports.get(reports.size() - 1), weights);
      if (settings.patience().isPresent()
          && epoch - bestEpoch.orElse(0) >= settings.patience().getAsInt()) {
        return result(
            Outcome.NO_BETTER,
            "no better for "
                + Names.count(settings.patience().getAsInt(), "epoch")
                + ": stopped after epoch "
                + epoch,
            "");
      }
      if (stop.getAsBoolean() && epoch < settings.epochs()) {
        return stopped(epoch + 1);
      }
    }
    return result(Outcome.FINISHED, "done", "");
  }

  /** All windows of a batch; a result if the run ends there. */
  private Optional<TrainingResult> batch(List<Sequence> batch, int epoch, Totals totals) {
    train.begin(batch);
    long windows = batches.windows(batch);
    for (long window = 0; window < windows; window++) {
      train.load(weights);
      train.advance(batches.window());
      Totals own = Totals.ofLosses(train.signature());
      own.add(train);
      totals.add(train);
      for (int i = 0; i < batch.size(); i++) {
        clock.add(train.steps(i));
      }
      double rate = rate(epoch, update);
      if (own.counted()) {
        if (!Double.isFinite(own.loss())) {
          return Optional.of(diverged("the loss is " + own.loss(), epoch, rate));
        }
        train.gradient(gradient);
        double norm = Clipping.clip(gradient, trained, settings.clip());
        if (!Double.isFinite(norm)) {
          return Optional.of(diverged("the gradient is not finite", epoch, rate));
        }
        optimizer.update(weights, gradient, rate);
      }
      update++;
      listener.updated(clock.update(update, totals.loss(), rate));
      if (stop.getAsBoolean()) {
        return Optional.of(stopped(epoch));
      }
    }
    return Optional.empty();
  }

  private double rate(int epoch, long number) {
    return settings.rate().at(number, updates, epoch);
  }

  /** Empty without validation data, and if it was asked to stop. */
  private Optional<Totals> validate(int epoch) {
    if (validation.isEmpty()) {
      return Optional.empty();
    }
    listener.validating(epoch);
    Totals totals =
        Pass.run(
            evaluate,
            weights,
            validation.get(),
            settings.batch(),
            stop,
            (engine, first, size, start, counted, last) -> {});
    return stop.getAsBoolean() ? Optional.empty() : Optional.of(totals);
  }

  /** Without validation the last epoch is the one to keep. */
  private boolean improves(Totals trainingTotals, Optional<Totals> validated) {
    if (validated.isEmpty()) {
      return Double.isFinite(trainingTotals.loss());
    }
    Settings.Monitor monitor = settings.monitor();
    double value = validated.get().terms().getOrDefault(monitor.name(), validated.get().loss());
    boolean better =
        Double.isFinite(value)
            && (Double.isNaN(bestValue)
                || (monitor.larger() ? value > bestValue : value < bestValue));
    if (better) {
      bestValue = value;
    }
    return better;
  }

  private TrainingResult stopped(int epoch) {
    return result(Outcome.STOPPED, "stopped in epoch " + epoch + " of " + settings.epochs(), "");
  }

  private TrainingResult diverged(String what, int epoch, double rate) {
    return result(
        Outcome.DIVERGED,
        what + " at update " + (update + 1) + " (epoch " + epoch + ", rate " + rate + ")",
        settings.clip() instanceof Settings.Clip.None
            ? "bound the gradient (clip = norm(1)), or lower the rate"
            : "lower the rate, or clip more");
  }

  private TrainingResult result(Outcome outcome, String message, String help) {
    boolean current = bestEpoch.isEmpty() || validation.isEmpty();
    return new TrainingResult(
        (current ? weights : best).copy(),
        current && inEpoch ? OptionalInt.empty() : bestEpoch,
        reports,
        outcome,
        message,
        help);
  }
}
