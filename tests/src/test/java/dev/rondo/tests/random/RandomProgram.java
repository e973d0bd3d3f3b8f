package dev.rondo.tests.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model file in parts that can be left out one by one, and the lengths of its sequences.
 *
 * @param seed of the generator, and of the data
 * @param streaming no output and no loss looks at more of a sequence than is behind it (but for
 *     losses that compare with inputs to come): it can run in windows and step by step
 * @param smooth the derivative is the limit of differences ({@code stop} is none)
 */
public record RandomProgram(
    long seed, List<Block> blocks, List<Integer> lengths, boolean streaming, boolean smooth) {
  public RandomProgram {
    blocks = List.copyOf(blocks);
    lengths = List.copyOf(lengths);
  }

  /** A fun (without members), a cell, or, last, the model. */
  public record Block(String head, List<String> members) {
    public Block {
      members = List.copyOf(members);
    }

    String text() {
      return head.startsWith("fun ")
          ? head
          : members.stream().collect(Collectors.joining("\n  ", head + " {\n  ", "\n}"));
    }
  }

  /** The model file. */
  public String text() {
    return blocks.stream().map(Block::text).collect(Collectors.joining("\n\n", "", "\n"));
  }

  RandomProgram withBlock(int index, Block block) {
    List<Block> changed = new ArrayList<>(blocks);
    changed.set(index, block);
    return new RandomProgram(seed, changed, lengths, streaming, smooth);
  }

  RandomProgram withoutBlock(int index) {
    List<Block> changed = new ArrayList<>(blocks);
    changed.remove(index);
    return new RandomProgram(seed, changed, lengths, streaming, smooth);
  }

  RandomProgram withLengths(List<Integer> others) {
    return new RandomProgram(seed, blocks, others, streaming, smooth);
  }

  @Override
  public String toString() {
    return "// seed "
        + seed
        + ", lengths "
        + lengths
        + (streaming ? ", streaming" : "")
        + (smooth ? "" : ", not smooth")
        + "\n"
        + text();
  }
}
