package dev.rondo.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /** Writes what a file shall hold, and says something about it. */
  public interface Content<T> {
    T write(Path file) throws IOException;
  }

  /**
   * Writes under another name in the same folder first, and moves when all is there. What is no
   * plain file, such as {@code /dev/stdout}, is written to as it is.
   *
   * @throws DataException if it cannot be written
   */
  public static <T> T write(Path file, Content<T> content) {
    Path whole = file.toAbsolutePath();
    Path folder = whole.getParent() == null ? whole : whole.getParent();
    // named by hand: a file of Files.createTempFile could be read by its owner alone
    Path part =
        folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        return content.write(file);
      }
      T said = content.write(part);
      move(part, file);
      return said;
    } catch (NoSuchFileException e) {
      throw DataException.in(file, "cannot be written: there is no folder " + folder);
    } catch (UncheckedIOException e) {
      throw DataException.in(file, "cannot be written: " + e.getCause().getMessage());
    } catch (IOException e) {
      throw DataException.in(file, "cannot be written: " + e.getMessage());
    } finally {
      delete(part);
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // the first failure is the one to report
    }
  }
}
