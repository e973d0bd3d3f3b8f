package dev.rondo.cli;

import dev.rondo.Rondo;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.training.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo fmt}. */
@Command(
    name = "fmt",
    description = {
      "Sets indentation and blanks of model files as they are usual.",
      "Lines end where you ended them, and before column 100. Two blanks or more",
      "inside a line are alignment and stay. A file with errors is left as it is."
    },
    footer = {"", "Example:", "  rondo fmt examples/sunspots/sunspots.rondo"})
final class FmtCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  private final Session session;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Model files, changed in place; - reads one and prints it.")
  private List<String> files;

  @Option(
      names = "--check",
      description = "Change nothing; list the files that would change, and fail if there are any.")
  private boolean check;

  FmtCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    List<Diagnostic> errors = new ArrayList<>();
    boolean inputDiffers = false;
    for (String file : files) {
      try {
        if (file.equals(STANDARD_INPUT)) {
          inputDiffers |= standardInput();
        } else if (format(Path.of(file))) {
          changed.add(Path.of(file));
        }
      } catch (ModelException e) { // the other files are formatted all the same
        errors.addAll(e.diagnostics());
      }
    }
    changed.forEach(file -> session.out().println(check ? file : "formatted " + file));
    if (!errors.isEmpty()) {
      throw new ModelException(errors);
    }
    return check && (inputDiffers || !changed.isEmpty()) ? ExitCode.INPUT : ExitCode.DONE;
  }

  private boolean standardInput() throws IOException {
    String text = new String(session.in().readAllBytes(), StandardCharsets.UTF_8);
    String formatted = Rondo.format(STANDARD_INPUT, text);
    boolean differs = !formatted.equals(text);
    if (!check) {
      session.out().print(formatted);
    } else if (differs) {
      session.out().println(STANDARD_INPUT);
    }
    return differs;
  }

  /** Whether the file is, or would be, another now. */
  private boolean format(Path file) throws IOException {
    String formatted = Rondo.format(file);
    if (formatted.equals(Files.readString(file))) {
      return false;
    }
    if (!check) {
      // a link stays a link
      WholeFile.write(file.toRealPath(), part -> Files.writeString(part, formatted));
    }
    return true;
  }
}
