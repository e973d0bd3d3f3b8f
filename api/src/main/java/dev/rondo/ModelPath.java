package dev.rondo;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code model.rondo} or {@code model.rondo:Model}. */
record ModelPath(Path file, Optional<String> model) {
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

  static ModelPath of(String written) {
    int colon = written.lastIndexOf(':');
    try {
      // a colon may be part of a file's name, or behind a drive's letter
      if (colon > 1
          && NAME.matcher(written.substring(colon + 1)).matches()
          && !Files.exists(Path.of(written))) {
        return new ModelPath(
            Path.of(written.substring(0, colon)), Optional.of(written.substring(colon + 1)));
      }
      return new ModelPath(Path.of(written), Optional.empty());
    } catch (InvalidPathException e) {
      throw new RondoException(written, "this cannot be the name of a file", "");
    }
  }

  /** What relative paths in the file are relative to. */
  Path folder() {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /** As it is written. */
  @Override
  public String toString() {
    return file + model.map(name -> ":" + name).orElse("");
  }
}
