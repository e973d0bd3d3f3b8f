package dev.rondo.training.data;

import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads text as UTF-8 and nothing else, so that no character is silently replaced. */
final class TextFile {
  // not String.lines(): a carriage return alone ends no line in an editor
  private static final Pattern LINE_END = Pattern.compile("\r?\n");

  private static final int CHUNK = 1 << 16;

  private TextFile() {}

  /** The whole file, without a byte order mark; it must not be empty. */
  static String read(Path file) {
    StringBuilder text = new StringBuilder((int) size(file));
    codePoints(file, text::appendCodePoint);
    return text.toString();
  }

  /** The same, a code point at a time: the file may be larger than memory. */
  static void codePoints(Path file, IntConsumer to) {
    size(file);
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
    CharBuffer chars = CharBuffer.allocate(CHUNK);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    long offset = 0;
    int line = 1;
    boolean first = true;
    boolean more = true;
    try (FileChannel channel = FileChannel.open(file)) {
      while (more) {
        more = channel.read(bytes) >= 0;
        bytes.flip();
        CoderResult result = decoder.decode(bytes, chars, !more);
        offset += bytes.position();
        chars.flip();
        if (first && chars.hasRemaining()) {
          first = false;
          if (chars.get(0) == '\uFEFF') {
            chars.get();
          }
        }
        line += send(chars, to);
        if (result.isError()) {
          throw malformed(file, line, bytes.get(bytes.position()), offset);
        }
        chars.clear();
        bytes.compact();
      }
    } catch (IOException e) {
      throw DataException.in(file, "cannot be read: " + e.getMessage());
    }
    if (first) {
      throw DataException.in(file, "the file is empty");
    }
  }

  /** Returns how many lines end there. */
  private static int send(CharBuffer chars, IntConsumer to) {
    int lines = 0;
    while (chars.hasRemaining()) {
      char c = chars.get();
      // the decoder gives both halves of a pair at once
      to.accept(Character.isHighSurrogate(c) ? Character.toCodePoint(c, chars.get()) : c);
      if (c == '\n') {
        lines++;
      }
    }
    return lines;
  }

  /** The lines of the file, without their ends. */
  static List<String> lines(Path file) {
    return LINE_END.splitAsStream(read(file)).toList();
  }

  /** In bytes, of a file that can be read. */
  static long size(Path file) {
    if (!Files.exists(file)) {
      throw DataException.in(file, "no such file").help(neighbour(file));
    }
    if (Files.isDirectory(file)) {
      throw DataException.in(file, "this is a folder, not a file");
    }
    try {
      long size = Files.size(file);
      if (size > Integer.MAX_VALUE - 8) {
        throw DataException.in(file, "files over 2 GB are not built yet");
      }
      return size;
    } catch (IOException e) {
      throw DataException.in(file, "cannot be read: " + e.getMessage());
    }
  }

  private static DataException malformed(Path file, int line, byte wrong, long offset) {
    return DataException.at(
            file, line, String.format("not UTF-8: byte 0x%02X at offset %d", wrong & 0xFF, offset))
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
