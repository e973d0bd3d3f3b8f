package dev.rondo.cli;

import dev.rondo.RecurrentModel;
import dev.rondo.Rondo;
import dev.rondo.compiler.errors.Span;
import dev.rondo.training.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of the command: where it reads and writes, and what its messages must know. */
final class Session {
  private final InputStream in;
  private final WatchedOutput watched;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean screen;
  private final Colour colour;
  private final Map<String, Span> places = new HashMap<>();

  /**
   * A run.
   *
   * @param screen whether {@code out} is a terminal that can redraw a line
   * @param colour of what goes to {@code err}
   */
  Session(InputStream in, WatchedOutput out, PrintStream err, boolean screen, Colour colour) {
    this.in = in;
    this.watched = out;
    // a buffer of its own: a table or a sampled text is many small writes
    this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
    this.err = err;
    this.screen = screen;
    this.colour = colour;
  }

  /** The process's own streams; always UTF-8, because model files are. */
  static Session ofProcess() {
    return new Session(
        System.in,
        new WatchedOutput(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        isTerminal(1),
        Colour.where(isTerminal(2)));
  }

  /**
   * Java 17 can only ask whether input and output both are terminals; Linux knows it of each, and
   * no colour must get into a file of errors.
   */
  private static boolean isTerminal(int stream) {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return Terminal.present();
    }
  }

  InputStream in() {
    return in;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  boolean screen() {
    return screen;
  }

  Colour colour() {
    return colour;
  }

  /** What could not be written to {@code out}, if something could not. */
  Optional<IOException> failure() {
    out.flush();
    return watched.failure();
  }

  /** The one model that FILE names, with the sizes of the command line. */
  RecurrentModel open(Options.ModelOptions options) {
    RecurrentModel model = Rondo.compile(options.file(), options.sizes());
    places.putAll(model.places());
    return model;
  }

  /** All models of FILE. */
  List<RecurrentModel> openAll(Options.ModelOptions options) {
    List<RecurrentModel> models = Rondo.compileAll(options.file(), options.sizes());
    models.forEach(model -> places.putAll(model.places()));
    return models;
  }

  /** Where in a model file a setting stands: messages know only its name. */
  Optional<Span> place(String place) {
    return Optional.ofNullable(places.get(place));
  }
}
