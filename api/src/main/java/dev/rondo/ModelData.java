package dev.rondo;

import dev.rondo.compiler.CheckedModel;
import dev.rondo.training.data.Binding;
import dev.rondo.training.data.DataRequest;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.data.Loaders;
import dev.rondo.training.data.Vocabulary;
import dev.rondo.training.settings.Settings;
import dev.rondo.training.weights.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Data that was read for a model.
 *
 * @param sizes those of the model that the data gives
 */
record ModelData(Dataset dataset, Map<String, Integer> sizes) {
  /**
   * Reads data, without a part to test on.
   *
   * @param known what was learned from other data already, and is kept
   */
  static ModelData load(
      RecurrentModel model,
      Settings.Source source,
      Settings.Validation validation,
      Optional<Metadata> known) {
    return load(model, source, validation, new Settings.Validation.None(), known);
  }

  /**
   * Reads data.
   *
   * @param known what was learned from other data already, and is kept
   */
  static ModelData load(
      RecurrentModel model,
      Settings.Source source,
      Settings.Validation validation,
      Settings.Validation test,
      Optional<Metadata> known) {
    CheckedModel checked = model.checked();
    List<Binding> inputs = new ArrayList<>();
    checked.inputs().forEach(input -> inputs.add(binding(checked, input)));
    DataRequest request =
        new DataRequest(
            checked.axes(),
            inputs,
            checked.literals(),
            known.map(Metadata::vocabularies).orElse(Map.of()),
            known.map(Metadata::scaling).orElse(Map.of()),
            checked.untils(),
            model.path().folder());
    Dataset dataset = Loaders.load(request, source, validation, test);
    return new ModelData(dataset, bind(model, dataset));
  }

  private static Binding binding(CheckedModel model, CheckedModel.Input input) {
    return new Binding(
        input.name(),
        input.kind(),
        input.shape().stream().map(size -> number(model, size)).toList(),
        input.axes(),
        input.vocabulary(),
        input.vocabulary().map(size -> number(model, size)).orElse(OptionalInt.empty()),
        input.value());
  }

  /** A written number, or the value of a size that has one. */
  private static OptionalInt number(CheckedModel model, String size) {
    if (!size.isEmpty() && size.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalInt.of(Integer.parseInt(size));
    }
    return model.sizes().getOrDefault(size, OptionalInt.empty());
  }

  private static Map<String, Integer> bind(RecurrentModel model, Dataset dataset) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    Map<String, String> reasons = new LinkedHashMap<>();
    for (CheckedModel.Input input : model.inputs()) {
      if (input.vocabulary().isPresent()) {
        String size = input.vocabulary().get();
        Vocabulary vocabulary = dataset.vocabularies().get(size);
        if (vocabulary != null) {
          bind(model, sizes, reasons, size, vocabulary.size(), input.name());
        }
      }
      List<Integer> shape = dataset.shapes().getOrDefault(input.name(), List.of());
      for (int i = 0; i < Math.min(shape.size(), input.shape().size()); i++) {
        bind(model, sizes, reasons, input.shape().get(i), shape.get(i), input.name());
      }
    }
    return sizes;
  }

  private static void bind(
      RecurrentModel model,
      Map<String, Integer> sizes,
      Map<String, String> reasons,
      String size,
      int value,
      String input) {
    OptionalInt open = model.sizes().get(size);
    if (open == null || open.isPresent()) {
      return;
    }
    Integer earlier = sizes.putIfAbsent(size, value);
    String reason = reasons.putIfAbsent(size, input);
    if (earlier != null && earlier != value) {
      throw new RondoException(
          model.file().toString(),
          "in the data '"
              + reason
              + "' makes the size "
              + size
              + " "
              + earlier
              + ", but '"
              + input
              + "' makes it "
              + value,
          "give the two inputs sizes of their own");
    }
  }
}
