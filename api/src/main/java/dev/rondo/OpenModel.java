package dev.rondo;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.Nearest;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.compiler.syntax.Parse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From a path to checked models. */
final class OpenModel {
  private OpenModel() {}

  /** The one model that a path names. */
  static RecurrentModel one(ModelPath path, Map<String, Integer> sizes) {
    Source source = ReadSource.read(path.file());
    checkNumbers(sizes);
    CheckedModel model = CheckModel.check(source, path.model(), sizes, ReadSource::imported);
    checkTrains(model.file());
    checkSizes(sizes, model.sizes().keySet(), model.name());
    return new RecurrentModel(path, source, model, sizes);
  }

  /**
   * A model with other sizes, of the same texts: a file that was changed meanwhile must not spoil
   * what was trained.
   */
  static RecurrentModel again(RecurrentModel model, Source source, Map<String, Integer> sizes) {
    Map<String, Source> texts = new LinkedHashMap<>();
    model.checked().files().forEach(file -> texts.put(file.source().name(), file.source()));
    CheckedModel other =
        CheckModel.check(
            source,
            Optional.of(model.name()),
            sizes,
            (from, path) -> Optional.ofNullable(texts.get(ReadSource.importedName(from, path))));
    return new RecurrentModel(model.path(), source, other, model.given());
  }

  /**
   * The model that a path names, or all models of the file; all errors of all of them at once. None
   * of a file of cells that is right.
   */
  static List<RecurrentModel> all(ModelPath path, Map<String, Integer> given) {
    if (path.model().isPresent()) {
      return List.of(one(path, given));
    }
    Source source = ReadSource.read(path.file());
    ModelFile file = Parse.parse(source);
    List<String> names = file.models().stream().map(model -> model.name().text()).toList();
    if (names.isEmpty() && file.trains().isEmpty()) {
      CheckModel.checkCells(source, ReadSource::imported);
      return List.of();
    }
    if (names.size() < 2) {
      return List.of(one(path, given));
    }
    checkNumbers(given);
    List<RecurrentModel> models = new ArrayList<>();
    Set<String> sizes = new LinkedHashSet<>();
    Map<String, Diagnostic> errors = new LinkedHashMap<>();
    for (String name : names) {
      try {
        CheckedModel model =
            CheckModel.check(source, Optional.of(name), given, ReadSource::imported);
        models.add(new RecurrentModel(path, source, model, given));
        sizes.addAll(model.sizes().keySet());
      } catch (ModelException e) { // the same error of a cell may come with each model
        e.diagnostics().forEach(d -> errors.putIfAbsent(d.at() + d.message(), d));
      }
    }
    if (!errors.isEmpty()) {
      throw new ModelException(List.copyOf(errors.values()));
    }
    checkTrains(models.get(0).checked().file());
    checkSizes(given, sizes, "the file");
    return models;
  }

  private static void checkNumbers(Map<String, Integer> sizes) {
    sizes.forEach(
        (name, size) -> {
          if (size < 1) {
            throw new ArgumentException("--size " + name + "=" + size, "a size is at least 1");
          }
        });
  }

  private static void checkSizes(
      Map<String, Integer> given, Collection<String> known, String owner) {
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        String nearest = Nearest.of(name, known);
        throw new ArgumentException(
            "--size " + name + "=" + given.get(name),
            owner
                + " has no size '"
                + name
                + "'"
                + (known.isEmpty()
                    ? ""
                    : nearest.isEmpty()
                        ? ", but " + String.join(", ", known)
                        : "; did you mean '" + nearest + "'?"));
      }
    }
  }

  /** A train block must belong to a model of its file, and be the only one that does. */
  private static void checkTrains(ModelFile file) {
    List<Diagnostic> errors = new ArrayList<>();
    List<String> models = file.models().stream().map(model -> model.name().text()).toList();
    Set<String> trained = new HashSet<>();
    for (ModelFile.Train train : file.trains()) {
      String name = train.model().map(ModelFile.Name::text).orElse("");
      if (train.model().isPresent() && !models.contains(name)) {
        String nearest = Nearest.of(name, models);
        errors.add(
            new Diagnostic(
                train.model().get().span(),
                "there is no model '" + name + "' to train",
                nearest.isEmpty() ? "" : "did you mean '" + nearest + "'?"));
      } else if (train.model().isEmpty() && models.size() > 1) {
        errors.add(
            new Diagnostic(
                train.span(),
                "which of the models is this 'train' for?",
                "train " + models.get(0) + " { ... }"));
      } else if (!trained.add(name.isEmpty() ? models.get(0) : name)) {
        errors.add(
            new Diagnostic(
                train.span(), "a second 'train' for " + (name.isEmpty() ? models.get(0) : name)));
      }
    }
    if (!errors.isEmpty()) {
      throw new ModelException(errors);
    }
  }
}
