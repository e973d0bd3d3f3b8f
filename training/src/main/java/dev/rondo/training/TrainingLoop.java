package dev.rondo.training;

import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Sequence;
import dev.rondo.training.TrainingResult.Outcome;
import dev.rondo.training.data.Part;
import dev.rondo.training.optimize.Clipping;
import dev.rondo.training.optimize.Optimizer;
import dev.rondo.training.optimize.Range;
import dev.rondo.training.settings.Settings;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final Checkpoint.Keeper keeper;

  private final Numbers weights;
  private final Numbers gradient;
  private final Optimizer optimizer;
  private final List<Range> trained;
  private final ScheduledInputs scheduled;
  private final List<EpochReport> reports = new ArrayList<>();
  private final Numbers best;
  private final Clock clock;
  private final long updates;
  private OptionalInt bestEpoch = OptionalInt.empty();
  private double bestValue = Double.NaN;
  private long update;
  private boolean inEpoch;
  private int epoch = 1;
  private int batchesDone;
  private long windowsDone;
  private Totals totals;
  private Map<String, double[]> carried = Map.of();
  private boolean resumed;

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
      BooleanSupplier stop,
      Checkpoint.Keeper keeper) {
    this.train = train;
    this.evaluate = evaluate;
    this.batches = batches;
    this.validation = validation;
    this.settings = settings;
    this.listener = listener;
    this.stop = stop;
    this.keeper = keeper;
    this.weights = initial.copy();
    this.gradient = Optimizer.zerosLike(initial);
    this.best = initial.copy();
    this.trained = Range.trained(train.signature());
    this.optimizer = Optimizer.create(settings.optimizer(), trained, initial, settings.decay());
    this.scheduled = new ScheduledInputs(train.signature(), settings.scheduled());
    this.updates = batches.updates() * settings.epochs();
    this.totals = Totals.ofLosses(train.signature());
    this.clock = new Clock(batches.steps(), settings.epochs());
  }

  /** Goes on where another run stopped; comes before {@link #run}. */
  void resume(Checkpoint from) {
    Checkpoint.Progress progress = from.progress();
    weights.copyFrom(from.last());
    best.copyFrom(from.best());
    optimizer.restore(from.optimizer(), progress.optimized());
    carried = from.carried();
    epoch = progress.epoch();
    update = progress.update();
    batchesDone = progress.batch();
    windowsDone = progress.window();
    bestEpoch =
        progress.bestEpoch() == 0 ? OptionalInt.empty() : OptionalInt.of(progress.bestEpoch());
    bestValue = progress.bestValue();
    totals.restore(array(progress.sums()), array(progress.counts()));
    reports.addAll(progress.reports());
    clock.resume(epoch, progress.steps(), progress.seconds());
    resumed = true;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private void keep() {
    keeper.keep(
        new Checkpoint(
            weights.copy(),
            best.copy(),
            optimizer.averages(), // written before the next update changes them
            windowsDone > 0 ? train.carried() : Map.of(),
            new Checkpoint.Progress(
                epoch,
                update,
                optimizer.updates(),
                batchesDone,
                windowsDone,
                bestEpoch.orElse(0),
                bestValue,
                list(totals.sums()),
                list(totals.counts()),
                clock.steps(),
                clock.secondsOfEpoch(),
                reports)));
  }

  TrainingResult run() {
    TrainingResult result = epochs();
    listener.finished(result);
    return result;
  }

  private TrainingResult epochs() {
    while (epoch <= settings.epochs()) {
      if (noBetter()) {
        break;
      }
      Optional<TrainingResult> end = epoch();
      if (end.isPresent()) {
        return end.get();
      }
      boolean stopping = stop.getAsBoolean() && epoch <= settings.epochs() && !noBetter();
      if (stopping || keeper.due(true)) {
        keep();
      }
      if (stopping) {
        return stopped();
      }
    }
    return noBetter()
        ? result(Outcome.NO_BETTER, noBetterMessage(), "")
        : result(Outcome.FINISHED, "done", "");
  }

  private boolean noBetter() {
    return settings.patience().isPresent()
        && epoch - 1 - bestEpoch.orElse(0) >= settings.patience().getAsInt();
  }

  private String noBetterMessage() {
    return "no better for "
        + Names.count(settings.patience().orElse(0), "epoch")
        + ": stopped after epoch "
        + (epoch - 1);
  }

  /** The rest of an epoch, and the step to the next one; a result if the run ends in it. */
  private Optional<TrainingResult> epoch() {
    if (!resumed) {
      clock.startEpoch(epoch);
    }
    resumed = false;
    inEpoch = true;
    List<List<Sequence>> all = batches.epoch(epoch);
    while (batchesDone < all.size()) {
      Optional<TrainingResult> end = batch(all.get(batchesDone));
      if (end.isPresent()) {
        return end;
      }
    }
    inEpoch = false;
    double stepsPerSecond = clock.stepsPerSecond();
    Optional<Totals> validated = validate(epoch);
    if (validated.isEmpty() && validation.isPresent()) {
      keep();
      return Optional.of(stopped()); // in the middle of its validation
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
    epoch++;
    batchesDone = 0;
    totals = Totals.ofLosses(train.signature());
    clock.startEpoch(epoch);
    return Optional.empty();
  }

  /** The windows of a batch that are left; a result if the run ends there. */
  private Optional<TrainingResult> batch(List<Sequence> batch) {
    long first = (long) batchesDone * settings.batch();
    train.begin(
        scheduled.in(Chance.drawn(batch, train.signature(), settings.seed(), epoch, first)));
    train.restore(carried);
    carried = Map.of();
    long windows = batches.windows(batch);
    for (long window = windowsDone; window < windows; window++) {
      train.load(Chance.drawn(weights, train.signature(), settings.seed(), update));
      scheduled.at(update, updates, epoch);
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
      boolean last = window + 1 == windows;
      windowsDone = last ? 0 : window + 1;
      batchesDone += last ? 1 : 0;
      listener.updated(clock.update(update, totals.loss(), rate));
      boolean stopping = stop.getAsBoolean();
      if (stopping || keeper.due(false)) {
        keep();
      }
      if (stopping) {
        return Optional.of(stopped());
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

  private TrainingResult stopped() {
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
