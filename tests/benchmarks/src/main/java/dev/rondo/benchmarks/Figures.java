package dev.rondo.benchmarks;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What was measured once, on one machine, with every system: what stands in for those that are not
 * here, scaled by the peak of this machine.
 */
final class Figures {
  /** Operations a second of the core that these were measured on. */
  static final double PEAK = 117.5e9;

  private Figures() {}

  /**
   * Of one workload, in milliseconds.
   *
   * @param peers by system, those that have it; {@code others} is the best of those that no script
   *     of ours runs
   * @param target what Rondo must reach, if anything was decided
   */
  record Figure(Map<String, Double> peers, OptionalDouble target) {
    /** The target as a multiple of the best peer's time: what can be held on every machine. */
    OptionalDouble targetRatio() {
      OptionalDouble best = peers.values().stream().mapToDouble(d -> d).min();
      return target.isEmpty() || best.isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(target.getAsDouble() / best.getAsDouble());
    }
  }

  /** By the workload's name, in the order in which they are measured. */
  static Map<String, Figure> read() {
    Map<String, Figure> figures = new LinkedHashMap<>();
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser rows = format.parse(new StringReader(RondoWork.text("figures.csv")))) {
      for (CSVRecord row : rows) {
        Map<String, Double> peers = new LinkedHashMap<>();
        for (String system : rows.getHeaderNames().subList(1, rows.getHeaderNames().size() - 1)) {
          number(row.get(system)).ifPresent(value -> peers.put(system, value));
        }
        OptionalDouble target =
            number(row.get("target")).map(OptionalDouble::of).orElse(OptionalDouble.empty());
        figures.put(row.get("work"), new Figure(peers, target));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return figures;
  }

  private static Optional<Double> number(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Double.valueOf(text));
  }
}
