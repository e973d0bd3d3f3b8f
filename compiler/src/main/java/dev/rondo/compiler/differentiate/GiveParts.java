package dev.rondo.compiler.differentiate;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.equations.ReduceOp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives the operands of one equation their parts of the gradient: one rule a node, each the
 * transpose of what the node means.
 */
final class GiveParts implements Node.Visitor<Void> {
  private final Extended system;
  private final Set<String> active;
  private final Map<String, List<Read>> parts;
  private final Equation equation;
  private final Read adjoint;

  GiveParts(Extended system, Set<String> active, Map<String, List<Read>> parts, Equation equation) {
    this.system = system;
    this.active = active;
    this.parts = parts;
    this.equation = equation;
    this.adjoint = new Read(ReverseMode.MARK + equation.name(), equation.read().indices());
  }

  private boolean active(Read operand) {
    return active.contains(operand.name());
  }

  /** A part as an equation with the operand's indices under this equation's names. */
  private void give(Read operand, Node node, int missing) {
    List<Index> indices = system.indices(operand);
    Equation part = system.temporary(equation, indices, missing, node);
    Equation of = system.get(operand.name());
    Read read = part.read();
    if (of.has(Index.Kind.TIME) && missing > of.missing()) {
      // where the reader is not defined it gives nothing
      Node extended = new Node.Delay(read, axis(indices), 0, system.number(0, 0).read());
      read = system.temporary(equation, indices, of.missing(), extended).read();
    }
    parts.get(operand.name()).add(new Read(read.name(), of.read().indices()));
  }

  private String axis(List<Index> indices) {
    return indices.stream()
        .filter(i -> i.kind() == Index.Kind.TIME)
        .findFirst()
        .orElseThrow()
        .name();
  }

  /** A value at this equation's points as a part: summed over what the operand lacks. */
  private void giveSum(Read operand, Read value) {
    List<Index> indices = system.indices(operand);
    boolean time = indices.stream().anyMatch(i -> i.kind() == Index.Kind.TIME);
    boolean all = indices.stream().map(Index::name).toList().containsAll(equation.read().indices());
    Node node =
        all
            ? new Node.Elementwise(Op.COPY, List.of(value))
            : new Node.Reduce(ReduceOp.SUM, value, false);
    give(operand, node, time ? equation.missing() : 0);
  }

  @Override
  public Void elementwise(Node.Elementwise node) {
    for (int i = 0; i < node.args().size(); i++) {
      Read arg = node.args().get(i);
      if (!active(arg)) {
        continue;
      }
      boolean lacks = !arg.indices().containsAll(equation.read().indices());
      if (node.op() == Op.MUL && lacks) {
        Read other = node.args().get(1 - i);
        if (system.at(equation).hasPole(List.of(other))) {
          giveSum(arg, system.at(equation).apply(Op.CUT, adjoint, other));
        } else {
          product(arg, other);
        }
        continue;
      }
      Optional<Read> partial =
          Derivatives.partial(
              system.at(equation), node.op(), i, node.args(), equation.read(), adjoint);
      partial.ifPresent(value -> giveSum(arg, value));
    }
    return null;
  }

  /** Σ of adjoint · other over what the operand lacks: one contraction. */
  private void product(Read operand, Read other) {
    boolean time = system.indices(operand).stream().anyMatch(i -> i.kind() == Index.Kind.TIME);
    Set<String> both = new HashSet<>(adjoint.indices());
    both.retainAll(other.indices());
    Set<String> lost = new HashSet<>(adjoint.indices());
    lost.removeAll(operand.indices());
    Op times = system.at(equation).hasPole(List.of(other)) ? Op.CUT : Op.MUL;
    if (lost.isEmpty() && times == Op.CUT) {
      Node node = new Node.Elementwise(times, List.of(adjoint, other));
      give(operand, node, time ? equation.missing() : 0);
    } else if (both.containsAll(lost)) {
      Node node =
          new Node.Affine(Optional.empty(), List.of(new Node.Product(adjoint, other)), false);
      give(operand, node, time ? equation.missing() : 0);
    } else {
      giveSum(operand, system.at(equation).apply(times, adjoint, other));
    }
  }

  @Override
  public Void affine(Node.Affine node) {
    node.init().filter(this::active).ifPresent(init -> giveSum(init, adjoint));
    for (Node.Product product : node.products()) {
      if (active(product.a())) {
        product(product.a(), product.b());
      }
      if (active(product.b())) {
        product(product.b(), product.a());
      }
    }
    return null;
  }

  @Override
  public Void reduce(Node.Reduce node) {
    Read of = node.of();
    if (!active(of) || node.op() == ReduceOp.ARGMAX) {
      return null;
    }
    int missing = system.get(of.name()).missing();
    List<Index> indices = system.indices(of);
    switch (node.op()) {
      case SUM -> give(of, new Node.Elementwise(Op.COPY, List.of(adjoint)), missing);
      case LOGSUMEXP -> {
        Equation below =
            system.temporary(
                equation,
                indices,
                missing,
                new Node.Elementwise(Op.SUB, List.of(of, equation.read())));
        Equation share =
            system.temporary(
                equation, indices, missing, new Node.Elementwise(Op.EXP, List.of(below.read())));
        Op times = system.at(equation).hasPole(List.of(of)) ? Op.CUT : Op.MUL;
        give(of, new Node.Elementwise(times, List.of(adjoint, share.read())), missing);
      }
      default -> {
        Read first = FirstMaximum.of(system, equation, node);
        Read zero = system.number(0, 0).read();
        give(of, new Node.Elementwise(Op.SELECT, List.of(first, adjoint, zero)), missing);
      }
    }
    return null;
  }

