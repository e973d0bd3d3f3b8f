package dev.rondo.compiler.differentiate;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Puts the adjoints of a value's slices side by side: the gates of one large product give it one
 * row, where each alone would be a row of zeros but for itself, and all of them a sum.
 */
final class JoinSlices {
  private final Extended system;

  JoinSlices(Extended system) {
    this.system = system;
  }

  /**
   * The part of a slice: not zero in one block only.
   *
   * @param at of the index that was sliced, among the value's
   * @param inside the block, under the value's names
   */
  private record Block(Read part, int at, int from, int to, Read inside) {}

  /** The parts of an adjoint, with those of slices that do not overlap made one. */
  List<Read> join(Equation of, List<Read> parts) {
    List<Read> joined = new ArrayList<>();
    Map<Integer, List<List<Block>>> rows = new HashMap<>();
    for (Read part : parts) {
      Block block = block(of, part);
      if (block == null) {
        joined.add(part);
        continue;
      }
      List<List<Block>> along = rows.computeIfAbsent(block.at(), a -> new ArrayList<>());
      along.stream()
          .filter(
              row -> row.stream().allMatch(b -> b.to() <= block.from() || block.to() <= b.from()))
          .findFirst()
          .orElseGet(
              () -> {
                along.add(new ArrayList<>());
                return along.get(along.size() - 1);
              })
          .add(block);
    }
    rows.values().forEach(along -> along.forEach(row -> joined.add(joined(of, row))));
    return joined;
  }

  /** Only a slice gives a part that is concatenated: zeros, its adjoint, zeros. */
  private Block block(Equation of, Read part) {
    Equation equation = system.get(part.name());
    if (!(equation.node() instanceof Node.Concat concat)
        || !equation.domain().equals(of.domain())) {
      return null;
    }
    int count = concat.parts().size();
    int inside = 0;
    while (inside < count && zeros(concat, inside) > 0) {
      inside++;
    }
    if (inside == count) {
      return null; // nothing depends on the slice
    }
    int at = equation.read().indices().indexOf(concat.index());
    int before = IntStream.range(0, inside).map(i -> zeros(concat, i)).sum();
    int behind = IntStream.range(inside + 1, count).map(i -> zeros(concat, i)).sum();
    int to = of.indices().get(at).size() - behind;
    return new Block(part, at, before, to, equation.renamed(concat.parts().get(inside), part));
  }

  /** The size of a part of zeros along the index that was sliced; 0: it is the slice's adjoint. */
  private int zeros(Node.Concat concat, int i) {
    Read part = concat.parts().get(i);
    Equation equation = system.get(part.name());
    return equation != null && equation.node() instanceof Node.Constant
        ? equation.indices().get(part.indices().indexOf(concat.index())).size()
        : 0;
  }

  private Read joined(Equation of, List<Block> row) {
    if (row.size() == 1) {
      return row.get(0).part();
    }
    Index along = of.indices().get(row.get(0).at());
    List<Read> all = new ArrayList<>();
    int from = 0;
    row.sort(Comparator.comparing(Block::from));
    for (Block block : row) {
      system.zeros(of, of.features(), along.name(), block.from() - from).ifPresent(all::add);
      all.add(block.inside());
      from = block.to();
    }
    system.zeros(of, of.features(), along.name(), along.size() - from).ifPresent(all::add);
    Node node = new Node.Concat(all, along.name());
    return system.temporary(of, of.indices(), of.domain(), node).read();
  }
}
