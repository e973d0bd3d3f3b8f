package dev.rondo;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.export.ExportPredictor;
import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.MachineException;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.Signature;
import dev.rondo.training.DataException;
import dev.rondo.training.Evaluation;
import dev.rondo.training.Evaluator;
import dev.rondo.training.Predictions;
import dev.rondo.training.Sampler;
import dev.rondo.training.data.DataRequest;
import dev.rondo.training.data.Loaders;
import dev.rondo.training.data.Vocabulary;
import dev.rondo.training.settings.Settings;
import dev.rondo.training.settings.SettingsException;
import dev.rondo.training.weights.Metadata;
import dev.rondo.training.weights.Safetensors;
import dev.rondo.training.weights.Weights;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A model with trained parameters, and what was learned of the data beside them: sizes, symbols,
 * scaling. Does not change: any number of threads may use it at once.
 */
public final class TrainedModel {
  private final RecurrentModel model;
  private final Weights weights;
  private final Precision precision;
  private final Path file;
  private CompiledModel compiled;

  private TrainedModel(RecurrentModel model, Weights weights, Precision precision, Path file) {
    this.model = model;
    this.weights = weights;
    this.precision = precision;
    this.file = file;
  }

  /**
   * Binds parameters.
   *
   * @param file for messages
   */
  static TrainedModel of(RecurrentModel model, Weights weights, Precision precision, Path file) {
    RecurrentModel sized = model.withSizes(RecurrentModel.known(weights));
    return new TrainedModel(sized, weights, precision, file);
  }

  /** The model with the sizes that the parameters have. */
  public RecurrentModel model() {
    return model;
  }

  /** Parameters by path, with shapes; and what was learned of the data. Not to be changed. */
  public Weights weights() {
    return weights;
  }

  /** The width of all numbers that are computed. */
  public Precision precision() {
    return precision;
  }

  /**
   * Writes parameters, sizes, symbols and scaling to a safetensors file, whole or not at all.
   *
   * @throws DataException if it cannot be written
   */
  public void save(Path to) {
    weights.save(to);
  }

  /**
   * What predicts, step by step or a sequence at once: inputs and outputs in their own units. For
   * any number of threads.
   *
   * @throws ModelException if a size is still open (weights of another program do not tell sizes)
   * @throws DataException if the weights are not of this model
   * @throws MachineException if the machine has no fused multiply-add
   */
  public Predictor predictor() {
    CompiledModel whole = compiled();
    return new Predictor(whole, parameters(whole), encoding());
  }

  /**
   * A jar that predicts without Rondo: the program, the parameters and what they need of the
   * runtime, under a name of their own. The same model gives the same bytes.
   *
   * @param className the class that users of the jar call, such as {@code com.acme.Forecast}
   * @throws IllegalArgumentException if this cannot be the name of a class
   * @throws ModelException if a size is still open
   * @throws DataException if the weights are not of this model
   * @throws RondoException if an input has an axis of its own
   */
  public byte[] export(String className) {
    CompiledModel whole = compiled();
    whole.signature().inputs().stream()
        .filter(Signature.Input::hasOwnAxis)
        .findFirst()
        .ifPresent(
            input -> {
              throw new RondoException(
                  model.file().toString(),
                  "the input '"
                      + input.name()
                      + "' has an axis of its own, and an exported predictor takes arrays of numbers",
                  "use the predictor of the library: start(SequenceInputs)");
            });
    return ExportPredictor.export(whole, parameters(whole), encoding(), className);
  }

  /**
   * Losses and metrics on a data file.
   *
   * @param data read as the train block says, or without a block by the loader that its name ends
   *     in; with the symbols and the scaling of the training
   * @param settings in place of the block's, each {@code name=value}; only {@code data} matters
   * @throws DataException if the data are wrong, or the weights are not of this model
   * @throws SettingsException if the settings do not fit the data
   * @throws RondoException if nothing says how to read the file
   */
  public Evaluation evaluate(Path data, String... settings) {
    Evaluator evaluator = evaluator(data, settings);
    return evaluator.evaluate(evaluator.data().all());
  }

  /**
   * The gradient of the mean loss over a data file, all its sequences one batch: by parameter path,
   * in the parameter's shape; and with respect to real inputs as {@code input/NAME} [sequences,
   * most steps, features...], 0 behind a sequence's end, in units of the scaled input.
   *
   * @param data as {@link #evaluate} takes it
   * @param settings as {@link #evaluate} takes them
   * @throws DataException if the data are wrong, or the weights are not of this model
   * @throws SettingsException if the settings do not fit the data
   * @throws RondoException if nothing says how to read the file
   */
  public Safetensors gradients(Path data, String... settings) {
    Evaluator evaluator = evaluator(data, settings);
    return evaluator.gradients(evaluator.data().all());
  }

  /**
   * Reads data once for several of these: losses and metrics, outputs as a file, gradients. For one
   * thread.
   *
   * @param data as {@link #evaluate} takes it
   * @param settings as {@link #evaluate} takes them
   */
  public Evaluator evaluator(Path data, String... settings) {
    Settings.Source source = source(data, settings);
    ModelData read =
        ModelData.load(model, source, new Settings.Validation.None(), weights.metadata());
    CompiledModel whole =
        read.sizes().isEmpty() ? compiled() : model.compile(read.sizes(), precision);
    return new Evaluator(whole, parameters(whole), read.dataset());
  }

