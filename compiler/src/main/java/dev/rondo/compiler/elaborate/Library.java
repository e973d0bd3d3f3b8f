package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.compiler.syntax.Parse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cells that ship with the compiler: files in Rondo among its resources. */
public final class Library {
  private static final String FOLDER = "/dev/rondo/library/";

  private Library() {}

  private static final class Loaded {
    static final List<ModelFile> FILES = names().stream().map(n -> Parse.parse(source(n))).toList();
    static final Map<String, ModelFile.Cell> CELLS = new LinkedHashMap<>();
    static final Map<String, ModelFile.Fun> FUNS = new LinkedHashMap<>();

    static {
      for (ModelFile file : FILES) {
        file.cells().forEach(c -> CELLS.put(c.name().text(), c));
        file.funs().forEach(f -> FUNS.put(f.name().text(), f));
      }
    }
  }

  /** All library files, in the order of the index. */
  public static List<ModelFile> files() {
    return Loaded.FILES;
  }

  /** Whether a source is one of the library's files. */
  static boolean holds(Source source) {
    return Loaded.FILES.stream().anyMatch(f -> f.source() == source);
  }

  /** All library cells by their names. */
  static Map<String, ModelFile.Cell> byName() {
    return Collections.unmodifiableMap(Loaded.CELLS);
  }

  /** All library functions by their names. */
  static Map<String, ModelFile.Fun> funs() {
    return Collections.unmodifiableMap(Loaded.FUNS);
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
    return new ArrayList<>(Loaded.CELLS.keySet());
  }
}
