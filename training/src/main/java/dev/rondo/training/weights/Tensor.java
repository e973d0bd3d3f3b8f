package dev.rondo.training.weights;

import dev.rondo.runtime.Numbers;
import java.util.List;

/**
 * A named array of numbers.
 *
 * @param shape sizes, row major; empty for a scalar
 */
public record Tensor(String name, List<Integer> shape, Numbers values) {
  public Tensor {
    shape = List.copyOf(shape);
    if (size(shape) != values.size()) {
      throw new IllegalArgumentException(name + " " + shape + ": " + values.size() + " values");
    }
  }

  /** How many numbers a shape holds. */
  static long size(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }
}
