package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes one sum of outer products of several that share an operand: the gradients of all matrices
 * that multiply {@code h[t-1]} are parts of one matrix, whose lanes are four times as long. The
 * other operands go side by side, where their kernels can write them in the first place.
 */
final class StackGradients {
  /** Names of features that no axis can have. */
  private static final String SIDE = "i'";

  private static final String SHARED = "j'";

  private final Equations system;
  private final Map<String, Equation> byName;

  private final Map<List<Read>, Equation> sides = new HashMap<>();

  private StackGradients(Equations system) {
    this.system = system;
    this.byName = system.byName();
  }

  static Equations apply(Equations system) {
    return new StackGradients(system).run();
  }

  /** What sums must have in common: the shared operand, the rows, and the order of both. */
  private record Key(
      String shared,
      int size,
      List<Index> rows,
      Domain domain,
      boolean first,
      boolean descending) {}

  private Equations run() {
    Map<Key, List<Equation>> groups = new LinkedHashMap<>();
    Set<String> forRows = forRows();
    for (Equation equation : system.equations()) {
      if (!forRows.contains(equation.name())) {
        key(equation)
            .ifPresent(k -> groups.computeIfAbsent(k, x -> new ArrayList<>()).add(equation));
      }
    }
    groups.values().removeIf(group -> group.size() == 1);
    overlap(groups);
    Map<String, Equation> changed = new LinkedHashMap<>();
    List<Equation> added = new ArrayList<>();
    groups.forEach((key, group) -> stack(key, group, changed, added));
    List<Equation> equations = new ArrayList<>();
    system.equations().forEach(e -> equations.add(changed.getOrDefault(e.name(), e)));
    equations.addAll(added);
    return system.with(equations);
  }

  /**
   * Orders groups so that what two of them have in common ends the one and begins the other: they
   * can be parts of one row then (a GRU's gates between its two candidates).
   */
  private void overlap(Map<Key, List<Equation>> groups) {
    Map<Key, List<String>> sides = new LinkedHashMap<>();
    groups.forEach(
        (k, group) -> sides.put(k, group.stream().map(e -> other(k, e).name()).toList()));
    Map<Set<String>, List<String>> orders = new HashMap<>();
    for (List<String> one : sides.values()) {
      for (List<String> two : sides.values()) {
        Set<String> first = Set.copyOf(one);
        Set<String> second = Set.copyOf(two);
        List<String> common = one.stream().filter(second::contains).toList();
        if (!common.isEmpty()
            && !first.equals(second)
            && !orders.containsKey(first)
            && !orders.containsKey(second)) {
          Stream<String> before = one.stream().filter(n -> !second.contains(n));
          Stream<String> behind = two.stream().filter(n -> !first.contains(n));
          orders.put(first, Stream.concat(before, common.stream()).toList());
          orders.put(second, Stream.concat(common.stream(), behind).toList());
        }
      }
    }
    groups.forEach(
        (key, group) -> {
          List<String> order = orders.get(Set.copyOf(sides.get(key)));
          if (order != null) {
            group.sort(Comparator.comparing(e -> order.indexOf(other(key, e).name())));
          }
        });
  }

  /** What a sum's shared operand is multiplied with. */
  private Equation other(Key key, Equation sum) {
    Node.Product product = ((Node.Affine) sum.node()).products().get(0);
    return byName.get((key.first() ? product.a() : product.b()).name());
  }

  /** What rows are computed from: one stack of these could need what it is itself needed for. */
  private Set<String> forRows() {
    Set<String> found = new HashSet<>();
    Deque<Equation> work = new ArrayDeque<>();
    system.equations().stream().filter(e -> !e.isFixed()).forEach(work::add);
    while (!work.isEmpty()) {
      for (Read read : work.pop().node().reads()) {
        if (found.add(read.name())) {
          work.push(byName.get(read.name()));
        }
      }
    }
    return found;
  }

  /**
   * The key of {@code G[i k] = Σ d[i] · x[k]}, a vector times a shared vector, summed over rows.
   */
  private Optional<Key> key(Equation equation) {
    if (!(equation.node() instanceof Node.Affine affine)
        || equation.has(Index.Kind.BATCH)
        || equation.features().size() != 2) {
      return Optional.empty();
    }
    Node.Product product = affine.products().get(0);
    Equation a = byName.get(product.a().name());
    Equation b = byName.get(product.b().name());
    List<Index> rows = a.indices().stream().filter(i -> !i.isFeature()).toList();
    boolean outer =
        a.features().size() == 1
            && b.features().size() == 1
            && a.domain().equals(b.domain())
            && rows.equals(b.indices().stream().filter(i -> !i.isFeature()).toList())
            && !rows.isEmpty();
    if (!outer) {
      return Optional.empty();
    }
    // a gradient's first index is that of the adjoint, its second that of what the matrix
    // multiplied
    String second = equation.features().get(1).name();
    boolean first = AlignOperands.features(product.b(), byName).contains(second);
    Equation shared = first ? b : a;
    return Optional.of(
        new Key(shared.name(), shared.width(), rows, a.domain(), first, affine.descending()));
  }

  /** Values side by side: once, whichever sums they are for. */
  private Equation side(String name, Key key, List<Read> parts, int total) {
    return sides.computeIfAbsent(
        parts,
        p -> {
          List<Index> wide = new ArrayList<>(key.rows());
          wide.add(Index.feature(SIDE, total));
          return new Equation(
              name + "%side", wide, key.domain(), new Node.Concat(p, SIDE), Optional.empty());
        });
  }

  private void stack(
      Key key, List<Equation> group, Map<String, Equation> changed, List<Equation> added) {
    List<Read> parts = new ArrayList<>();
    int total = 0;
    for (Equation equation : group) {
      Equation other = other(key, equation);
      List<String> names = new ArrayList<>(key.rows().stream().map(Index::name).toList());
      names.add(SIDE);
      parts.add(new Read(other.name(), names));
      total += other.width();
    }
    String name = group.get(0).name();
    Equation side = side(name, key, parts, total);
    if (!added.contains(side)) {
      added.add(side);
    }
    List<String> shared = new ArrayList<>(key.rows().stream().map(Index::name).toList());
    shared.add(SHARED);
    Node sum =
        new Node.Affine(
            Optional.empty(),
            List.of(new Node.Product(side.read(), new Read(key.shared(), shared))),
            key.descending());
    Equation all =
        new Equation(
            name + "%all",
            List.of(Index.feature(SIDE, total), Index.feature(SHARED, key.size())),
            Domain.ALL,
            sum,
            Optional.empty());
    added.add(all);
    int from = 0;
    for (Equation equation : group) {
      List<Index> features = equation.features();
      Read of = new Read(all.name(), features.stream().map(Index::name).toList());
      changed.put(equation.name(), equation.with(new Node.Slice(of, features.get(0).name(), from)));
      from += features.get(0).size();
    }
  }
}
