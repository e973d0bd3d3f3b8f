package dev.rondo;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.runtime.Cost;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Signature;
import dev.rondo.training.DataException;
import dev.rondo.training.settings.Settings;
import dev.rondo.training.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Measures how fast a model trains and predicts, on random data of the right shapes. Nothing else
 * should disturb it.
 */
public final class Benchmark {
  /** Of a train block that says nothing: a length that recurrent networks are measured at. */
  private static final int STEPS = 50;

  private static final long SEED = 1;

  private final RecurrentModel model;
  private final List<String> over = new ArrayList<>();
  private Optional<Path> data = Optional.empty();
  private OptionalInt batch = OptionalInt.empty();
  private OptionalInt steps = OptionalInt.empty();
  private Duration time = Duration.ofSeconds(4);
  private int threads = 1;

  Benchmark(RecurrentModel model) {
    this.model = model;
  }

  /**
   * The data file that gives open sizes, in place of the train block's; its values do not count.
   */
  public Benchmark data(Path file) {
    data = Optional.of(file);
    return this;
  }

  /** Settings in place of the train block's: {@code "precision=f64"}. */
  public Benchmark set(String... settings) {
    over.addAll(List.of(settings));
    return this;
  }

  /**
   * How many threads compute an update; 1. A predictor's step is that of one thread.
   *
   * @throws RondoException if it is below 1
   */
  public Benchmark threads(int count) {
    threads = positive(count, "threads");
    return this;
  }

  /**
   * Sequences an update; the train block's {@code batch}.
   *
   * @param sequences at least 1
   */
  public Benchmark batch(int sequences) {
    batch = OptionalInt.of(positive(sequences, "batch"));
    return this;
  }

  /**
   * Steps of each sequence; the train block's {@code window}, or 50.
   *
   * @param count at least 1
   */
  public Benchmark steps(int count) {
    steps = OptionalInt.of(positive(count, "steps"));
    return this;
  }

  /** How long training and predicting are each measured, half of it to warm up; 4 seconds. */
  public Benchmark time(Duration each) {
    time = each;
    return this;
  }

  static <N extends Number> N positive(N number, String what) {
    if (number.longValue() < 1) {
      throw new ArgumentException("--" + what + " " + number, "at least 1");
    }
    return number;
  }

  /**
   * Measures.
   *
   * @throws RondoException if nothing says how large a size is, or the loss is not finite on random
   *     data
   * @throws ModelException if the sizes do not fit the model
   * @throws SettingsException if the settings are wrong
   * @throws DataException if the data that give sizes are wrong
   */
  public BenchmarkReport run() {
    Settings settings = model.settings(over);
    Explainer explainer =
        model.explainer().set(over.toArray(String[]::new)).precision(settings.precision());
    data.ifPresent(explainer::data);
    CompiledModel compiled = explainer.compiled();
    Signature signature = compiled.signature();
    boolean trains = signature.terms().stream().anyMatch(Signature.Term::loss);
    int sequences = batch.orElse(settings.batch());
    int length = steps.orElse(settings.window().orElse(STEPS));
    return new BenchmarkReport(
        signature.sizes(),
        signature.parameterCount(),
        sequences,
        length,
        threads,
        trains ? Optional.of(update(compiled, settings, sequences, length)) : Optional.empty(),
        step(compiled),
        FmaPeak.measure(compiled.precision()));
  }

  private BenchmarkReport.Measured update(
      CompiledModel compiled, Settings settings, int sequences, int length) {
    TimeUpdates timed = new TimeUpdates(time, threads);
    timed
        .run(compiled, settings, sequences, length, SEED)
        .ifPresent(
            message -> {
              throw new RondoException(
                  model.path().toString(),
                  model.name() + " cannot be measured on random data: " + message,
                  "");
            });
    Cost cost = compiled.cost(Purpose.TRAIN);
    return timed.measured(
        cost.parameterOperations() + cost.operations(sequences, length),
        cost.bytes(sequences, length));
  }

  private Optional<BenchmarkReport.Measured> step(CompiledModel compiled) {
    if (compiled.signature().outputs().isEmpty()) {
      return Optional.empty();
    }
    Cost cost = compiled.cost(Purpose.PREDICT);
    return new TimeSteps(time)
        .run(compiled, SEED)
        .map(timed -> timed.measured(cost.operations(1, 1), cost.bytes(1, 1)));
  }
}
