package dev.rondo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete;

/** Writes what a shell completes of the command: a step of the release's build. */
public final class WriteCompletion {
  private WriteCompletion() {}

  /** Needs the file to write. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Session session = Session.ofProcess();
    String script =
        AutoComplete.bash(
            "rondo", Main.commandLine(session, new ExplainFailure(session, List.of())));
    Files.writeString(file, script);
  }
}
