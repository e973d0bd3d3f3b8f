package dev.rondo.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Remembers why a write failed: a {@link java.io.PrintStream} only says that one did. */
final class WatchedOutput extends FilterOutputStream {
  private IOException failure;

  WatchedOutput(OutputStream out) {
    super(new BufferedOutputStream(out));
  }

  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether the reader went away, as {@code head} does: no reason to complain. */
  static boolean isClosedPipe(IOException e) {
    return String.valueOf(e.getMessage()).contains("Broken pipe");
  }

  @Override
  public void write(int b) throws IOException {
    watch(() -> out.write(b));
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    watch(() -> out.write(bytes, from, length));
  }

  @Override
  public void flush() throws IOException {
    watch(out::flush);
  }

  private interface Write {
    void run() throws IOException;
  }

  private void watch(Write write) throws IOException {
    try {
      write.run();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}