  @Override
  public Void delay(Node.Delay node) {
    int missing = system.get(node.of().name()).missing();
    if (active(node.of())) {
      Node back = new Node.Delay(adjoint, node.axis(), -node.by(), system.number(0, 0).read());
      give(node.of(), back, missing);
    }
    if (active(node.outside())) {
      Node mask = new Node.Delay(system.number(0, missing).read(), node.axis(), node.by(), adjoint);
      giveSum(
          node.outside(),
          system.temporary(equation, equation.indices(), equation.missing(), mask).read());
    }
    return null;
  }

  @Override
  public Void at(Node.At node) {
    int missing = system.get(node.of().name()).missing();
    Read zero = system.number(0, missing).read();
    if (active(node.of())) {
      Node place = new Node.Delay(zero, node.axis(), node.last() ? -1 : 1, adjoint);
      give(node.of(), place, missing);
    }
    if (active(node.outside())) {
      Node empty = new Node.At(zero, node.axis(), node.last(), adjoint);
      giveSum(node.outside(), system.temporary(equation, equation.indices(), 0, empty).read());
    }
    return null;
  }

  @Override
  public Void gather(Node.Gather node) {
    Read of = node.of();
    if (!active(of)) {
      return null;
    }
    if (!of.indices().containsAll(equation.read().indices())) {
      give(of, new Node.Scatter(adjoint, node.index(), node.token(), false), 0);
      return null;
    }
    List<Index> indices = system.indices(of);
    Equation position =
        system.temporary(
            equation,
            indices.stream().filter(i -> i.name().equals(node.index())).toList(),
            0,
            new Node.Position(node.index()));
    Equation is =
        system.temporary(
            equation,
            indices,
            equation.missing(),
            new Node.Elementwise(Op.EQUAL, List.of(position.read(), node.token())));
    give(
        of,
        new Node.Elementwise(Op.SELECT, List.of(is.read(), adjoint, system.number(0, 0).read())),
        equation.missing());
    return null;
  }

  @Override
  public Void scatter(Node.Scatter node) {
    if (active(node.of())) {
      int missing = system.get(node.of().name()).missing();
      give(node.of(), new Node.Gather(adjoint, node.index(), node.token()), missing);
    }
    return null;
  }

  @Override
  public Void slice(Node.Slice node) {
    if (!active(node.of())) {
      return null;
    }
    int size = size(system.indices(node.of()), node.index());
    int own = size(equation.indices(), node.index());
    List<Read> reads = new ArrayList<>();
    zeros(node, node.from()).ifPresent(reads::add);
    reads.add(adjoint);
    zeros(node, size - node.from() - own).ifPresent(reads::add);
    give(node.of(), new Node.Concat(reads, node.index()), equation.missing());
    return null;
  }

  private int size(List<Index> indices, String name) {
    return indices.stream().filter(i -> i.name().equals(name)).findFirst().orElseThrow().size();
  }

  /** A block of zeros beside a slice. */
  private Optional<Read> zeros(Node.Slice node, int size) {
    if (size == 0) {
      return Optional.empty();
    }
    List<Index> indices = new ArrayList<>();
    for (Index index : equation.indices()) {
      if (index.name().equals(node.index())) {
        indices.add(Index.feature(index.name(), size));
      } else if (index.isFeature()) {
        indices.add(index);
      }
    }
    return Optional.of(system.temporary(equation, indices, 0, new Node.Constant(0)).read());
  }

  @Override
  public Void concat(Node.Concat node) {
    int from = 0;
    for (Read part : node.parts()) {
      if (active(part)) {
        boolean time = system.indices(part).stream().anyMatch(i -> i.kind() == Index.Kind.TIME);
        boolean lacks = !part.indices().containsAll(equation.read().indices());
        Node slice = new Node.Slice(adjoint, node.index(), from);
        if (lacks) {
          giveSum(part, sliced(part, slice));
        } else {
          give(part, slice, time ? equation.missing() : 0);
        }
      }
      from += size(system.indices(part), node.index());
    }
    return null;
  }

  /** A slice of the adjoint that still has the steps and sequences which the part lacks. */
  private Read sliced(Read part, Node slice) {
    List<Index> indices = new ArrayList<>();
    equation.indices().stream().filter(i -> !i.isFeature()).forEach(indices::add);
    system.indices(part).stream().filter(Index::isFeature).forEach(indices::add);
    return system.temporary(equation, indices, equation.missing(), slice).read();
  }

  @Override
  public Void reshape(Node.Reshape node) {
    if (active(node.of())) {
      give(node.of(), new Node.Reshape(adjoint), equation.missing());
    }
    return null;
  }

  @Override
  public Void constant(Node.Constant node) {
    return null;
  }

  @Override
  public Void parameter(Node.Parameter node) {
    return null;
  }

  @Override
  public Void input(Node.Input node) {
    return null;
  }

  @Override
  public Void position(Node.Position node) {
    return null;
  }

  @Override
  public Void count(Node.Count node) {
    return null;
  }
}
