package dev.rondo.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.errors.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The model files among the test resources, read from where they are written, not from target. */
public final class TestFiles {
  public static final Path RESOURCES = Path.of("src/test/resources");

  private TestFiles() {}

  /** All model files in a folder below {@link #RESOURCES}, in the order of their names. */
  public static List<Path> in(String folder) {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".rondo")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares with a file; {@code mvn test -Drondo.accept=true} writes the file instead. */
  public static void isAsExpected(String printed, Path expected) {
    try {
      if (Boolean.getBoolean("rondo.accept")) {
        Files.writeString(expected, printed);
      }
      assertThat(printed).isEqualTo(Files.readString(expected));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of expected text beside a model file. */
  public static Path expected(Path file) {
    return Path.of(file.toString().replace(".rondo", ".expected"));
  }

  public static Source source(Path file) {
    try {
      return new Source(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
