package dev.rondo.compiler.evaluate;

import dev.rondo.compiler.equations.ReduceOp;
import java.util.List;

/** What a reduction makes of values. */
final class Reduced {
  private Reduced() {}

  /** {@code positions}: where each value is, along the first index that is reduced. */
  static double of(ReduceOp op, List<Double> values, List<Integer> positions) {
    double max = values.stream().reduce(Double.NEGATIVE_INFINITY, Math::max);
    return switch (op) {
      case SUM -> values.stream().reduce(0.0, Double::sum);
      case MAX -> max;
      case ARGMAX -> (double) (values.isEmpty() ? 0 : positions.get(first(values, max)));
      case LOGSUMEXP ->
          Double.isInfinite(max)
              ? max
              : max
                  + StrictMath.log(values.stream().mapToDouble(v -> StrictMath.exp(v - max)).sum());
    };
  }

  /** Not by {@code equals}, to which the zeros are different. */
  private static int first(List<Double> values, double max) {
    return (int) values.stream().takeWhile(v -> v != max && !Double.isNaN(v)).count();
  }
}
