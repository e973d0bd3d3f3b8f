package dev.rondo.training.data;

import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature.Kind;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.settings.Settings.Source;
import dev.rondo.training.settings.Settings.Validation;
import dev.rondo.training.settings.SettingsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads data: a loader per format gives raw columns; vocabularies, split and scaling are the same
 * for all.
 */
public final class Loaders {
  private static final Map<String, Loader> LOADERS =
      Map.of("chars", new CharsLoader(), "csv", new CsvLoader());

  private Loaders() {}

  /**
   * Reads what a model is trained on.
   *
   * @throws dev.rondo.training.DataException if a file is bad
   * @throws SettingsException if the loader's call does not fit the model
   */
  public static Dataset load(DataRequest request, Source source, Validation validation) {
    RawData data = read(request, source);
    Map<String, Vocabulary> vocabularies = Encode.vocabularies(request, data);
    List<Sequence> plain = Encode.sequences(request, data, vocabularies, Map.of());
    Map<String, List<Integer>> shapes = shapes(request, data);

    boolean[] held = new boolean[plain.size()];
    int trained = 0;
    if (validation instanceof Validation.Share share) {
      if (plain.size() == 1) {
        trained = Split.trainingSteps(data, share.share());
      } else {
        held = Split.held(data, share.share());
      }
    }
    Map<String, Scaling> scaling = new LinkedHashMap<>(request.scaling());
    if (data.standardize() && scaling.isEmpty()) {
      List<Sequence> seen =
          trained > 0
              ? List.of(new Slice(plain.get(0), 0, trained))
              : Split.pick(plain, held, false);
      Map<String, Integer> widths = new LinkedHashMap<>();
      shapes.forEach((name, shape) -> widths.put(name, product(shape)));
      scaling.putAll(Standardize.learn(request.inputs(), widths, seen));
    }
    List<Sequence> sequences =
        scaling.isEmpty() ? plain : Encode.sequences(request, data, vocabularies, scaling);

    Part training;
    Optional<Part> rest;
    if (trained > 0) {
      training = new Part(List.of(new Slice(sequences.get(0), 0, trained)));
      rest = Optional.of(new Part(sequences, trained));
    } else {
      training = new Part(Split.pick(sequences, held, false));
      List<Sequence> others = Split.pick(sequences, held, true);
      rest = others.isEmpty() ? Optional.empty() : Optional.of(new Part(others));
    }
    if (validation instanceof Validation.From other) {
      DataRequest same =
          new DataRequest(
              request.inputs(), request.literals(), vocabularies, scaling, request.folder());
      RawData its = read(same, other.source());
      rest = Optional.of(new Part(Encode.sequences(same, its, vocabularies, scaling)));
    }
    return new Dataset(
        data.file(), request.inputs(), vocabularies, scaling, shapes, training, rest);
  }

  private static RawData read(DataRequest request, Source source) {
    Loader loader = LOADERS.get(source.loader());
    if (loader == null) {
      throw new SettingsException(
          source.place(),
          "the loader '" + source.loader() + "' is not built yet",
          "chars and csv are");
    }
    Path file = request.folder().resolve(source.file());
    return loader.read(source, file, request.inputs());
  }

  /** The shape of every real or int input that is in the data. */
  private static Map<String, List<Integer>> shapes(DataRequest request, RawData data) {
    Map<String, List<Integer>> result = new LinkedHashMap<>();
    List<Binding> inputs = request.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      Binding input = inputs.get(i);
      RawColumn column = data.sequences().get(0).columns().get(i);
      if (input.kind() != Kind.TOKEN && column instanceof RawColumn.Reals reals) {
        result.put(
            input.name(),
            input.shape().size() == 1
                ? List.of(reals.width())
                : input.shape().stream().map(size -> size.orElse(1)).toList());
      }
    }
    return result;
  }

  private static int product(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
