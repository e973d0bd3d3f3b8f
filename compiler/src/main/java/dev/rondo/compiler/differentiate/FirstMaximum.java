package dev.rondo.compiler.differentiate;

import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.equations.ReduceOp;
import java.util.List;

/** Where a maximum is: of equal ones the first. */
final class FirstMaximum {
  private final Extended system;
  private final Equation maximum;
  private final Read of;
  private final List<Index> indices;
  private final Domain domain;

  private FirstMaximum(Extended system, Equation maximum, Node.Reduce reduce) {
    this.system = system;
    this.maximum = maximum;
    this.of = reduce.of();
    this.indices = system.indices(of);
    this.domain = system.domain(of);
  }

  /** 1 where the argument of a reduction is its first maximum, else 0; at the argument's points. */
  static Read of(Extended system, Equation maximum, Node.Reduce reduce) {
    FirstMaximum first = new FirstMaximum(system, maximum, reduce);
    Index over =
        first.indices.stream()
            .filter(i -> !maximum.indices().contains(i) && i.kind() != Index.Kind.BATCH)
            .findFirst()
            .orElseThrow();
    return over.isFeature() ? first.ofRow(over) : first.ofSteps(over);
  }

  private Read ofRow(Index over) {
    Equation position =
        system.temporary(maximum, List.of(over), Domain.ALL, new Node.Position(over.name()));
    Equation top =
        system.temporary(
            maximum,
            maximum.indices(),
            maximum.domain(),
            new Node.Reduce(ReduceOp.ARGMAX, of, false));
    return at(Op.EQUAL, position.read(), top.read());
  }

  /** Over time: where it is the maximum and was not before, a recurrence of its own. */
  private Read ofSteps(Index over) {
    Read is = at(Op.EQUAL, of, maximum.read());
    String seen = system.free(maximum);
    List<String> names = indices.stream().map(Index::name).toList();
    Node delay = new Node.Delay(new Read(seen, names), over.name(), 1, system.zero());
    Read before = system.temporary(maximum, indices, domain, delay).read();
    system.add(
        new Equation(
            seen,
            indices,
            domain,
            new Node.Elementwise(Op.MAX, List.of(before, is)),
            maximum.span()));
    return at(Op.GREATER, is, before);
  }

  private Read at(Op op, Read a, Read b) {
    Node node = new Node.Elementwise(op, List.of(a, b));
    return system.temporary(maximum, indices, domain, node).read();
  }
}
