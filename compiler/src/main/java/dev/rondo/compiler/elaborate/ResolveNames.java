package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Importer;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.compiler.syntax.ModelFile.Name;
import dev.rondo.compiler.syntax.Parse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what a file's names can refer to besides the library: its definitions, its imports'. */
public final class ResolveNames {
  private final Diagnostics diagnostics;
  private final Importer importer;
  private final Map<String, ModelFile> read = new LinkedHashMap<>();

  private ResolveNames(Importer importer, Diagnostics diagnostics) {
    this.importer = importer;
    this.diagnostics = diagnostics;
  }

  public static Definitions resolve(ModelFile file, Importer importer, Diagnostics diagnostics) {
    return new ResolveNames(importer, diagnostics).run(file);
  }

  private Definitions run(ModelFile file) {
    Map<String, ModelFile.Cell> cells = new LinkedHashMap<>();
    Map<String, ModelFile.Fun> funs = new LinkedHashMap<>();
    Map<String, Span> imported = new HashMap<>();
    read.put(file.source().name(), file);
    for (ModelFile.Import statement : file.imports()) {
      for (ModelFile other : load(file, statement)) {
        for (Name name : names(other)) {
          Span earlier = imported.putIfAbsent(name.text(), statement.span());
          if (earlier != null && !earlier.equals(statement.span())) {
            diagnostics.report(
                new Diagnostic(
                    statement.span(),
                    "'" + name + "' is imported twice: here and on line " + earlier.line()));
          }
        }
        other.cells().forEach(c -> cells.put(c.name().text(), c));
        other.funs().forEach(f -> funs.put(f.name().text(), f));
      }
    }
    Map<String, Name> own = new HashMap<>();
    List<Name> all = names(file);
    file.models().forEach(m -> all.add(m.name()));
    for (Name name : all) {
      Name first = own.putIfAbsent(name.text(), name);
      if (first != null) {
        diagnostics.report(
            new Diagnostic(
                name.span(), "'" + name + "' is defined already, on line " + first.span().line()));
      }
    }
    file.funs().forEach(f -> noneTwice(f.formals().stream()));
    file.cells()
        .forEach(
            c ->
                noneTwice(
                    Stream.concat(
                        c.generics().stream().map(ModelFile.Generic::name),
                        c.formals().stream().map(ModelFile.Formal::name))));
    file.models().forEach(m -> noneTwice(m.generics().stream().map(ModelFile.Generic::name)));
    file.cells().forEach(c -> cells.put(c.name().text(), c));
    file.funs().forEach(f -> funs.put(f.name().text(), f));
    return new Definitions(file, cells, funs, new ArrayList<>(read.values()));
  }

  /** The arguments and sizes of one definition have different names. */
  private void noneTwice(Stream<Name> names) {
    Set<String> known = new HashSet<>();
    names
        .filter(name -> !known.add(name.text()))
        .forEach(
            name ->
                diagnostics.report(
                    new Diagnostic(
                        name.span(),
                        "'" + name + "' stands twice in this line",
                        "call one of them otherwise")));
  }

  /** The imported file and, behind it, what it imports itself. */
  private List<ModelFile> load(ModelFile from, ModelFile.Import statement) {
    List<String> path = statement.path().stream().map(Name::text).toList();
    Optional<Source> source = importer.find(from.source(), path);
    if (source.isEmpty()) {
      diagnostics.report(
          new Diagnostic(
              statement.span(),
              "there is no file " + String.join("/", path) + ".rondo beside this one"));
      return List.of();
    }
    if (read.containsKey(source.get().name())) {
      return List.of();
    }
    ModelFile file = Parse.parse(source.get());
    read.put(source.get().name(), file);
    List<ModelFile> files = new ArrayList<>(List.of(file));
    file.imports().forEach(i -> files.addAll(load(file, i)));
    return files;
  }

  private static List<Name> names(ModelFile file) {
    List<Name> names = file.cells().stream().map(ModelFile.Cell::name).collect(Collectors.toList());
    file.funs().forEach(f -> names.add(f.name()));
    return names;
  }
}
