package dev.rondo;

import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import dev.rondo.runtime.Precision;
import dev.rondo.training.DataException;
import dev.rondo.training.settings.Settings;
import dev.rondo.training.settings.SettingsException;
import dev.rondo.training.weights.Metadata;
import dev.rondo.training.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A model of a file, without errors; some of its sizes may still be open, the data will give them.
 * Does not change: any number of threads may use it at once.
 */
public final class RecurrentModel {
  private final ModelPath path;
  private final Source source;
  private final CheckedModel checked;
  private final Map<String, Integer> given;

  /**
   * A model that is right.
   *
   * @param given the caller's sizes, which no weights and no data change
   */
  RecurrentModel(ModelPath path, Source source, CheckedModel checked, Map<String, Integer> given) {
    this.path = path;
    this.source = source;
    this.checked = checked;
    this.given = Map.copyOf(given);
  }

  /** The model's name. */
  public String name() {
    return checked.name();
  }

  /** The model file, as it was named. */
  public Path file() {
    return path.file();
  }

  /** Sizes by name, in declaration order; empty where only data can tell. */
  public Map<String, OptionalInt> sizes() {
    return checked.sizes();
  }

  /** Parameters in declaration order, with their paths, shapes and counts. */
  public List<CheckedModel.Parameter> parameters() {
    return checked.parameters();
  }

  /** Inputs in declaration order, with their kinds and shapes. */
  public List<CheckedModel.Input> inputs() {
    return checked.inputs();
  }

  /** The compiler's view of the model: its syntax, its equations. */
  public CheckedModel checked() {
    return checked;
  }

  /**
   * What the train block says, checked, with defaults for the rest.
   *
   * @param over settings in place of the block's, each {@code name=value} as the block writes it
   * @throws ModelException for what is not the value of any setting
   * @throws SettingsException for what is not that of its own
   * @throws ArgumentException for a setting in {@code over} that cannot be read
   */
  public Settings settings(String... over) {
    return settings(List.of(over));
  }

  Settings settings(List<String> over) {
    return ReadSettings.read(checked, over);
  }

  /**
   * Where in the file the values of the train block stand, by the place that a {@link
   * SettingsException} names.
   */
  public Map<String, Span> places() {
    return ReadSettings.places(checked);
  }

  /**
   * Trains on a data file, as the train block says. Writes no file.
   *
   * @param data read by the block's loader, or without a block by the one that its name ends in
   * @return the parameters of the best validated epoch
   * @throws RondoException if a loss is no longer finite
   * @throws DataException if the data are wrong
   * @throws SettingsException if the settings do not fit the model or the data
   */
  public TrainedModel train(Path data) {
    return trainer().data(data).run().finished();
  }

  /** The same on the train block's own data. */
  public TrainedModel train() {
    return trainer().run().finished();
  }

  /** A training with options. */
  public ModelTrainer trainer() {
    return new ModelTrainer(this);
  }

  /**
   * Binds trained parameters, and the sizes that they were trained with.
   *
   * @param weights a safetensors file; numbers have its precision
   * @throws DataException if the file is damaged or missing
   * @throws ModelException if the sizes do not fit the model
   */
  public TrainedModel load(Path weights) {
    Weights loaded = Weights.load(weights);
    return TrainedModel.of(this, loaded, loaded.precision(), weights);
  }

  /**
   * The same with numbers of another width than the file's.
   *
   * @throws DataException if the file is damaged or missing
   * @throws ModelException if the sizes do not fit the model
   */
  public TrainedModel load(Path weights, Precision precision) {
    return TrainedModel.of(this, Weights.load(weights), precision, weights);
  }

  /**
   * What the compiler makes of the model, as text for people; open sizes come from the train
   * block's data.
   *
   * @throws RondoException if nothing says how large a size is, or the model has no loss and the
   *     gradient is asked for
   */
  public String explain(Stage stage) {
    return explainer().explain(stage);
  }

  /** The same with options. */
  public Explainer explainer() {
    return new Explainer(this);
  }

  /** Measures how fast it trains and predicts here. */
  public Benchmark benchmark() {
    return new Benchmark(this);
  }

  /**
   * Compares the gradient with central differences and forward mode, in double precision, with
   * small sizes, random parameters and random sequences of many lengths.
   *
   * @param seed of what is random
   * @throws RondoException if the model has no loss
   */
  public GradientReport gradcheck(long seed) {
    return CheckGradient.check(this, seed);
  }

  /** The same with seed 1. */
  public GradientReport gradcheck() {
    return gradcheck(1);
  }

  ModelPath path() {
    return path;
  }

  Map<String, Integer> given() {
    return given;
  }

  CompiledModel compile(Map<String, Integer> sizes, Precision precision) {
    return checked.compile(sizes, precision);
  }

  /**
   * The model with sizes that are known from elsewhere, such as weights.
   *
   * @param known go before the file's own and behind the caller's; those that the model does not
   *     have are ignored
   */
  RecurrentModel withSizes(Map<String, Integer> known) {
    Map<String, OptionalInt> own = sizes();
    boolean other =
        known.entrySet().stream()
            .filter(size -> own.containsKey(size.getKey()) && !given.containsKey(size.getKey()))
            .anyMatch(size -> !own.get(size.getKey()).equals(OptionalInt.of(size.getValue())));
    if (!other) {
      return this;
    }
    Map<String, Integer> sizes = new LinkedHashMap<>(known);
    sizes.putAll(given);
    return OpenModel.again(this, source, sizes);
  }

  /** The text of every file that the model was compiled from, by name. */
  Map<String, String> sources() {
    Map<String, String> sources = new LinkedHashMap<>();
    Path folder = path.folder().toAbsolutePath().normalize();
    checked
        .files()
        .forEach(
            file -> {
              // relative, so that the weights do not tell where they were made
              Path of = Path.of(file.source().name()).toAbsolutePath().normalize();
              sources.put(
                  folder.relativize(of).toString().replace('\\', '/'), file.source().text());
            });
    return sources;
  }

  /** Sizes of weights, if they tell. */
  static Map<String, Integer> known(Weights weights) {
    return weights.metadata().map(Metadata::sizes).orElse(Map.of());
  }
}
