package dev.rondo.training.data;

import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads text as UTF-8 and nothing else, so that no character is silently replaced. */
final class TextFile {
  // not String.lines(): a carriage return alone ends no line in an editor
  private static final Pattern LINE_END = Pattern.compile("\r?\n");

  private TextFile() {}

  /** The whole file, without a byte order mark; it must not be empty. */
  static String read(Path file) {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(file));
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(bytes, text, true);
    if (result.isError()) {
      throw malformed(file, bytes);
    }
    text.flip();
    if (text.remaining() > 0 && text.charAt(0) == '\uFEFF') {
      text.get();
    }
    if (text.remaining() == 0) {
      throw DataException.in(file, "the file is empty");
    }
    return text.toString();
  }

  /** The lines of the file, without their ends. */
  static List<String> lines(Path file) {
    return LINE_END.splitAsStream(read(file)).toList();
  }

  private static byte[] bytes(Path file) {
    if (!Files.exists(file)) {
      throw DataException.in(file, "no such file").help(neighbour(file));
    }
    if (Files.isDirectory(file)) {
      throw DataException.in(file, "this is a folder, not a file");
    }
    try {
      if (Files.size(file) > Integer.MAX_VALUE - 8) {
        throw DataException.in(file, "files over 2 GB are not built yet");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw DataException.in(file, "cannot be read: " + e.getMessage());
    }
  }

  private static DataException malformed(Path file, ByteBuffer bytes) {
    int offset = bytes.position();
    int line = 1;
    for (int i = 0; i < offset; i++) {
      if (bytes.get(i) == '\n') {
        line++;
      }
    }
    return DataException.at(
            file,
            line,
            String.format("not UTF-8: byte 0x%02X at offset %d", bytes.get(offset) & 0xFF, offset))
        .help("convert the file, for example with: iconv -f LATIN1 -t UTF-8");
  }

  private static String neighbour(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return "the folder does not exist either";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
      return Names.nearest(file.getFileName().toString(), names)
          .map(near -> "did you mean '" + near + "'?")
          .orElse("");
    } catch (IOException e) {
      return ""; // the suggestion is all that is lost
    }
  }
}
