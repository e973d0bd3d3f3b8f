package dev.rondo.training.settings;

import dev.rondo.runtime.Precision;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a run needs to repeat its result: the settings of a {@code train} block, checked.
 *
 * @param data where the training data comes from; empty without a {@code data} setting
 * @param test what the kept parameters are tested on at the end
 * @param batch sequences an update, or parallel streams of one long sequence
 * @param window steps an update; empty: whole sequences
 * @param checkpoint keeps the values of √steps at a time and computes them twice, whether there is
 *     memory for all of them or not
 * @param patience epochs without improvement before the run ends
 * @param scheduled what inputs are in training, by name
 * @param decay weight of an L2 penalty, added to the gradient as {@code decay * w}
 */
public record Settings(
    Optional<Source> data,
    Validation validation,
    Validation test,
    int batch,
    OptionalInt window,
    boolean checkpoint,
    int epochs,
    boolean shuffle,
    long seed,
    OptionalInt patience,
    Monitor monitor,
    OptimizerSetting optimizer,
    Schedule rate,
    Map<String, Schedule> scheduled,
    Clip clip,
    double decay,
    List<Baseline> baselines,
    Optional<PlotSetting> plot,
    Precision precision) {
  public Settings {
    scheduled = Collections.unmodifiableMap(new LinkedHashMap<>(scheduled));
    baselines = List.copyOf(baselines);
  }

  /**
   * Checks the settings as written and fills in the defaults.
   *
   * @param values by name, in source order; overrides from the command line have replaced theirs
   * @param inputs of the model: whether each is one number a sequence, which may be scheduled
   * @throws SettingsException naming every mistake
   */
  public static Settings read(Map<String, SettingValue> values, Map<String, Boolean> inputs) {
    return new SettingsReader(values, inputs).read();
  }

  /** {@link #read(Map, Map)} of a model whose inputs do not matter. */
  public static Settings read(Map<String, SettingValue> values) {
    return read(values, Map.of());
  }

  /**
   * The same with another data file: keeps the loader and its options. Settings without data take
   * the loader that the file's name ends in; without one that is known there are still no data.
   */
  public Settings withDataFile(Path file) {
    String path = file.toAbsolutePath().toString();
    return withData(data.isEmpty() ? Source.of(file) : data.map(source -> source.withFile(path)));
  }

  /** The same with other data. */
  public Settings withData(Optional<Source> other) {
    return new Settings(
        other,
        validation,
        test,
        batch,
        window,
        checkpoint,
        epochs,
        shuffle,
        seed,
        patience,
        monitor,
        optimizer,
        rate,
        scheduled,
        clip,
        decay,
        baselines,
        plot,
        precision);
  }

  /**
   * A loader's call: {@code csv("a.csv", x = "A", scale = standard)}.
   *
   * @param file as written; relative paths are relative to the model file
   * @param options the call's other arguments, by name
   */
  public record Source(
      String loader, String file, Map<String, SettingValue> options, String place) {
    public Source {
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    private static final Map<String, String> ENDINGS =
        Map.of("chars", "txt", "csv", "csv", "jsonl", "jsonl", "conll", "conll");

    /** The loader of a file by the ending of its name, without options. */
    public static Optional<Source> of(Path file) {
      String name = file.toString().toLowerCase(Locale.ROOT);
      String path = file.toAbsolutePath().toString();
      return ENDINGS.entrySet().stream()
          .filter(entry -> name.endsWith("." + entry.getValue()))
          .map(entry -> new Source(entry.getKey(), path, Map.of(), "--data " + file))
          .findFirst();
    }

    /** How the name of a file ends that a loader reads. */
    static String ending(String loader) {
      return ENDINGS.getOrDefault(loader, "txt");
    }

    public Source withFile(String other) {
      return new Source(loader, other, options, place);
    }
  }

  /** Where the data to validate on comes from. */
  public sealed interface Validation {
    /** Every epoch counts; the last parameters are kept. */
    record None() implements Validation {}

    /** Held back from the training data. */
    record Share(double share) implements Validation {}

    /** A file of its own. */
    record From(Source source) implements Validation {}
  }

  /**
   * What decides which epoch is the best.
   *
   * @param name {@code loss}, or a loss or metric of the model
   * @param larger larger is better
   */
  public record Monitor(String name, boolean larger, String place) {}

  /** How to bound a gradient. */
  public sealed interface Clip {
    /** Not at all. */
    record None() implements Clip {}

    /** Scales the whole gradient down to this Euclidean norm. */
    record Norm(double norm) implements Clip {}

    /** Cuts each number to ± this. */
    record Value(double value) implements Clip {}
  }

  /** Which optimizer, with its constants; the rate is {@link Settings#rate}. */
  public sealed interface OptimizerSetting {
    /** w -= rate * m, where m = momentum * m + g. */
    record Sgd(double momentum) implements OptimizerSetting {}

    /**
     * Kingma and Ba 2015. {@code decay} is AdamW's (Loshchilov and Hutter 2019): w -= rate * decay
     * * w.
     */
    record Adam(double beta1, double beta2, double epsilon, double decay)
        implements OptimizerSetting {}
  }

  /** A simple forecast to stand beside the model's. */
  public sealed interface Baseline {
    /** The next value is this one. */
    record Persistence() implements Baseline {}

    /** An autoregression of this order with an intercept, by least squares on the training part. */
    record Autoregression(int order) implements Baseline {}
  }

  /**
   * {@code plot = forecast}, or {@code forecast(x, ahead = 1)}.
   *
   * @param output the model's output to draw; empty ({@code plot = true}): its only real one
   * @param truth the input it forecasts; empty: the model's first real input over time
   * @param ahead how many steps later the input is that the output forecasts
   */
  public record PlotSetting(
      Optional<String> output, Optional<String> truth, int ahead, String place) {}
}