  /**
   * Writes the outputs on data that need not have what only losses and metrics read: a JSON object
   * a sequence, its keys the outputs, in their own units; tokens are symbols.
   *
   * @param data as {@link #evaluate} takes it
   * @param ahead how many steps the model goes on by its {@code feed} behind the end of each
   *     sequence, in the field {@code ahead}; 0 for none
   * @param settings as {@link #evaluate} takes them
   * @throws DataException if the data are wrong, or the weights are not of this model
   * @throws RondoException if the model cannot go on, or the weights tell nothing of the data
   */
  public void predict(Path data, int ahead, Writer to, String... settings) {
    Metadata metadata =
        weights
            .metadata()
            .orElseThrow(
                () ->
                    new RondoException(
                        file.toString(),
                        "these weights come without the sizes, symbols and scaling of the model",
                        "predict needs weights that 'rondo train' wrote"));
    Settings.Source source = source(data, settings);
    CompiledModel whole = compiled();
    Predictions predictions = predictions(whole, ahead);
    DataRequest request =
        new DataRequest(
            model.checked().axes(),
            predictions.inputs(),
            model.checked().literals(),
            metadata.vocabularies(),
            metadata.scaling(),
            // what is to go on has not ended
            ahead > 0 ? Map.of() : model.checked().untils(),
            model.path().folder());
    predictions.write(Loaders.load(request, source, new Settings.Validation.None()), to);
  }

  private Predictions predictions(CompiledModel whole, int ahead) {
    try {
      return new Predictions(whole, parameters(whole), ahead);
    } catch (IllegalArgumentException e) { // its message is for the user
      throw new RondoException(model.file().toString(), e.getMessage(), "");
    }
  }

  private Settings.Source source(Path data, String... settings) {
    return model
        .settings(settings)
        .withDataFile(data)
        .data()
        .orElseThrow(
            () ->
                new RondoException(
                    model.file().toString(),
                    "no 'train' block says how to read the data",
                    "a name that ends in .txt, .csv, .jsonl or .conll says it, or"
                        + " --set 'data = csv(\"\", ...)'"));
  }

  /**
   * What a model that feeds itself writes.
   *
   * @param prompt what the text begins with; is not repeated
   * @param length how many symbols to write, at least 0; fewer if the model's {@code until} comes
   * @param temperature below 1 likelier, above 1 more surprising, 0 always the likeliest
   * @param seed the same writes the same
   * @throws RondoException if the model cannot be sampled, the weights come without symbols, or the
   *     prompt has others
   * @throws IllegalArgumentException if the temperature is below 0
   */
  public String sample(String prompt, int length, double temperature, long seed) {
    StringBuilder text = new StringBuilder();
    sample(prompt, length, temperature, seed, text::append, () -> false);
    return text.toString();
  }

  /**
   * The same, symbol by symbol.
   *
   * @param symbols is told every symbol as soon as it is there
   * @param stop is asked after every symbol
   */
  public void sample(
      String prompt,
      int length,
      double temperature,
      long seed,
      Consumer<String> symbols,
      BooleanSupplier stop) {
    Map<String, Vocabulary> vocabularies =
        weights
            .metadata()
            .map(Metadata::vocabularies)
            .orElseThrow(
                () ->
                    new RondoException(
                        file.toString(),
                        "these weights come without the symbols of the model",
                        "sample needs weights that 'rondo train' wrote"));
    CompiledModel whole = compiled();
    Sampler sampler = sampler(whole, parameters(whole), vocabularies);
    Optional<String> until = model.checked().untils().values().stream().findFirst();
    int[] begin = encode(sampler.vocabulary(), prompt);
    sampler.sample(new Sampler.Request(begin, length, temperature, seed, until), symbols, stop);
  }

  private static int[] encode(Vocabulary vocabulary, String prompt) {
    try {
      return vocabulary.encode(prompt);
    } catch (IllegalArgumentException e) { // its message is for the user
      throw new RondoException("--prompt", e.getMessage(), "");
    }
  }

  private Sampler sampler(
      CompiledModel whole, Numbers parameters, Map<String, Vocabulary> vocabularies) {
    try {
      return new Sampler(whole, parameters, vocabularies);
    } catch (IllegalArgumentException e) { // its message is for the user
      throw new RondoException(model.file().toString(), e.getMessage(), "");
    }
  }

  /** With every size bound; programs that are compiled once serve all threads. */
  private synchronized CompiledModel compiled() {
    if (compiled == null) {
      compiled = model.compile(Map.of(), precision);
    }
    return compiled;
  }

  private Numbers parameters(CompiledModel whole) {
    return weights.parameters(whole.signature(), precision, file);
  }

  private Encoding encoding() {
    Map<String, List<String>> symbols = new LinkedHashMap<>();
    weights
        .metadata()
        .ifPresent(m -> m.vocabularies().forEach((name, v) -> symbols.put(name, v.symbols())));
    return new Encoding(weights.metadata().map(Metadata::scaling).orElse(Map.of()), symbols);
  }
}
