package dev.rondo;

import dev.rondo.compiler.errors.Nearest;
import dev.rondo.compiler.errors.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads model files. */
final class ReadSource {
  private static final String ENDING = ".rondo";

  private ReadSource() {}

  /** The text of a file under the name that the user gave. */
  static Source read(Path file) {
    if (Files.isDirectory(file)) {
      throw new RondoException(
          file.toString(), "this is a folder, not a model file", beside(file, ""));
    }
    if (!Files.exists(file)) {
      Path folder = file.toAbsolutePath().getParent();
      throw new RondoException(
          file.toString(),
          "there is no such file",
          folder == null ? "" : beside(folder, String.valueOf(file.getFileName())));
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new RondoException(file.toString(), "cannot be read: " + e.getMessage(), "");
    }
    return new Source(file.toString(), decode(file, bytes));
  }

  private static String decode(Path file, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(in)
              .toString();
      // some editors on Windows begin a file with this mark
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new RondoException(
          file + ":" + line, "this is not UTF-8 text", "save the file with the encoding UTF-8");
    }
  }

  /** The nearest model file in a folder, or all if there are few. */
  private static String beside(Path folder, String name) {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(ENDING))
          .sorted()
          .forEach(names::add);
    } catch (IOException e) {
      return ""; // there is nothing to suggest then
    }
    String nearest = names.contains(name + ENDING) ? name + ENDING : Nearest.of(name, names);
    if (!nearest.isEmpty()) {
      return "did you mean " + nearest + "?";
    }
    boolean few = !names.isEmpty() && names.size() <= 5;
    return few ? "there is " + String.join(", ", names) : "";
  }

  /** An import: {@code a/b.rondo} beside the file that says {@code import a.b}. */
  static Optional<Source> imported(Source from, List<String> path) {
    Path file = Path.of(importedName(from, path));
    return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** The name of the source of an import. */
  static String importedName(Source from, List<String> path) {
    return Path.of(from.name())
        .resolveSibling(String.join("/", path) + ENDING)
        .normalize()
        .toString();
  }
}
