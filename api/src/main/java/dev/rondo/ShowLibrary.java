package dev.rondo;

import dev.rondo.compiler.elaborate.Library;
import dev.rondo.compiler.errors.Nearest;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.ModelFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Finds a definition of the library. */
final class ShowLibrary {
  private ShowLibrary() {}

  static String show(String name) {
    return Library.files().stream()
        .flatMap(ShowLibrary::definitions)
        .filter(d -> d.name.equals(name))
        .map(d -> withComment(d.span))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  /** Every definition with the first sentence of its comment. */
  static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    Library.files().stream()
        .flatMap(ShowLibrary::definitions)
        .forEach(d -> all.put(d.name, firstSentence(d.doc)));
    return all;
  }

  private static String firstSentence(String doc) {
    String text = doc.replace('\n', ' ');
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  private record Definition(String name, String doc, Span span) {}

  private static Stream<Definition> definitions(ModelFile file) {
    return Stream.concat(
        file.cells().stream()
            .map(cell -> new Definition(cell.name().text(), cell.doc(), cell.span())),
        file.funs().stream().map(fun -> new Definition(fun.name().text(), fun.doc(), fun.span())));
  }

  /** A definition and the comment lines directly above it. */
  private static String withComment(Span span) {
    int first = span.line();
    while (first > 1 && span.source().lineText(first - 1).startsWith("//")) {
      first--;
    }
    StringBuilder text = new StringBuilder();
    for (int line = first; line < span.line(); line++) {
      text.append(span.source().lineText(line)).append("\n");
    }
    return text.append(span.text()).toString();
  }

  private static RondoException unknown(String name) {
    String nearest = Nearest.of(name, Library.cells());
    return new RondoException(
        "",
        "there is no '" + name + "' in the library",
        nearest.isEmpty()
            ? "its cells are " + String.join(", ", Library.cells())
            : "did you mean " + nearest + "?");
  }
}
