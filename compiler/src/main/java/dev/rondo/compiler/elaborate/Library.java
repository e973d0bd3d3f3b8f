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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cells that ship with the compiler: files in Rondo among its resources. Their index says what
 * each defines, because parsing all of them takes longer than checking most models.
 */
public final class Library {
  private static final String FOLDER = "/dev/rondo/library/";

  /** The file of every definition, in the order of the index. */
  private static final Map<String, String> FILE_OF = index();

  private static final Map<String, ModelFile> PARSED = new ConcurrentHashMap<>();

  private Library() {}

  /** All library files, in the order of the index. */
  public static List<ModelFile> files() {
    return FILE_OF.values().stream().distinct().map(Library::file).toList();
  }

  /** The names of all cells and functions. */
  public static Set<String> names() {
    return FILE_OF.keySet();
  }

  /** Whether a source is one of the library's files. */
  static boolean holds(Source source) {
    return PARSED.values().stream().anyMatch(f -> f.source() == source);
  }

  static Optional<ModelFile.Cell> cell(String name) {
    return defining(name)
        .flatMap(f -> f.cells().stream().filter(c -> c.name().text().equals(name)).findFirst());
  }

  static Optional<ModelFile.Fun> fun(String name) {
    return defining(name)
        .flatMap(f -> f.funs().stream().filter(d -> d.name().text().equals(name)).findFirst());
  }

  /** The text of the library file that defines a name. */
  public static Optional<String> text(String name) {
    return defining(name).map(f -> f.source().text());
  }

  /** The names of all library cells. */
  public static List<String> cells() {
    return names().stream().filter(name -> cell(name).isPresent()).toList();
  }

  private static Optional<ModelFile> defining(String name) {
    return Optional.ofNullable(FILE_OF.get(name)).map(Library::file);
  }

  private static ModelFile file(String name) {
    return PARSED.computeIfAbsent(name, n -> Parse.parse(new Source("library/" + n, read(n))));
  }

  private static Map<String, String> index() {
    Map<String, String> fileOf = new LinkedHashMap<>();
    for (String line : read("index").lines().filter(l -> !l.isBlank()).toList()) {
      List<String> words = new ArrayList<>(List.of(line.split(" ")));
      String file = words.remove(0);
      words.forEach(name -> fileOf.put(name, file));
    }
    return Collections.unmodifiableMap(fileOf);
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
}
