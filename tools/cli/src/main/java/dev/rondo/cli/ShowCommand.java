package dev.rondo.cli;

import dev.rondo.Rondo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo show}. */
@Command(
    name = "show",
    description = "Prints the source of a library cell, to read, copy and change.",
    footer = {"", "Example:", "  rondo show LSTM", "  rondo show --list"})
final class ShowCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The cell's name, such as GRU.")
  private String name;

  @Option(names = "--list", description = "List what there is, a line each.")
  private boolean list;

  ShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (list == (name != null)) {
      throw new UsageError("name one cell, or say --list");
    }
    if (list) {
      Table table = new Table(false, false);
      Rondo.library().forEach(table::row);
      session.out().print(table);
    } else {
      session.out().println(Rondo.show(name));
    }
    return ExitCode.DONE;
  }
}
