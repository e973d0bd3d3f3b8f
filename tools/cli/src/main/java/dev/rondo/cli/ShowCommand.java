package dev.rondo.cli;

import dev.rondo.compiler.elaborate.Library;
import dev.rondo.compiler.errors.Nearest;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.ModelFile;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rondo show}. */
@Command(
    name = "show",
    description = "Prints the source of a library cell, to read, copy and change.",
    footer = {"", "Example:", "  rondo show LSTM"})
final class ShowCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The cell's name, such as GRU.")
  private String name;

  ShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Span span =
        Library.files().stream()
            .flatMap(ShowCommand::definitions)
            .filter(d -> d.name.equals(name))
            .map(d -> d.span)
            .findFirst()
            .orElseThrow(this::unknown);
    session.out().println(withComment(span));
    return ExitCode.DONE;
  }

  private record Definition(String name, Span span) {}

  private static Stream<Definition> definitions(ModelFile file) {
    return Stream.concat(
        file.cells().stream().map(cell -> new Definition(cell.name().text(), cell.span())),
        file.funs().stream().map(fun -> new Definition(fun.name().text(), fun.span())));
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

  private UserError unknown() {
    String nearest = Nearest.of(name, Library.cells());
    return new UserError(
        "",
        "there is no '" + name + "' in the library",
        nearest.isEmpty()
            ? "its cells are " + String.join(", ", Library.cells())
            : "did you mean " + nearest + "?");
  }
}
