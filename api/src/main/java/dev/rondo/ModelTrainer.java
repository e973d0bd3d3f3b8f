package dev.rondo;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.runtime.Numbers;
import dev.rondo.training.Checkpoint;
import dev.rondo.training.DataException;
import dev.rondo.training.Evaluation;
import dev.rondo.training.Evaluator;
import dev.rondo.training.Forecasts;
import dev.rondo.training.Machine;
import dev.rondo.training.Trainer;
import dev.rondo.training.TrainingListener;
import dev.rondo.training.TrainingResult;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.data.Tables;
import dev.rondo.training.settings.Settings;
import dev.rondo.training.settings.SettingsException;
import dev.rondo.training.weights.CheckpointFile;
import dev.rondo.training.weights.Metadata;
import dev.rondo.training.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A training of a model: what the train block says, and what is set here over it. The same model,
 * data, settings and seed give the same bits. To be called from one thread.
 */
public final class ModelTrainer {
  private static final String ENDING = ".safetensors";

  private final RecurrentModel model;
  private final List<String> over = new ArrayList<>();
  private Optional<Path> data = Optional.empty();
  private Optional<Path> from = Optional.empty();
  private Optional<Path> out = Optional.empty();
  private Optional<Path> resume = Optional.empty();
  private Duration checkpointEvery = Duration.ofSeconds(30);
  private Machine machine = Machine.all();
  private TrainingListener listener = TrainingListener.NONE;
  private BooleanSupplier stop = () -> false;
  private Consumer<Path> previous = weights -> {};

  ModelTrainer(RecurrentModel model) {
    this.model = model;
  }

  /** The data file, in place of the train block's; loader and options stay. */
  public ModelTrainer data(Path file) {
    data = Optional.of(file);
    return this;
  }

  /** Settings in place of the train block's: {@code "epochs=20"}, {@code "seed=2"}. */
  public ModelTrainer set(String... settings) {
    over.addAll(List.of(settings));
    return this;
  }

  /** Weights to begin with, in place of drawn ones. */
  public ModelTrainer from(Path weights) {
    from = Optional.of(weights);
    return this;
  }

  /**
   * Where the weights go: the file is written at the end, beside it a picture if the settings have
   * a {@code plot}, and on the way a checkpoint, {@code NAME.checkpoint.safetensors}. Without it
   * nothing is written.
   */
  public ModelTrainer out(Path weights) {
    out = Optional.of(weights);
    return this;
  }

  /**
   * Goes on from the checkpoint beside the weights of a run that was stopped or killed, and ends
   * with the same bits; takes the place of {@link #from} and {@link #out}.
   */
  public ModelTrainer resume(Path weights) {
    resume = Optional.of(weights);
    return this;
  }

  /** At most so long between two checkpoints within an epoch; 30 seconds. */
  public ModelTrainer checkpointEvery(Duration time) {
    checkpointEvery = time;
    return this;
  }

  /**
   * How many threads compute; as many as there are processors. It changes no bit.
   *
   * @throws RondoException if it is below 1
   */
  public ModelTrainer threads(int count) {
    machine = machine.threads(Benchmark.positive(count, "threads"));
    return this;
  }

  /**
   * At most so many bytes for the values of all steps of an update; three quarters of the heap. An
   * update that would need more keeps those of √steps at a time and computes them twice, which
   * changes no bit.
   *
   * @throws RondoException if it is below 1
   */
  public ModelTrainer memory(long bytes) {
    machine = machine.room(Benchmark.positive(bytes, "memory"));
    return this;
  }

  /** Is told how the run goes, in its thread. */
  public ModelTrainer listener(TrainingListener other) {
    listener = other;
    return this;
  }

  /** Is asked after every update; the run then ends, and keeps the best parameters so far. */
  public ModelTrainer stop(BooleanSupplier asked) {
    stop = asked;
    return this;
  }

