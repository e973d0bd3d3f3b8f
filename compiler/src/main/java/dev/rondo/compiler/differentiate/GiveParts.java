package dev.rondo.compiler.differentiate;

import dev.rondo.compiler.equations.Domain;
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
  private void give(Read operand, Node node, Domain domain) {
    List<Index> indices = system.indices(operand);
    List<String> axes = axes(operand);
    Domain here = domain.along(axes);
    Domain whole = system.domain(operand);
    Read read = system.temporary(equation, indices, here, node).read();
    for (String axis : axes) {
      if (here.at(axis) > whole.at(axis)) {
        // where the reader is not defined it gives nothing
        Node extended = new Node.Delay(read, axis, 0, system.zero());
        here = here.with(axis, whole.at(axis));
        read = system.temporary(equation, indices, here, extended).read();
      }
    }
    Equation of = system.get(operand.name());
    Read part = new Read(read.name(), of.read().indices());
    if (!axes.equals(of.axes())) {
      // what was read under another axis's name gets its own back in a copy of its own
      Node copy = new Node.Elementwise(Op.COPY, List.of(part));
      part = system.temporary(equation, of.indices(), of.domain(), copy).read();
    }
    parts.get(operand.name()).add(part);
  }

  /** The axes of time of an operand, under this equation's names. */
  private List<String> axes(Read operand) {
    return system.indices(operand).stream()
        .filter(i -> i.kind() == Index.Kind.TIME)
        .map(Index::name)
        .toList();
  }

  /** A value at this equation's points as a part: summed over what the operand lacks. */
  private void giveSum(Read operand, Read value) {
    List<Index> indices = system.indices(operand);
    boolean all = indices.stream().map(Index::name).toList().containsAll(equation.read().indices());
    Node node =
        all
            ? new Node.Elementwise(Op.COPY, List.of(value))
            : new Node.Reduce(ReduceOp.SUM, value, false);
    give(operand, node, equation.domain());
  }

  /** The adjoint without the axes that an operand lacks. */
  private Read summed(Read operand) {
    List<Index> kept =
        equation.indices().stream().filter(i -> operand.indices().contains(i.name())).toList();
    if (kept.equals(equation.indices())) {
      return adjoint;
    }
    Domain domain = equation.domain().along(kept.stream().map(Index::name).toList());
    return system
        .temporary(equation, kept, domain, new Node.Reduce(ReduceOp.SUM, adjoint, false))
        .read();
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
    Set<String> both = new HashSet<>(adjoint.indices());
    both.retainAll(other.indices());
    Set<String> lost = new HashSet<>(adjoint.indices());
    lost.removeAll(operand.indices());
    Op times = system.at(equation).hasPole(List.of(other)) ? Op.CUT : Op.MUL;
    if (lost.isEmpty() && times == Op.CUT) {
      Node node = new Node.Elementwise(times, List.of(adjoint, other));
      give(operand, node, equation.domain());
    } else if (both.containsAll(lost)) {
      Node node =
          new Node.Affine(Optional.empty(), List.of(new Node.Product(adjoint, other)), false);
      give(operand, node, equation.domain());
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
    Domain domain = system.domain(of);
    List<Index> indices = system.indices(of);
    switch (node.op()) {
      case SUM -> give(of, new Node.Elementwise(Op.COPY, List.of(adjoint)), domain);
      case LOGSUMEXP -> {
        Equation below =
            system.temporary(
                equation,
                indices,
                domain,
                new Node.Elementwise(Op.SUB, List.of(of, equation.read())));
        Equation share =
            system.temporary(
                equation, indices, domain, new Node.Elementwise(Op.EXP, List.of(below.read())));
        Op times = system.at(equation).hasPole(List.of(of)) ? Op.CUT : Op.MUL;
        give(of, new Node.Elementwise(times, List.of(adjoint, share.read())), domain);
      }
      default -> {
        Read first = FirstMaximum.of(system, equation, node);
        Read zero = system.zero();
        give(of, new Node.Elementwise(Op.SELECT, List.of(first, adjoint, zero)), domain);
      }
    }
    return null;
  }

  @Override
  public Void delay(Node.Delay node) {
    Domain domain = system.domain(node.of());
    if (active(node.of())) {
      Read after = summed(node.of());
      Node back = new Node.Delay(after, node.axis(), -node.by(), system.zero());
      give(node.of(), back, equation.domain().with(node.axis(), domain.at(node.axis())));
    }
    if (active(node.outside())) {
      Node mask = new Node.Delay(zero(node.of(), node.axis()), node.axis(), node.by(), adjoint);
      giveSum(
          node.outside(),
          system.temporary(equation, equation.indices(), equation.domain(), mask).read());
    }
    return null;
  }

  @Override
  public Void at(Node.At node) {
    Domain domain = system.domain(node.of());
    Read zero = zero(node.of(), node.axis());
    if (active(node.of())) {
      Read there = summed(node.of());
      Node place = new Node.Delay(zero, node.axis(), node.last() ? -1 : 1, there);
      give(node.of(), place, equation.domain().with(node.axis(), domain.at(node.axis())));
    }
    if (active(node.outside())) {
      Node empty = new Node.At(zero, node.axis(), node.last(), adjoint);
      giveSum(
          node.outside(),
          system.temporary(equation, equation.indices(), equation.domain(), empty).read());
    }
    return null;
  }

  /** Zero wherever a value is defined along an axis. */
  private Read zero(Read of, String axis) {
    return system.number(0, system.domain(of).along(List.of(axis))).read();
  }

  @Override
  public Void gather(Node.Gather node) {
    Read of = node.of();
    if (!active(of)) {
      return null;
    }
    if (!of.indices().containsAll(equation.read().indices())) {
      give(of, new Node.Scatter(adjoint, node.index(), node.token(), false), system.domain(of));
      return null;
    }
    List<Index> indices = system.indices(of);
    Optional<String> outer = system.system.signature().within(node.index());
    Equation position =
        system.temporary(
            equation,
            indices.stream()
                .filter(i -> i.name().equals(node.index()) || outer.equals(Optional.of(i.name())))
                .toList(),
            Domain.ALL,
            new Node.Position(node.index()));
    Equation is =
        system.temporary(
            equation,
            indices,
            equation.domain(),
            new Node.Elementwise(Op.EQUAL, List.of(position.read(), node.token())));
    give(
        of,
        new Node.Elementwise(Op.SELECT, List.of(is.read(), adjoint, system.zero())),
        equation.domain());
    return null;
  }

  @Override
  public Void scatter(Node.Scatter node) {
    if (active(node.of())) {
      Node gather = new Node.Gather(adjoint, node.index(), node.token());
      give(node.of(), gather, system.domain(node.of()));
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
    List<Index> features =
        equation.features().stream().filter(i -> node.of().indices().contains(i.name())).toList();
    List<Read> reads = new ArrayList<>();
    system.zeros(equation, features, node.index(), node.from()).ifPresent(reads::add);
    reads.add(summed(node.of()));
    system.zeros(equation, features, node.index(), size - node.from() - own).ifPresent(reads::add);
    give(node.of(), new Node.Concat(reads, node.index()), equation.domain());
    return null;
  }

  private int size(List<Index> indices, String name) {
    return indices.stream().filter(i -> i.name().equals(name)).findFirst().orElseThrow().size();
  }

  @Override
  public Void concat(Node.Concat node) {
    int from = 0;
    for (Read part : node.parts()) {
      if (active(part)) {
        boolean lacks = !part.indices().containsAll(equation.read().indices());
        Node slice = new Node.Slice(adjoint, node.index(), from);
        if (lacks) {
          giveSum(part, sliced(part, slice));
        } else {
          give(part, slice, equation.domain());
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
    return system.temporary(equation, indices, equation.domain(), slice).read();
  }

  @Override
  public Void reshape(Node.Reshape node) {
    if (active(node.of())) {
      give(node.of(), new Node.Reshape(adjoint), equation.domain());
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
