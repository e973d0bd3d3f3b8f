package dev.rondo.cli;

import dev.rondo.Benchmark;
import dev.rondo.BenchmarkReport;
import dev.rondo.RecurrentModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo bench}. */
@Command(
    name = "bench",
    description = "Measures how fast a model trains and predicts here, on random data.",
    footer = {
      "",
      "Examples:",
      "  rondo bench examples/charlm/charlm.rondo",
      "  rondo bench examples/sunspots/sunspots.rondo --batch 32 --steps 100",
      "",
      "An update is forward, backward, clipping and the optimizer; a predictor's step",
      "is that of one sequence, by one thread. Times are medians. GFLOP/s count what",
      "the plan does ('rondo explain'): a fused multiply-add is two operations. The",
      "peak is what this Java makes of nothing but fused multiply-adds, by one thread.",
      "A model without a loss has no update, one that needs whole sequences no step."
    })
final class BenchCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private Options.ModelOptions model;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Sequences an update, before the train block's own.")
  private Integer batch;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of each sequence; the train block's window, or 50.")
  private Integer steps;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "4",
      description = "For training and for predicting: 4. Half of it is to warm up.")
  private double seconds;

  @Option(
      names = "--data",
      paramLabel = "D",
      description = "The data file that gives open sizes, in place of the train block's.")
  private Path data;

  @Mixin private Options.SettingOptions settings;
  @Mixin private Options.PrecisionOption precision;
  @Mixin private Options.ThreadsOption threads;
  @Mixin private Options.JsonOption json;

  BenchCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (!(seconds >= 0 && seconds <= 3600)) {
      throw new UsageError("--seconds " + seconds + ": from 0 to 3600");
    }
    RecurrentModel opened = session.open(model);
    Benchmark benchmark =
        opened
            .benchmark()
            .set(Options.over(settings, Optional.empty(), precision.precision()))
            .time(Duration.ofNanos((long) (seconds * 1e9)));
    threads.threads(session).ifPresent(benchmark::threads);
    if (batch != null) {
      benchmark.batch(batch);
    }
    if (steps != null) {
      benchmark.steps(steps);
    }
    if (data != null) {
      benchmark.data(data);
    }
    BenchmarkReport report = benchmark.run();
    if (json.json()) {
      printJson(opened.name(), report);
    } else {
      print(opened.name(), report);
    }
    return ExitCode.DONE;
  }

  private void print(String name, BenchmarkReport report) {
    session
        .out()
        .println(
            text("%s, %,d parameters", name, report.parameters())
                + report.sizes().entrySet().stream()
                    .map(size -> ", " + size.getKey() + " = " + size.getValue())
                    .collect(Collectors.joining()));
    session
        .out()
        .println(
            text(
                "Java %s, %s; peak of a thread %.1f GFLOP/s%n",
                System.getProperty("java.version"),
                report.threads() == 1 ? "one thread" : report.threads() + " threads",
                report.peak() * 1e-9));
    Table table = new Table(false, true, true, true, true);
    table.row("", "time", "GFLOP/s", "of the peak", "storage");
    report
        .update()
        .ifPresent(
            update ->
                row(
                    table,
                    text("update, %d x %d steps", report.batch(), report.steps()),
                    report,
                    update));
    report.step().ifPresent(step -> row(table, "predictor's step", report, step));
    session.out().print(table);
    report
        .update()
        .ifPresent(
            update ->
                session
                    .out()
                    .println(
                        text(
                            "%n%,.0f steps a second in training",
                            (double) report.batch() * report.steps() / update.seconds())));
  }

  private static void row(
      Table table, String what, BenchmarkReport report, BenchmarkReport.Measured measured) {
    table.row(
        what,
        time(measured.seconds()),
        text("%.1f", measured.speed() * 1e-9),
        text("%.0f %%", 100 * report.share(measured)),
        bytes(measured.bytes()));
  }

  private static String time(double seconds) {
    return seconds < 1e-3
        ? text("%.2f µs", seconds * 1e6)
        : seconds < 1 ? text("%.2f ms", seconds * 1e3) : text("%.2f s", seconds);
  }

  private static String bytes(long bytes) {
    return bytes < 1 << 20
        ? text("%.1f KB", bytes / 1024.0)
        : text("%.1f MB", bytes / (double) (1 << 20));
  }

  private static String text(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }

  private void printJson(String name, BenchmarkReport report) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("model", name);
    line.put("sizes", report.sizes());
    line.put("parameters", report.parameters());
    line.put("batch", report.batch());
    line.put("steps", report.steps());
    line.put("threads", report.threads());
    line.put("java", System.getProperty("java.version"));
    line.put("peak", report.peak());
    line.put("update", report.update().map(m -> json(report, m)).orElse(null));
    line.put("step", report.step().map(m -> json(report, m)).orElse(null));
    Json.line(session.out(), line);
  }

  private static Map<String, Object> json(
      BenchmarkReport report, BenchmarkReport.Measured measured) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("seconds", measured.seconds());
    entry.put("runs", measured.runs());
    entry.put("operations", measured.operations());
    entry.put("share", report.share(measured));
    entry.put("bytes", measured.bytes());
    return entry;
  }
}
