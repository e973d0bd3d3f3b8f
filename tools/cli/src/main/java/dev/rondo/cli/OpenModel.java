package dev.rondo.cli;

import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.Rondo;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.Nearest;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.compiler.syntax.Parse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From FILE to a checked model. */
final class OpenModel {
  private OpenModel() {}

  /** A model and where its file is. */
  record Opened(ModelPath path, CheckedModel model) {
    Path folder() {
      return path.folder();
    }

    String name() {
      return model.name();
    }
  }

  /** The one model that FILE names, with the sizes of the command line. */
  static Opened one(Options.ModelOptions options) {
    return one(options, Map.of());
  }

  /**
   * The same with sizes that are known from elsewhere, such as weights.
   *
   * @param known go before the file's own and behind the command line's; those that the model does
   *     not have are ignored
   */
  static Opened one(Options.ModelOptions options, Map<String, Integer> known) {
    ModelPath path = ModelPath.of(options.file());
    Source source = ReadSource.read(path.file());
    Map<String, Integer> sizes = new LinkedHashMap<>(known);
    sizes.putAll(options.sizes());
    CheckedModel model = Rondo.check(source, path.model(), sizes, ReadSource::imported);
    checkTrains(model.file());
    checkSizes(options.sizes(), model.sizes().keySet(), model.name());
    return new Opened(path, model);
  }

  /**
   * The model that FILE names, or all models of the file; all errors of all of them at once. None
   * of a file of cells that is right.
   */
  static List<Opened> all(Options.ModelOptions options) {
    ModelPath path = ModelPath.of(options.file());
    if (path.model().isPresent()) {
      return List.of(one(options));
    }
    Source source = ReadSource.read(path.file());
    ModelFile file = Parse.parse(source);
    List<String> names = file.models().stream().map(model -> model.name().text()).toList();
    if (names.isEmpty() && file.trains().isEmpty()) {
      Rondo.checkCells(source, ReadSource::imported);
      return List.of();
    }
    if (names.size() < 2) {
      return List.of(one(options));
    }
    List<Opened> models = new ArrayList<>();
    Set<String> sizes = new LinkedHashSet<>();
    Map<String, Diagnostic> errors = new LinkedHashMap<>();
    for (String name : names) {
      try {
        CheckedModel model =
            Rondo.check(source, Optional.of(name), options.sizes(), ReadSource::imported);
        models.add(new Opened(path, model));
        sizes.addAll(model.sizes().keySet());
      } catch (ModelException e) { // the same error of a cell may come with each model
        e.diagnostics().forEach(d -> errors.putIfAbsent(d.at() + d.message(), d));
      }
    }
    if (!errors.isEmpty()) {
      throw new ModelException(List.copyOf(errors.values()));
    }
    checkTrains(models.get(0).model().file());
    checkSizes(options.sizes(), sizes, "the file");
    return models;
  }

  private static void checkSizes(
      Map<String, Integer> given, Collection<String> known, String owner) {
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        String nearest = Nearest.of(name, known);
        throw new UsageError(
            "--size "
                + name
                + "="
                + given.get(name)
                + ": "
                + owner
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