  /**
   * Is told, before the first update, where the checkpoint of another run went that did not end and
   * had the same {@code out}: {@link #resume} goes on with it by these weights.
   */
  public ModelTrainer previous(Consumer<Path> told) {
    previous = told;
    return this;
  }

  /** Where the weights will go, if they go anywhere. */
  public Optional<Path> weights() {
    return resume.map(Checkpoints::weights).or(() -> out);
  }

  /**
   * Runs to the end, or until it is asked to stop.
   *
   * @throws DataException if the data or the weights are wrong
   * @throws SettingsException if the settings do not fit the model or the data
   * @throws ModelException if the sizes of the data or the weights do not fit the model
   * @throws RondoException if there are no data, the run cannot go on, or {@code out} cannot be
   *     written
   * @throws IllegalStateException if {@code resume} is given with {@code from} or {@code out}
   */
  public TrainingReport run() {
    if (resume.isPresent() && (from.isPresent() || out.isPresent())) {
      throw new IllegalStateException("resume goes on with the weights it names: no from, no out");
    }
    Optional<CheckpointFile.Loaded> resumed = resume.map(ModelTrainer::load);
    Optional<Weights> begin = from.map(Weights::load);
    RecurrentModel sized =
        model.withSizes(
            resumed
                .map(r -> r.metadata().sizes())
                .or(() -> begin.map(RecurrentModel::known))
                .orElse(Map.of()));
    Settings settings = settings(sized);
    Optional<Path> weights = weights();
    weights.ifPresent(ModelTrainer::checkFolder);
    Path folder = sized.path().folder();
    Map<String, String> tables = new LinkedHashMap<>();
    sized.checked().tables().forEach(t -> tables.put(t, RunIdentity.hash(folder.resolve(t))));
    Map<String, String> run =
        weights.isEmpty() ? Map.of() : RunIdentity.of(settings, folder, sized.sources(), tables);
    resumed.ifPresent(r -> RunIdentity.check(r.file(), r.run(), run));
    ModelData read =
        ModelData.load(
            sized,
            settings.data().orElseThrow(),
            settings.validation(),
            settings.test(),
            resumed
                .map(CheckpointFile.Loaded::metadata)
                .or(() -> begin.flatMap(Weights::metadata)));
    Dataset dataset = read.dataset();
    CompiledModel compiled = sized.compile(read.sizes(), settings.precision());
    Metadata metadata = metadata(sized, compiled, dataset, tables);
    resumed.ifPresent(r -> checkSizes(r, metadata));
    Optional<Checkpoint> checkpoint =
        resumed.map(r -> r.of(compiled.signature(), compiled.precision()));
    Optional<Checkpoints> checkpoints =
        weights.map(file -> new Checkpoints(file, compiled, metadata, run, checkpointEvery));
    Numbers initial = initial(compiled, dataset, settings, folder, begin);
    if (checkpoint.isEmpty()) {
      weights.flatMap(Checkpoints::keepPrevious).ifPresent(previous);
    }
    TrainingResult result =
        Trainer.train(
            compiled,
            dataset,
            settings,
            machine,
            initial,
            checkpoint,
            checkpoints.map(Checkpoint.Keeper.class::cast).orElse(Checkpoint.Keeper.NONE),
            listener,
            stop);
    Weights kept = Weights.of(compiled.signature(), result.parameters(), metadata);
    weights.ifPresent(kept::save);
    if (result.outcome() != TrainingResult.Outcome.STOPPED) {
      checkpoints.ifPresent(Checkpoints::done);
    }
    Path file = weights.orElse(Path.of(model.name() + ENDING));
    return new TrainingReport(
        TrainedModel.of(sized, kept, settings.precision(), file),
        result,
        test(compiled, dataset, result),
        forecasts(compiled, dataset, settings, result, weights.map(ModelTrainer::picture)));
  }

