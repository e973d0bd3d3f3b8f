package dev.rondo.compiler.equations;

import java.util.List;

/**
 * A use of an equation's value with its indices renamed, position by position. Reading {@code U}
 * with indices {@code [i j]} as {@code [j k]} is what lets a contraction say all it means.
 */
public record Read(String name, List<String> indices) {
  public Read {
    indices = List.copyOf(indices);
  }

  public Read of(String other) {
    return new Read(other, indices);
  }

  @Override
  public String toString() {
    return indices.isEmpty() ? name : name + "[" + String.join(" ", indices) + "]";
  }
}
