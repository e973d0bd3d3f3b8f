package dev.rondo.benchmarks;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A comparison as Markdown, for people, and as CSV, in seconds. */
final class WriteComparison {
  private final Comparison comparison;

  private WriteComparison(Comparison comparison) {
    this.comparison = comparison;
  }

  static String markdown(Comparison comparison) {
    return new WriteComparison(comparison).markdown();
  }

  private String markdown() {
    StringBuilder text = new StringBuilder();
    comparison.about().forEach(line -> text.append("- ").append(line).append('\n'));
    text.append(
        """
        - Medians of processor time, one thread. Peak: of fused multiply-adds, GFLOP/s, measured between the \
        calls, as disturbed by others as they are. `~`: not measured here, a figure of another machine scaled by \
        the peaks. Ratio: Rondo's time to the best peer's; bold where the target is met.
        """);
    for (Workload.Kind kind : Workload.Kind.values()) {
      List<Comparison.Row> rows =
          comparison.rows().stream().filter(row -> row.work().kind() == kind).toList();
      if (!rows.isEmpty()) {
        boolean steps = kind == Workload.Kind.STEP || kind == Workload.Kind.SEQUENCE;
        table(text, kind, rows, steps ? 1e6 : 1e3, steps ? "µs" : "ms");
      }
    }
    return text.toString();
  }

  private void table(
      StringBuilder text,
      Workload.Kind kind,
      List<Comparison.Row> rows,
      double scale,
      String unit) {
    List<String> systems =
        comparison.systems().stream()
            .filter(system -> rows.stream().anyMatch(row -> row.others().containsKey(system)))
            .toList();
    List<String> head = new ArrayList<>();
    head.add(kind.name().toLowerCase(Locale.ROOT) + ", " + unit);
    head.addAll(List.of("rondo", "GFLOP/s", "peak", "of it"));
    head.addAll(systems);
    head.addAll(List.of("ratio", "target"));
    text.append('\n');
    line(text, head);
    line(text, head.stream().map(cell -> "---").toList());
    for (Comparison.Row row : rows) {
      double speed = row.work().operations() / row.rondo();
      List<String> cells = new ArrayList<>();
      cells.add(row.work().cell() + " " + row.work().size());
      cells.add(figure(row.rondo() * scale));
      cells.add(format("%.1f", speed * 1e-9));
      cells.add(format("%.1f", row.peak() * 1e-9));
      cells.add(format("%.0f %%", 100 * speed / row.peak()));
      for (String system : systems) {
        Comparison.Time time = row.others().get(system);
        cells.add(time == null ? "" : (time.scaled() ? "~" : "") + figure(time.seconds() * scale));
      }
      String ratio = ratio(row.ratio());
      cells.add(row.met() ? "**" + ratio + "**" : ratio);
      cells.add(ratio(row.targetRatio()));
      line(text, cells);
    }
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String ratio(OptionalDouble ratio) {
    return ratio.isEmpty() ? "" : format("%.2f", ratio.getAsDouble());
  }

  /** Three digits that mean something. */
  private static String figure(double value) {
    return format(value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  private static String format(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }

  static String csv(Comparison comparison) {
    StringWriter text = new StringWriter();
    try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.DEFAULT)) {
      csv.printRecord("work", "system", "seconds", "scaled", "operations", "peak", "target_ratio");
      for (Comparison.Row row : comparison.rows()) {
        print(csv, row, "rondo", new Comparison.Time(row.rondo(), false));
        for (String system : comparison.systems()) {
          if (row.others().containsKey(system)) {
            print(csv, row, system, row.others().get(system));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void print(CSVPrinter csv, Comparison.Row row, String system, Comparison.Time time)
      throws IOException {
    csv.printRecord(
        row.work().name(),
        system,
        time.seconds(),
        time.scaled(),
        row.work().operations(),
        row.peak(),
        ratio(row.targetRatio()));
  }
}
