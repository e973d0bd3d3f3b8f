package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.CheckEquations;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Multiplies chains of matrices in the cheapest order. A part that something else needs too is
 * computed anyway, and is a factor like any other; a name or parentheses around a part change
 * nothing. The gradient multiplies in the order that the forward system has.
 */
public final class OrderProducts {
  /** A matrix product: one index between its operands, at most one other on each side. */
  private record Link(
      Read left, Read right, Optional<String> row, String between, Optional<String> column) {}

  private final Equations system;
  private final Map<String, Equation> byName;
  private final Map<String, Integer> uses = new HashMap<>();

  private OrderProducts(Equations system) {
    this.system = system;
    this.byName = system.byName();
    for (Equation equation : system.equations()) {
      equation.node().reads().forEach(read -> uses.merge(read.name(), 1, Integer::sum));
    }
    system.roots().values().forEach(name -> uses.merge(name, 1, Integer::sum));
  }

  /** {@code system}: simplified, so that what is computed twice has one equation. */
  public static Equations order(Equations system) {
    Equations ordered = new OrderProducts(system).run();
    assert CheckEquations.holds(ordered);
    return ordered;
  }

  private Equations run() {
    Set<String> parts = new HashSet<>();
    for (Equation equation : system.equations()) {
      link(equation)
          .ifPresent(
              link -> {
                left(link).ifPresent(part -> parts.add(part.name()));
                right(link).ifPresent(part -> parts.add(part.name()));
              });
    }
    List<Equation> equations = new ArrayList<>();
    for (Equation equation : system.equations()) {
      Optional<Link> link = link(equation);
      if (parts.contains(equation.name()) || link.isEmpty()) {
        equations.add(equation);
      } else {
        ProductChain chain = new ProductChain(equation, byName);
        Optional<Index> row = link.get().row().map(r -> equation.features().get(0));
        List<Index> features = equation.features();
        Optional<Index> column = link.get().column().map(c -> features.get(features.size() - 1));
        flatten(chain, link.get(), row, column);
        equations.addAll(chain.cheapest());
      }
    }
    return EliminateDead.keep(system.with(equations), role -> true);
  }

  private Optional<Link> link(Equation equation) {
    if (!(equation.node() instanceof Node.Affine affine)
        || affine.init().isPresent()
        || affine.products().size() != 1) {
      return Optional.empty();
    }
    Node.Product product = affine.products().get(0);
    List<String> left = features(product.a());
    List<String> right = features(product.b());
    List<String> between = new ArrayList<>(left);
    between.retainAll(right);
    List<String> rest = new ArrayList<>(left);
    rest.addAll(right);
    rest.removeAll(between);
    List<String> own = equation.features().stream().map(Index::name).toList();
    // an axis of fixed length is in both operands and in the result: no chain
    if (between.size() != 1 || left.size() > 2 || right.size() > 2 || !rest.equals(own)) {
      return Optional.empty();
    }
    return Optional.of(
        new Link(
            product.a(),
            product.b(),
            left.stream().filter(own::contains).findFirst(),
            between.get(0),
            right.stream().filter(own::contains).findFirst()));
  }

  /** The names of a read's features, in its order. */
  private List<String> features(Read read) {
    int outer = read.indices().size() - byName.get(read.name()).features().size();
    return read.indices().subList(outer, read.indices().size());
  }

  private Optional<Equation> left(Link link) {
    List<String> indices = new ArrayList<>(link.row().stream().toList());
    indices.add(link.between());
    // a vector that ends with a column is none that ends with a row
    return part(link.left(), indices).filter(part -> link(part).orElseThrow().column().isPresent());
  }

  private Optional<Equation> right(Link link) {
    List<String> indices = new ArrayList<>(List.of(link.between()));
    link.column().ifPresent(indices::add);
    return part(link.right(), indices).filter(part -> link(part).orElseThrow().row().isPresent());
  }

  /** An operand that is a product itself, as it stands, and needed nowhere else. */
  private Optional<Equation> part(Read read, List<String> asItStands) {
    Equation of = byName.get(read.name());
    return uses.get(read.name()) == 1 && features(read).equals(asItStands) && link(of).isPresent()
        ? Optional.of(of)
        : Optional.empty();
  }

  private void flatten(ProductChain chain, Link link, Optional<Index> row, Optional<Index> column) {
    int at = features(link.left()).indexOf(link.between());
    Index between = chain.index(byName.get(link.left().name()).features().get(at).size());
    int from = chain.length();
    left(link)
        .flatMap(this::link)
        .ifPresentOrElse(
            part -> flatten(chain, part, row, Optional.of(between)),
            () ->
                chain.add(
                    link.left(),
                    link.row(),
                    row,
                    Optional.of(link.between()),
                    Optional.of(between)));
    int last = chain.length();
    right(link)
        .flatMap(this::link)
        .ifPresentOrElse(
            part -> flatten(chain, part, Optional.of(between), column),
            () ->
                chain.add(
                    link.right(),
                    Optional.of(link.between()),
                    Optional.of(between),
                    link.column(),
                    column));
    chain.written(from, last, chain.length() - 1);
  }
}
