package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.runtime.Initial;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model that is right: written out, with every kind, shape, extent and domain known. Sizes may
 * still be symbols.
 *
 * @param literals the symbols that the model names, by vocabulary
 */
public record Elaborated(
    Draft draft,
    InferShapes.Shapes shapes,
    Map<String, Extent> extents,
    Map<String, List<String>> fixedAxes,
    Map<String, Domain> domains,
    Map<String, List<String>> literals) {

  /** Checks a model and all of its file; throws a ModelException with every error found. */
  public static Elaborated of(
      Definitions definitions,
      ModelFile.Model model,
      Map<String, Integer> bound,
      Diagnostics diagnostics) {
    List<Span> wrong = checkCells(definitions, diagnostics);
    Diagnostics inModel = new Diagnostics();
    Draft draft = DecideSizes.instantiate(definitions, model, bound, inModel);
    Elaborated elaborated = infer(draft, inModel);
    DecideSizes.check(elaborated, inModel);
    CheckResults.check(elaborated, inModel);
    // what is wrong in a cell by itself is not said again for each use of it
    inModel.all().stream()
        .filter(d -> wrong.stream().noneMatch(cell -> cell.contains(d.at())))
        .forEach(diagnostics::report);
    diagnostics.throwIfAny();
    return elaborated;
  }

  /** Checks the cells of a file on their own; gives those that are wrong. */
  public static List<Span> checkCells(Definitions definitions, Diagnostics diagnostics) {
    List<Span> wrong = new ArrayList<>();
    for (ModelFile.Cell cell : definitions.file().cells()) {
      CheckCells.check(definitions, cell, diagnostics);
      if (diagnostics.within(cell.span())) {
        wrong.add(cell.span());
      }
    }
    return wrong;
  }

  /** The passes between the flat system and its types, in their order. */
  static Elaborated infer(Draft draft, Diagnostics diagnostics) {
    CheckNoise.check(draft, diagnostics);
    InferShapes.Shapes shapes = InferShapes.infer(draft, diagnostics);
    CheckInitials.check(draft, shapes, diagnostics);
    Map<String, Extent> extents = InferAxes.infer(draft, diagnostics);
    Map<String, List<String>> fixedAxes = InferFixedAxes.infer(draft, diagnostics);
    Map<String, Map<String, Integer>> directions =
        CheckCausality.check(draft, extents, fixedAxes, diagnostics);
    Map<String, Domain> domains = InferDomains.infer(draft, directions, diagnostics);
    Map<String, List<String>> literals =
        diagnostics.any() ? Map.of() : Literals.find(draft, shapes.vocabularies(), diagnostics);
    return new Elaborated(draft, shapes, extents, fixedAxes, domains, literals);
  }

  /**
   * Whether all of it can be written out.
   *
   * @throws dev.rondo.compiler.errors.ModelException if a delay is by an axis of an open length
   */
  public void requireWritten() {
    Diagnostics diagnostics = new Diagnostics();
    LowerBrackets.checkWritten(draft, diagnostics);
    diagnostics.throwIfAny();
  }

  Draft.Type type(String name) {
    return shapes.types().get(draft.resolve(name));
  }

  Extent extent(String name) {
    return extents.getOrDefault(draft.resolve(name), Extent.CONSTANT);
  }

  /** The files that parameters begin with. */
  public Set<String> tables() {
    return draft.initials.values().stream()
        .flatMap(initial -> CheckInitials.find(Initial.File.class, initial).stream())
        .map(Initial.File::file)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The axes of fixed length along which something varies. */
  List<String> fixedAxes(String name) {
    return fixedAxes.getOrDefault(draft.resolve(name), List.of());
  }

  Domain domain(String name) {
    return domains.getOrDefault(draft.resolve(name), Domain.ALL);
  }
}
