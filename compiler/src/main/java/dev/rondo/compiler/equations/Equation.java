package dev.rondo.compiler.equations;

import dev.rondo.compiler.errors.Span;
import java.util.List;
import java.util.Optional;

/**
 * One equation: {@code name[indices] = node}.
 *
 * @param indices time first, then batch, then features: the order in which values are stored
 * @param missing how many steps at the end of each sequence it is not defined at
 * @param node the right side; its reads use this equation's index names
 * @param span what the user wrote, for errors and line numbers
 */
public record Equation(
    String name, List<Index> indices, int missing, Node node, Optional<Span> span) {
  public Equation {
    indices = List.copyOf(indices);
  }

  /** It read as itself. */
  public Read read() {
    return new Read(name, indices.stream().map(Index::name).toList());
  }

  public Equation with(Node other) {
    return new Equation(name, indices, missing, other, span);
  }

  public boolean has(Index.Kind kind) {
    return indices.stream().anyMatch(i -> i.kind() == kind);
  }

  /** Its feature indices, in order. */
  public List<Index> features() {
    return indices.stream().filter(Index::isFeature).toList();
  }

  /** How many numbers it has at one point of time and batch. */
  public int width() {
    return features().stream().mapToInt(Index::size).reduce(1, Math::multiplyExact);
  }
}
