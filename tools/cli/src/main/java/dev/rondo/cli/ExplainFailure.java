package dev.rondo.cli;

import dev.rondo.ArgumentException;
import dev.rondo.RondoException;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.RenderDiagnostics;
import dev.rondo.compiler.errors.Span;
import dev.rondo.runtime.MachineException;
import dev.rondo.training.DataException;
import dev.rondo.training.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ExecutionException;

/** What went wrong, in words, and the exit code that belongs to it. */
final class ExplainFailure {
  /** How systems say that a disk or a quota is full; Java has no type for it. */
  private static final List<String> NO_SPACE =
      List.of("No space left on device", "Disk quota exceeded", "not enough space on the disk");

  private final Session session;
  private final List<String> args;

  ExplainFailure(Session session, List<String> args) {
    this.session = session;
    this.args = args;
  }

  /** Prints it. */
  int explain(Throwable thrown) {
    session.out().flush();
    Throwable cause =
        thrown instanceof ExecutionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof ModelException wrong) {
      return fail(ExitCode.INPUT, RenderDiagnostics.render(wrong.diagnostics()));
    }
    if (cause instanceof SettingsException wrong) {
      return settings(wrong);
    }
    if (cause instanceof ArgumentException wrong) {
      return usage(wrong.where() + ": " + wrong.problem());
    }
    if (cause instanceof RondoException wrong) {
      return fail(ExitCode.INPUT, wrong.getMessage() + "\n");
    }
    if (cause instanceof UsageError wrong) {
      return usage(wrong.getMessage());
    }
    if (cause instanceof DataException wrong) {
      return fail(
          isNoSpace(cause) ? ExitCode.MACHINE : ExitCode.INPUT,
          fromHere(wrong.getMessage()) + "\n");
    }
    if (isNoSpace(cause)) {
      return fail(ExitCode.MACHINE, "rondo: error: " + cause.getMessage() + "\n");
    }
    if (cause instanceof MachineException) {
      return fail(ExitCode.MACHINE, "rondo: error: " + cause.getMessage() + "\n");
    }
    if (cause instanceof OutOfMemoryError) {
      long most = Runtime.getRuntime().maxMemory() >> 20;
      return fail(
          ExitCode.MACHINE,
          "rondo: error: out of memory: Java may use "
              + most
              + " MB\n   help: a smaller batch or window needs less; JAVA_TOOL_OPTIONS=-Xmx"
              + (2 * most)
              + "m gives it more\n");
    }
    if (cause instanceof IOException || cause instanceof UncheckedIOException) {
      return fail(ExitCode.MACHINE, "rondo: error: " + cause.getMessage() + "\n");
    }
    return fail(ExitCode.BUG, bug(cause));
  }

  /** The command was done, but its output did not arrive. */
  int outputFailed(IOException e) {
    if (WatchedOutput.isClosedPipe(e)) {
      return ExitCode.DONE;
    }
    return fail(
        ExitCode.MACHINE, "rondo: error: cannot write the output: " + e.getMessage() + "\n");
  }

  private int usage(String message) {
    String name = args.isEmpty() ? "rondo" : "rondo " + args.get(0);
    return fail(ExitCode.USAGE, name + ": error: " + message + "\n   try: " + name + " --help\n");
  }

  private int fail(int code, String text) {
    session.err().print(session.colour().message(text));
    session.err().flush();
    return code;
  }

  /** Settings in a model file are shown with their line, those of the command line as they are. */
  private int settings(SettingsException wrong) {
    StringBuilder text = new StringBuilder();
    List<Diagnostic> inFile = new ArrayList<>();
    boolean usage = true;
    for (SettingsException.Problem problem : wrong.problems()) {
      Optional<Span> span = session.place(problem.place());
      if (span.isPresent()) {
        inFile.add(new Diagnostic(span.get(), problem.message(), problem.help()));
      } else {
        text.append(problem).append("\n");
      }
      usage &= problem.place().startsWith("--");
    }
    if (!inFile.isEmpty()) {
      text.append(RenderDiagnostics.render(inFile));
    }
    return fail(usage ? ExitCode.USAGE : ExitCode.INPUT, text.toString());
  }

  private static boolean isNoSpace(Throwable cause) {
    return Stream.iterate(cause, t -> t != null, Throwable::getCause)
        .map(t -> String.valueOf(t.getMessage()))
        .anyMatch(message -> NO_SPACE.stream().anyMatch(message::contains));
  }

  /** The training library names files from the root; the user most likely did not. */
  private static String fromHere(String message) {
    String here = Path.of("").toAbsolutePath() + java.io.File.separator;
    return message.startsWith(here) ? message.substring(here.length()) : message;
  }

  private String bug(Throwable cause) {
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace, true));
    return "rondo: error: this is a bug in rondo, and not a mistake of yours."
        + " Please report it with these lines:\n"
        + "   "
        + Version.withPlatform()
        + "\n   rondo "
        + String.join(" ", args)
        + "\n   "
        + trace.toString().strip().replace("\n", "\n   ")
        + "\n";
  }
}
