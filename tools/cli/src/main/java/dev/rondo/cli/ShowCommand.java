package dev.rondo.cli;

import dev.rondo.Rondo;
import java.util.concurrent.Callable;
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
    session.out().println(Rondo.show(name));
    return ExitCode.DONE;
  }
}
