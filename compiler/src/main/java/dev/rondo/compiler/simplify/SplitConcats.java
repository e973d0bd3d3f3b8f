package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.CheckEquations;
import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Loops;
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
 * Cuts {@code W @ concat(x, h[t-1])} where the loop ends: {@code x} is multiplied for all steps at
 * once, as if the cell had been written with two matrices, and if nobody asks for its gradient that
 * is not computed.
 */
public final class SplitConcats {
  private final Map<String, Equation> byName;
  private final Map<String, Loops.Loop> loops;

  private SplitConcats(Equations system) {
    this.byName = system.byName();
    this.loops = Loops.byName(system);
  }

  /** {@code system}: whose sums of products are not collected yet. */
  public static Equations split(Equations system) {
    SplitConcats pass = new SplitConcats(system);
    List<Equation> equations = new ArrayList<>();
    for (Equation equation : system.equations()) {
      equations.addAll(
          pass.cut(equation).map(c -> pass.split(equation, c)).orElse(List.of(equation)));
    }
    Equations split = EliminateDead.keep(system.with(equations), role -> true);
    assert CheckEquations.holds(split);
    return split;
  }

  /**
   * A product that can be cut.
   *
   * @param matrix the same at every step
   * @param row what it multiplies
   * @param between the index over which the product sums
   */
  private record Cut(Read matrix, Read row, Node.Concat concat, String between) {}

  private Optional<Cut> cut(Equation equation) {
    if (!(equation.node() instanceof Node.Affine affine)
        || affine.init().isPresent()
        || affine.products().size() != 1) {
      return Optional.empty();
    }
    Node.Product product = affine.products().get(0);
    boolean second = byName.get(product.a().name()).isFixed();
    Read matrix = second ? product.a() : product.b();
    Read row = second ? product.b() : product.a();
    Equation of = byName.get(row.name());
    if (!byName.get(matrix.name()).isFixed()
        || !(of.node() instanceof Node.Concat concat)
        || of.features().size() != 1) {
      return Optional.empty();
    }
    String between = row.indices().get(row.indices().size() - 1);
    Set<Boolean> inside = new HashSet<>();
    concat.parts().forEach(part -> inside.add(inLoop(equation, part)));
    return inside.size() == 2
            && matrix.indices().contains(between)
            && !equation.read().indices().contains(between)
        ? Optional.of(new Cut(matrix, row, concat, between))
        : Optional.empty();
  }

  private boolean inLoop(Equation equation, Read read) {
    return Loops.haveOne(loops, equation.name(), read.name());
  }

  private List<Equation> split(Equation equation, Cut cut) {
    Equation whole = byName.get(cut.row().name());
    List<Equation> done = new ArrayList<>();
    Equation sum = null;
    int from = 0;
    int at = 0;
    for (Read part : cut.concat().parts()) {
      int size = byName.get(part.name()).width();
      Equation matrix = columns(equation, cut, from, size, at);
      Node product =
          new Node.Affine(
              Optional.empty(),
              List.of(new Node.Product(matrix.read(), whole.renamed(part, cut.row()))),
              false);
      Equation next = equation.named("%part" + at, product);
      done.add(matrix);
      done.add(next);
      from += size;
      if (sum != null) {
        Node both = new Node.Elementwise(Op.ADD, List.of(sum.read(), next.read()));
        boolean last = from == whole.width();
        next = last ? equation.with(both) : equation.named("%parts" + at, both);
        done.add(next);
      }
      sum = next;
      at++;
    }
    return done;
  }

  /** The part of a matrix that multiplies a part of the row. */
  private Equation columns(Equation equation, Cut cut, int from, int size, int at) {
    List<Index> own = byName.get(cut.matrix().name()).indices();
    List<Index> indices = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      String name = cut.matrix().indices().get(i);
      indices.add(Index.feature(name, name.equals(cut.between()) ? size : own.get(i).size()));
    }
    return new Equation(
        equation.name() + "%columns" + at,
        indices,
        Domain.ALL,
        new Node.Slice(cut.matrix(), cut.between(), from),
        equation.span());
  }
}
