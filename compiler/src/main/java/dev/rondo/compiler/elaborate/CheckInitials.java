package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.runtime.Initial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks initial values that read other parameters or files: shapes that fit, and no cycle. */
final class CheckInitials {
  private final Draft draft;
  private final Map<String, Draft.Type> types;
  private final Collection<Size> vocabularies;
  private final Diagnostics diagnostics;
  private final Set<String> done = new HashSet<>();
  private final List<String> path = new ArrayList<>();

  private CheckInitials(Draft draft, InferShapes.Shapes shapes, Diagnostics diagnostics) {
    this.draft = draft;
    this.types = shapes.types();
    this.vocabularies = shapes.vocabularies().values();
    this.diagnostics = diagnostics;
  }

  static void check(Draft draft, InferShapes.Shapes shapes, Diagnostics diagnostics) {
    CheckInitials pass = new CheckInitials(draft, shapes, diagnostics);
    for (Draft.ParamDeclaration param : draft.params.values()) {
      Initial initial = draft.initials.get(param.path());
      for (Initial.Other other : find(Initial.Other.class, initial)) {
        pass.fits(param, draft.params.get(other.path()));
      }
      find(Initial.File.class, initial).forEach(file -> pass.rows(param, file));
      pass.visit(param.path());
    }
  }

  /** Its parts of a kind. */
  static <T extends Initial> List<T> find(Class<T> kind, Initial initial) {
    if (kind.isInstance(initial)) {
      return List.of(kind.cast(initial));
    }
    List<Initial> parts =
        initial instanceof Initial.Apply apply
            ? apply.arguments()
            : initial instanceof Initial.Draw draw
                ? draw.of()
                : initial instanceof Initial.Each each ? List.of(each.of()) : List.of();
    return parts.stream().flatMap(part -> find(kind, part).stream()).toList();
  }

  /** A text file has a row for a symbol. A cell on its own may not know the vocabulary. */
  private void rows(Draft.ParamDeclaration param, Initial.File file) {
    Draft.Type type = types.get("param " + param.path());
    if (type == null || file.tensor().isPresent() || draft.place.isEmpty()) {
      return;
    }
    List<Size> shape = type.shape();
    if (shape.size() != 2 || !vocabularies.contains(shape.get(0))) {
      diagnostics.report(
          new Diagnostic(
              param.span(),
              "'%s' is %s, and the rows of \"%s\" are for the symbols of a vocabulary"
                  .formatted(param.path(), Size.shape(shape), file.file()),
              "declare it [V, E], with an input that is token[V]"));
    }
  }

  /** One value for all numbers, or one for each; along the same axes or along none. */
  private void fits(Draft.ParamDeclaration param, Draft.ParamDeclaration other) {
    Draft.Type own = types.get("param " + param.path());
    Draft.Type of = types.get("param " + other.path());
    if (own == null || of == null) {
      return; // reported by the shapes
    }
    boolean shape = of.shape().isEmpty() || of.shape().equals(own.shape());
    boolean axes = other.axes().isEmpty() || other.axes().equals(param.axes());
    if (!shape || !axes) {
      diagnostics.report(
          new Diagnostic(
              param.span(),
              "'%s' is %s, and begins with '%s', which is %s"
                  .formatted(param.path(), shown(param, own), other.path(), shown(other, of)),
              "a parameter begins number by number: both have one shape, or the other is a scalar"));
    }
  }

  private static String shown(Draft.ParamDeclaration param, Draft.Type type) {
    return Size.shape(type.shape())
        + param.axes().stream().map(axis -> " over " + axis).collect(Collectors.joining());
  }

  private void visit(String param) {
    int from = path.indexOf(param);
    if (from >= 0) {
      String cycle = String.join(" -> ", path.subList(from, path.size())) + " -> " + param;
      diagnostics.report(
          new Diagnostic(
              draft.params.get(param).span(),
              "'" + param + "' begins with itself: " + cycle,
              "one of them must begin with numbers or a draw"));
      return;
    }
    if (!done.add(param)) {
      return;
    }
    path.add(param);
    find(Initial.Other.class, draft.initials.get(param)).forEach(other -> visit(other.path()));
    path.remove(path.size() - 1);
  }
}