  private Settings settings(RecurrentModel sized) {
    Settings own = sized.settings(over);
    Settings settings = data.map(own::withDataFile).orElse(own);
    if (settings.data().isEmpty()) {
      boolean block = sized.checked().train().isPresent();
      throw new RondoException(
          sized.file().toString(),
          block
              ? "the 'train' block says nothing about data"
              : "there is no 'train' block for " + sized.name(),
          (block
                  ? "add: data = chars(\"input.txt\")"
                  : "add: train " + sized.name() + " { data = chars(\"input.txt\") }")
              + "\nor say it here: --set 'data = chars(\"input.txt\")', or --data with a file"
              + " ending in .txt, .csv, .jsonl or .conll");
    }
    return settings;
  }

  private Numbers initial(
      CompiledModel compiled,
      Dataset dataset,
      Settings settings,
      Path folder,
      Optional<Weights> begin) {
    return begin
        .map(w -> w.parameters(compiled.signature(), compiled.precision(), from.get()))
        .orElseGet(
            () ->
                Trainer.initial(
                    compiled.signature(),
                    compiled.precision(),
                    settings.seed(),
                    dataset.scaling(),
                    new Tables(folder, dataset.vocabularies())));
  }

  /** Before the work, not after it. */
  private static void checkFolder(Path weights) {
    Path folder = weights.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new RondoException(weights.toString(), "there is no folder " + weights.getParent(), "");
    }
    if (Files.isDirectory(weights)) {
      throw new RondoException(
          weights.toString(), "this is a folder; the weights go to a file", "");
    }
    if (Files.exists(weights) && !Files.isRegularFile(weights)) {
      // a device: the weights would take its place
      throw new RondoException(weights.toString(), "this is no file that can be replaced", "");
    }
    if (!Files.isWritable(folder)) {
      throw new RondoException(
          weights.toString(), "the folder " + folder + " cannot be written to", "");
    }
  }

  private static CheckpointFile.Loaded load(Path named) {
    Path file = Checkpoints.beside(Checkpoints.weights(named));
    if (!Files.exists(file)) {
      throw new RondoException(
          file.toString(),
          "there is no such checkpoint: the run is done, or was never begun",
          "--from " + named + " begins a new run with its weights");
    }
    return CheckpointFile.load(file);
  }

  private static void checkSizes(CheckpointFile.Loaded resumed, Metadata now) {
    RunIdentity.check(
        resumed.file(),
        Map.of("sizes", resumed.metadata().sizes().toString()),
        Map.of("sizes", now.sizes().toString()));
  }

  private static Metadata metadata(
      RecurrentModel model, CompiledModel compiled, Dataset data, Map<String, String> tables) {
    return new Metadata(
        model.name(),
        compiled.signature().sizes(),
        data.vocabularies(),
        data.scaling(),
        model.sources(),
        tables);
  }

  /** The kept weights on what nothing was decided by; not if the run did not come to its end. */
  private static Optional<Evaluation> test(
      CompiledModel compiled, Dataset data, TrainingResult result) {
    boolean ended =
        result.outcome() == TrainingResult.Outcome.FINISHED
            || result.outcome() == TrainingResult.Outcome.NO_BETTER;
    return ended
        ? data.test().map(part -> new Evaluator(compiled, result.parameters(), data).evaluate(part))
        : Optional.empty();
  }

  private static Optional<Forecasts> forecasts(
      CompiledModel compiled,
      Dataset data,
      Settings settings,
      TrainingResult result,
      Optional<Path> picture) {
    boolean wanted = !settings.baselines().isEmpty() || settings.plot().isPresent();
    if (!wanted || result.outcome() == TrainingResult.Outcome.DIVERGED) {
      return Optional.empty();
    }
    return Optional.of(Forecasts.of(compiled, result.parameters(), data, settings, picture));
  }

  /** Where a run keeps its checkpoint: beside the weights. */
  public static Path checkpoint(Path weights) {
    return Checkpoints.beside(weights);
  }

  /** Where {@code plot} is drawn: beside the weights. */
  public static Path picture(Path weights) {
    String name = weights.getFileName().toString();
    String base = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    return weights.resolveSibling(base + ".png");
  }
}
