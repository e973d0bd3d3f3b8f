package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A product of several matrices, and the cheapest way for each of its stretches. */
final class ProductChain {
  /**
   * What is computed at every step counts as often as an update has steps, of which there are
   * hundreds; what parameters alone decide counts once.
   */
  static final double STEPS = 256;

  private static final String LETTERS = "klmnopqrsuvwij";

  /** A matrix with its indices in the chain; a vector at an end lacks one. */
  private record Factor(Read read, Optional<Index> row, Optional<Index> column) {}

  private final Equation result;
  private final Map<String, Equation> byName;
  private final List<Factor> factors = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private double written;
  private double[][] cost;
  private int[][] split;
  private final List<Equation> equations = new ArrayList<>();

  ProductChain(Equation result, Map<String, Equation> byName) {
    this.result = result;
    this.byName = byName;
    result.indices().forEach(index -> taken.add(index.name()));
  }

  int length() {
    return factors.size();
  }

  /** A new index between two factors. */
  Index index(int size) {
    String name =
        Stream.concat(
                LETTERS.chars().mapToObj(Character::toString),
                Stream.iterate(1, n -> n + 1).map(n -> "k" + n))
            .filter(taken::add)
            .findFirst()
            .orElseThrow();
    return Index.feature(name, size);
  }

  /** Adds a factor; {@code left} and {@code right} are its indices as it was read. */
  void add(
      Read read,
      Optional<String> left,
      Optional<Index> row,
      Optional<String> right,
      Optional<Index> column) {
    List<String> indices =
        read.indices().stream()
            .map(
                name ->
                    left.filter(name::equals).isPresent()
                        ? row.orElseThrow().name()
                        : right.filter(name::equals).isPresent()
                            ? column.orElseThrow().name()
                            : name)
            .toList();
    factors.add(new Factor(new Read(read.name(), indices), row, column));
  }

  /** Says that two stretches were multiplied as the model has it. */
  void written(int from, int last, int to) {
    written += product(from, last, to);
  }

  /** The result, and the parts that it needs; as written if nothing costs less. */
  List<Equation> cheapest() {
    int n = factors.size();
    cost = new double[n][n];
    split = new int[n][n];
    for (int length = 2; length <= n; length++) {
      for (int from = 0; from + length <= n; from++) {
        best(from, from + length - 1);
      }
    }
    equations.add(cost[0][n - 1] < written ? result.with(node(0, n - 1)) : result);
    return equations;
  }

  /** Of ways that cost the same the one from left to right. */
  private void best(int from, int to) {
    cost[from][to] = Double.POSITIVE_INFINITY;
    for (int last = to; last > from; last--) {
      double all = cost[from][last - 1] + cost[last][to] + product(from, last, to);
      if (all < cost[from][to]) {
        cost[from][to] = all;
        split[from][to] = last;
      }
    }
  }

  private double product(int from, int last, int to) {
    double once =
        (double) size(factors.get(from).row())
            * size(factors.get(last).row())
            * size(factors.get(to).column());
    return outer(from, to).isEmpty() ? once : STEPS * once;
  }

  private static int size(Optional<Index> index) {
    return index.map(Index::size).orElse(1);
  }

  /** Time and batch, as far as any factor of a stretch varies along them. */
  private List<Index> outer(int from, int to) {
    return result.indices().stream()
        .filter(index -> !index.isFeature())
        .filter(
            index ->
                factors.subList(from, to + 1).stream()
                    .anyMatch(f -> f.read().indices().contains(index.name())))
        .toList();
  }

  private Node node(int from, int to) {
    int last = split[from][to];
    Node.Product product = new Node.Product(read(from, last - 1), read(last, to));
    return new Node.Affine(Optional.empty(), List.of(product), false);
  }

  private Read read(int from, int to) {
    if (from == to) {
      return factors.get(from).read();
    }
    List<Index> indices = new ArrayList<>(outer(from, to));
    factors.get(from).row().ifPresent(indices::add);
    factors.get(to).column().ifPresent(indices::add);
    Domain domain =
        factors.subList(from, to + 1).stream()
            .map(f -> byName.get(f.read().name()).domain())
            .reduce(Domain.ALL, Domain::and);
    Node node = node(from, to);
    Equation part =
        new Equation(
            result.name() + "%chain" + (equations.size() + 1),
            indices,
            domain,
            node,
            result.span());
    equations.add(part);
    return part.read();
  }
}
