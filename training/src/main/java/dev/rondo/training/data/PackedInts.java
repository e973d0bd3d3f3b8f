package dev.rondo.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Millions of numbers, most of them small: a block takes one, two or four bytes a number, as its
 * largest needs. Immutable.
 */
final class PackedInts {
  private static final int BITS = 20;
  private static final int BLOCK = 1 << BITS;

  private final ByteBuffer[] blocks;
  private final byte[] widths;
  private final int length;

  private PackedInts(Builder from) {
    blocks = from.blocks.toArray(ByteBuffer[]::new);
    widths = new byte[blocks.length];
    length = from.length;
    for (int i = 0; i < blocks.length; i++) {
      int numbers = Math.min(BLOCK, length - (i << BITS));
      widths[i] = (byte) (blocks[i].capacity() / numbers);
    }
  }

  int length() {
    return length;
  }

  int at(int position) {
    ByteBuffer block = blocks[position >> BITS];
    int within = position & (BLOCK - 1);
    return switch (widths[position >> BITS]) {
      case 1 -> block.get(within) & 0xFF;
      case 2 -> block.getChar(2 * within);
      default -> block.getInt(4 * within);
    };
  }

  /** Takes the numbers in their order. */
  static final class Builder implements AutoCloseable {
    private final List<ByteBuffer> blocks = new ArrayList<>();
    private final int[] open = new int[BLOCK];
    private final FileChannel file;
    private int used;
    private int length;

    /**
     * Begins.
     *
     * @param mapped whether blocks go to a file that is mapped into memory and that the system may
     *     drop from it, so that they may be more than memory; it is gone from its folder when the
     *     builder is closed, and from the disk when the process ends
     */
    Builder(boolean mapped) throws IOException {
      file = mapped ? temporary() : null;
    }

    private static FileChannel temporary() throws IOException {
      Path path = Files.createTempFile("rondo", ".symbols");
      return FileChannel.open(
          path,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    }

    void add(int number) {
      if (used == BLOCK) {
        pack();
      }
      open[used++] = number;
      length++;
    }

    PackedInts build() {
      if (used > 0) {
        pack();
      }
      return new PackedInts(this);
    }

    private void pack() {
      int largest = 0;
      for (int i = 0; i < used; i++) {
        largest = Math.max(largest, open[i]);
      }
      int width = largest <= 0xFF ? 1 : largest <= 0xFFFF ? 2 : 4;
      ByteBuffer block = ByteBuffer.allocate(width * used);
      for (int i = 0; i < used; i++) {
        switch (width) {
          case 1 -> block.put((byte) open[i]);
          case 2 -> block.putChar((char) open[i]);
          default -> block.putInt(open[i]);
        }
      }
      blocks.add(file == null ? block : map(block.flip()));
      used = 0;
    }

    private ByteBuffer map(ByteBuffer block) {
      try {
        long start = file.size();
        // written, not put into the mapping: a full disk is then an error and no crash
        while (block.hasRemaining()) {
          file.write(block, start + block.position());
        }
        return file.map(FileChannel.MapMode.READ_ONLY, start, block.capacity());
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the symbols of the text do not fit into the folder "
                + System.getProperty("java.io.tmpdir")
                + " (JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER names another): "
                + e.getMessage(),
            e);
      }
    }

    @Override
    public void close() throws IOException {
      if (file != null) {
        file.close();
      }
    }
  }
}
