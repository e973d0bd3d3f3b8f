package dev.rondo;

import dev.rondo.compiler.verify.GradientCheck;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison of gradients found out.
 *
 * @param sizes of the model that was compared, by name
 * @param rows a parameter or a real input each, then forward mode
 */
public record GradientReport(Map<String, Integer> sizes, List<GradientCheck.Row> rows) {
  public GradientReport {
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    rows = List.copyOf(rows);
  }

  /** Whether the gradient is right everywhere. */
  public boolean ok() {
    return rows.stream().allMatch(GradientCheck.Row::ok);
  }

  /** A table for people. */
  public String table() {
    return new GradientCheck.Report(rows).table();
  }
}
