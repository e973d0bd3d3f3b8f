package dev.rondo.compiler;

import dev.rondo.compiler.elaborate.Definitions;
import dev.rondo.compiler.elaborate.Elaborated;
import dev.rondo.compiler.elaborate.ResolveNames;
import dev.rondo.compiler.elaborate.Suggest;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Importer;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.compiler.syntax.Parse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The compiler's front door. */
public final class CheckModel {
  private CheckModel() {}

  /**
   * Parses and checks a model file.
   *
   * @param model which of its models; empty if it has just one
   * @param sizes values for sizes of the model, over the file's own
   * @param importer finds the text of imports
   * @throws ModelException with every error in the file
   */
  public static CheckedModel check(
      Source source, Optional<String> model, Map<String, Integer> sizes, Importer importer) {
    ModelFile file = Parse.parse(source);
    Diagnostics diagnostics = new Diagnostics();
    Definitions definitions = ResolveNames.resolve(file, importer, diagnostics);
    ModelFile.Model chosen = choose(file, model, diagnostics);
    return new CheckedModel(
        file, definitions.files(), Elaborated.of(definitions, chosen, sizes, diagnostics));
  }

  /**
   * Checks the cells of a file that needs no model: one to be imported.
   *
   * @throws ModelException with every error in the file
   */
  public static ModelFile checkCells(Source source, Importer importer) {
    ModelFile file = Parse.parse(source);
    Diagnostics diagnostics = new Diagnostics();
    Elaborated.checkCells(ResolveNames.resolve(file, importer, diagnostics), diagnostics);
    diagnostics.throwIfAny();
    return file;
  }

  private static ModelFile.Model choose(
      ModelFile file, Optional<String> model, Diagnostics diagnostics) {
    // a name that stands twice is reported where it stands
    List<String> names = file.models().stream().map(m -> m.name().text()).distinct().toList();
    Span start = new Span(file.source(), 0, 0);
    if (model.isEmpty() && names.size() == 1) {
      return file.models().get(0);
    }
    if (model.isPresent() && names.contains(model.get())) {
      return file.models().stream()
          .filter(m -> m.name().text().equals(model.get()))
          .findFirst()
          .orElseThrow();
    }
    if (names.isEmpty()) {
      diagnostics.report(new Diagnostic(start, "there is no model in this file"));
    } else if (model.isEmpty()) {
      diagnostics.report(
          new Diagnostic(
              start,
              "this file has several models: " + String.join(", ", names),
              "name one: " + file.source().name() + ":" + names.get(0)));
    } else {
      diagnostics.report(
          new Diagnostic(
              start, "there is no model '" + model.get() + "'", Suggest.help(model.get(), names)));
    }
    throw new ModelException(diagnostics.all());
  }
}
