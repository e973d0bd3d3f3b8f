package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives every operand the order of numbers that a loop over rows can use: an element-wise operand
 * has all features of the result in its order, none, or those that a loop in a loop can repeat
 * ({@link Broadcast}); what a delay or an end reads has rows of its own. A copy is written where
 * that is not so.
 */
final class AlignOperands {
  /** More parts would make the method that copies them too large for HotSpot. */
  private static final int MOST_PARTS = 50;

  private final Equations system;
  private final Map<String, Equation> byName;
  private final List<Equation> equations = new ArrayList<>();

  private AlignOperands(Equations system) {
    this.system = system;
    this.byName = system.byName();
  }

  static Equations apply(Equations system) {
    return new AlignOperands(system).run();
  }

  private Equations run() {
    for (Equation written : system.equations()) {
      Equation equation = withoutSum(written);
      Node node = equation.node();
      boolean elementwise = node instanceof Node.Elementwise e && e.op() != Op.COPY;
      boolean rows = node instanceof Node.Delay || node instanceof Node.At;
      if (elementwise) {
        long inner = Broadcast.best(equation, byName);
        equations.add(
            equation.with(
                node.map(
                    r ->
                        Broadcast.find(r, equation, inner, byName).isPresent()
                            ? r
                            : spread(r, equation))));
      } else if (node instanceof Node.Affine affine && affine.init().isPresent()) {
        Read init = affine.init().get();
        Optional<Read> straight =
            Optional.of(aligned(init, equation) ? init : spread(init, equation));
        equations.add(
            equation.with(new Node.Affine(straight, affine.products(), affine.descending())));
      } else if (node instanceof Node.Concat concat && concat.parts().size() > MOST_PARTS) {
        equations.add(equation.with(inGroups(equation, concat)));
      } else if (rows) {
        equations.add(
            equation.with(
                node.map(r -> ownRows(r) && straight(r, equation) ? r : spread(r, equation))));
      } else {
        equations.add(equation);
      }
    }
    return system.with(equations);
  }

  /**
   * An affine form that sums nothing is a product of numbers, which a kernel makes with others: the
   * gradient of a scalar product by its vector.
   */
  private Equation withoutSum(Equation equation) {
    if (equation.node() instanceof Node.Affine affine
        && affine.init().isEmpty()
        && affine.products().size() == 1
        && equation.indices().stream().map(Index::name).toList().containsAll(indices(affine))) {
      Node.Product of = affine.products().get(0);
      Equation product = equation.with(new Node.Elementwise(Op.MUL, List.of(of.a(), of.b())));
      return Broadcast.inner(product, byName).isPresent() ? product : equation;
    }
    return equation;
  }

  private static Set<String> indices(Node node) {
    Set<String> indices = new HashSet<>();
    node.reads().forEach(r -> indices.addAll(r.indices()));
    return indices;
  }

  /** Whether a read has the features of its reader in the same order, or none. */
  private boolean aligned(Read read, Equation reader) {
    return features(read, byName).isEmpty() || straight(read, reader);
  }

  static List<String> features(Read read, Map<String, Equation> byName) {
    List<Index> indices = byName.get(read.name()).indices();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < indices.size(); i++) {
      if (indices.get(i).isFeature()) {
        names.add(read.indices().get(i));
      }
    }
    return names;
  }

  private boolean straight(Read read, Equation reader) {
    return features(read, byName).equals(reader.features().stream().map(Index::name).toList());
  }

  /** The read's value with all features of its reader. */
  private Read spread(Read read, Equation reader) {
    Equation of = byName.get(read.name());
    List<Index> indices =
        new ArrayList<>(of.indices().stream().filter(i -> !i.isFeature()).toList());
    indices.addAll(reader.features());
    return copy(read, reader, of, indices);
  }

  private Read copy(Read read, Equation reader, Equation of, List<Index> indices) {
    String name = reader.name() + "%copy" + equations.size();
    Equation copy =
        new Equation(
            name,
            indices,
            of.domain(),
            new Node.Elementwise(Op.COPY, List.of(read)),
            reader.span());
    equations.add(copy);
    return copy.read();
  }

  /** Many parts: groups of them side by side, and the groups side by side. */
  private Node inGroups(Equation equation, Node.Concat concat) {
    List<Read> groups = new ArrayList<>();
    for (int i = 0; i < concat.parts().size(); i += MOST_PARTS) {
      List<Read> parts = concat.parts().subList(i, Math.min(i + MOST_PARTS, concat.parts().size()));
      int size =
          parts.stream()
              .mapToInt(
                  r ->
                      byName
                          .get(r.name())
                          .indices()
                          .get(r.indices().indexOf(concat.index()))
                          .size())
              .sum();
      List<Index> indices =
          equation.indices().stream()
              .map(x -> x.name().equals(concat.index()) ? Index.feature(x.name(), size) : x)
              .toList();
      Equation group =
          new Equation(
              equation.name() + "%group" + i,
              indices,
              equation.domain(),
              new Node.Concat(parts, concat.index()),
              equation.span());
      equations.add(group);
      groups.add(group.read());
    }
    return new Node.Concat(groups, concat.index());
  }

  /** Whether the rows of a value begin with it: a slice begins within those of another. */
  private boolean ownRows(Read read) {
    Equation equation = byName.get(read.name());
    Node node = equation.node();
    if (node instanceof Node.Reshape || Views.isSpread(equation, byName)) {
      return ownRows(node.reads().get(0));
    }
    return !(node instanceof Node.Slice);
  }
}
