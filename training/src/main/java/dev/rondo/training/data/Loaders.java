package dev.rondo.training.data;

import dev.rondo.runtime.MachineException;
import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Sequence;
import dev.rondo.training.Names;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.RawSequence;
import dev.rondo.training.settings.Settings.Source;
import dev.rondo.training.settings.Settings.Validation;
import dev.rondo.training.settings.SettingsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads data: a loader per format gives raw columns; vocabularies, split and scaling are the same
 * for all.
 */
public final class Loaders {
  private static final Map<String, Loader> LOADERS =
      Map.of(
          "chars", new CharsLoader(),
          "words", new WordsLoader(),
          "csv", new CsvLoader(),
          "jsonl", new JsonlLoader(),
          "conll", new ConllLoader());

  /** Those whose sequences may be ended: in the others a symbol more would belong to no row. */
  private static final Set<String> ENDED = Set.of("words", "jsonl");

  /** Bytes of memory for a byte of a file: measured 6 with words, 16 to 20 with csv. */
  private static final long NEEDED = 20;

  private Loaders() {}

  /** Reads what a model is trained on, without a part to test on. */
  public static Dataset load(DataRequest request, Source source, Validation validation) {
    return load(request, source, validation, new Validation.None());
  }

  /**
   * Reads what a model is trained on.
   *
   * @throws dev.rondo.training.DataException if a file is bad
   * @throws SettingsException if the loader's call does not fit the model
   */
  public static Dataset load(
      DataRequest request, Source source, Validation validation, Validation test) {
    RawData data = read(request, source);
    Map<String, Vocabulary> vocabularies =
        Encode.vocabularies(request, data, Options.minCount(source));
    List<Sequence> plain = Encode.sequences(request, data, vocabularies, Map.of());
    Map<String, List<Integer>> shapes = shapes(request, data);
    Parts parts = Parts.of(data, validation, test);

    Map<String, Scaling> scaling = new LinkedHashMap<>(request.scaling());
    if (data.standardize() && scaling.isEmpty()) {
      Map<String, Integer> widths = new LinkedHashMap<>();
      shapes.forEach((name, shape) -> widths.put(name, product(shape)));
      scaling.putAll(Standardize.learn(request, widths, parts.training(plain)));
    }
    List<Sequence> sequences =
        scaling.isEmpty() ? plain : Encode.sequences(request, data, vocabularies, scaling);
    DataRequest same = request.knowing(vocabularies, scaling);
    return new Dataset(
        data.file(),
        request.inputs(),
        vocabularies,
        scaling,
        shapes,
        new Part(parts.training(sequences)),
        other(same, validation).or(() -> parts.validation(sequences)),
        other(same, test).or(() -> parts.test(sequences)));
  }

  /** A part that has a file of its own. */
  private static Optional<Part> other(DataRequest request, Validation part) {
    if (!(part instanceof Validation.From from)) {
      return Optional.empty();
    }
    RawData data = read(request, from.source());
    Options.minCount(from.source()); // is checked, and changes nothing: the symbols are known
    return Optional.of(
        new Part(Encode.sequences(request, data, request.vocabularies(), request.scaling())));
  }

  private static RawData read(DataRequest request, Source source) {
    Loader loader = LOADERS.get(source.loader());
    if (loader == null) {
      throw new SettingsException(
          source.place(),
          "there is no loader '" + source.loader() + "'",
          Names.suggest(source.loader(), "loaders", LOADERS.keySet().stream().sorted().toList()));
    }
    Path file = request.folder().resolve(source.file());
    request.inputs().stream()
        .filter(input -> !loader.reads(input, request.axes()))
        .findFirst()
        .ifPresent(input -> needsLists(request, source, input));
    RawData data;
    try {
      data = loader.read(source, file, request);
    } catch (OutOfMemoryError e) {
      throw tooLarge(source, file);
    }
    return ENDED.contains(source.loader()) ? Ends.append(request, data) : data;
  }

  private static void needsLists(DataRequest request, Source source, Binding input) {
    List<String> axes = input.axes().stream().map(a -> request.axes().get(a).name()).toList();
    throw new SettingsException(
        source.place(),
        "'%s' cannot read the input '%s', which runs over %s"
            .formatted(source.loader(), input.name(), String.join(" and ", axes)),
        "a line of jsonl(...) has a list for each input, of any length");
  }

  private static MachineException tooLarge(Source source, Path file) {
    long megabytes = (TextFile.size(file) >> 20) + 1;
    return new MachineException(
        file
            + ": "
            + megabytes
            + " MB read by "
            + source.loader()
            + " do not fit into the "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MB that Java may use\n   help: "
            + "JAVA_TOOL_OPTIONS=-Xmx"
            + NEEDED * megabytes
            + "m gives it enough for most files");
  }

  /** The shape of every real or int input that is in the data. */
  private static Map<String, List<Integer>> shapes(DataRequest request, RawData data) {
    Map<String, List<Integer>> result = new LinkedHashMap<>();
    List<Binding> inputs = request.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      Binding input = inputs.get(i);
      reals(data, i).ifPresent(column -> result.put(input.name(), shape(input, column)));
    }
    return result;
  }

  /** The first column of an input that has numbers; one of an empty sequence if no other has. */
  private static Optional<RawColumn.Reals> reals(RawData data, int input) {
    Optional<RawColumn.Reals> found = Optional.empty();
    for (RawSequence sequence : data.sequences()) {
      if (sequence.columns().get(input) instanceof RawColumn.Reals reals) {
        found = Optional.of(reals);
        if (reals.values().length > 0) {
          return found;
        }
      }
    }
    return found;
  }

  private static List<Integer> shape(Binding input, RawColumn.Reals column) {
    if (!column.shape().isEmpty()) {
      return column.shape();
    }
    return input.shape().size() == 1
        ? List.of(column.width())
        : input.shape().stream().map(size -> size.orElse(1)).toList();
  }

  private static int product(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
