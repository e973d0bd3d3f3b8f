package dev.rondo.compiler.equations;

import dev.rondo.compiler.errors.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One equation: {@code name[indices] = node}.
 *
 * @param indices time first, then batch, then features: the order in which values are stored
 * @param domain where along its axes of time it is defined
 * @param node the right side; its reads use this equation's index names
 * @param span what the user wrote, for errors and line numbers
 */
public record Equation(
    String name, List<Index> indices, Domain domain, Node node, Optional<Span> span) {
  public Equation {
    indices = List.copyOf(indices);
  }

  /** It read as itself. */
  public Read read() {
    return new Read(name, indices.stream().map(Index::name).toList());
  }

  /** Where it is defined, under the names that a read of it gives its axes. */
  public Domain domain(Read read) {
    Domain named = domain;
    for (int i = 0; i < indices.size(); i++) {
      if (indices.get(i).kind() == Index.Kind.TIME) {
        named = named.renamed(indices.get(i).name(), read.indices().get(i));
      }
    }
    return named;
  }

  /** What it reads, under the names that a read of it gives its indices. */
  public Read renamed(Read inside, Read outside) {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < indices.size(); i++) {
      names.put(indices.get(i).name(), outside.indices().get(i));
    }
    return new Read(inside.name(), inside.indices().stream().map(names::get).toList());
  }

  /** Another one at the same points, whose name goes on behind this one's. */
  public Equation named(String suffix, Node other) {
    return new Equation(name + suffix, indices, domain, other, span);
  }

  public Equation with(Node other) {
    return new Equation(name, indices, domain, other, span);
  }

  public boolean has(Index.Kind kind) {
    for (Index index : indices) {
      if (index.kind() == kind) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is the same at every step of every sequence. */
  public boolean isFixed() {
    return indices.stream().allMatch(Index::isFeature);
  }

  /** The axes of time that it runs over, in order. */
  public List<String> axes() {
    // time comes first; passes ask millions of times, and streams cost a twentieth of a compile
    int count = 0;
    while (count < indices.size() && indices.get(count).kind() == Index.Kind.TIME) {
      count++;
    }
    return count == 0
        ? List.of()
        : count == 1
            ? List.of(indices.get(0).name())
            : indices.subList(0, count).stream().map(Index::name).toList();
  }

  /** Its feature indices, in order. */
  public List<Index> features() {
    int first = indices.size();
    while (first > 0 && indices.get(first - 1).isFeature()) {
      first--;
    }
    return indices.subList(first, indices.size());
  }

  /** How many numbers it has at one point of time and batch. */
  public int width() {
    return features().stream().mapToInt(Index::size).reduce(1, Math::multiplyExact);
  }
}
