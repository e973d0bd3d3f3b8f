package dev.rondo.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one run found out.
 *
 * @param about machine, Java, flags, versions: a line each
 * @param systems columns beside Rondo's, in their order
 */
record Comparison(List<String> about, List<String> systems, List<Row> rows) {
  /**
   * One workload.
   *
   * @param rondo seconds
   * @param peak operations a second that a thread made at most, at the times that were measured
   * @param others by system, those that can do it
   * @param targetRatio the largest allowed ratio to the best of the others
   */
  record Row(
      Workload work,
      double rondo,
      double peak,
      Map<String, Time> others,
      OptionalDouble targetRatio) {
    /** Rondo's time as a multiple of the best peer's. */
    OptionalDouble ratio() {
      OptionalDouble best =
          others.entrySet().stream()
              .filter(entry -> !entry.getKey().equals(Compare.BASELINE))
              .mapToDouble(entry -> entry.getValue().seconds())
              .min();
      return best.isEmpty() ? best : OptionalDouble.of(rondo / best.getAsDouble());
    }

    boolean met() {
      return ratio().isPresent()
          && targetRatio.isPresent()
          && ratio().getAsDouble() <= targetRatio.getAsDouble();
    }
  }

  /**
   * A time.
   *
   * @param scaled not measured in this run: a figure of another machine, scaled by the peaks
   */
  record Time(double seconds, boolean scaled) {}
}
