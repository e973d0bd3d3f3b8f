package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.compiler.syntax.Parse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cells that ship with the compiler: files in Rondo among its resources. */
public final class Library {
  private static final String FOLDER = "/dev/rondo/library/";

  private Library() {}

  private static final class Loaded {
    static final List<ModelFile> FILES = names().stream().map(n -> Parse.parse(source(n))).toList();
  }

  /** All library files, in the order of the index. */
  public static List<ModelFile> files() {
    return Loaded.FILES;
  }

  /** The text of the library file that defines a cell. */
  public static Optional<String> text(String cell) {
    return files().stream()
        .filter(f -> f.cells().stream().anyMatch(c -> c.name().text().equals(cell)))
        .map(f -> f.source().text())
        .findFirst();
  }

  private static List<String> names() {
    return read("index").lines().filter(l -> !l.isBlank()).toList();
  }

  private static Source source(String name) {
    return new Source("library/" + name, read(name));
  }

  private static String read(String name) {
    try (InputStream in = Library.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("no library file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all library cells. */
  public static List<String> cells() {
    List<String> names = new ArrayList<>();
    files().forEach(f -> f.cells().forEach(c -> names.add(c.name().text())));
    return names;
  }
}
