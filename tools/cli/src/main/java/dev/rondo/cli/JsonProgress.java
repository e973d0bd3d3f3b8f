package dev.rondo.cli;

import dev.rondo.runtime.Numbers;
import dev.rondo.training.EpochReport;
import dev.rondo.training.TrainingListener;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a run goes, for programs: a line an epoch. */
final class JsonProgress implements TrainingListener {
  private final PrintStream out;

  JsonProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void epoch(EpochReport report, Numbers parameters) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", "epoch");
    line.put("epoch", report.epoch());
    line.put("loss", report.trainingLoss());
    line.put(
        "validation_loss",
        report.validationLoss().isPresent() ? report.validationLoss().getAsDouble() : null);
    line.put("metrics", report.metrics());
    line.put("rate", report.rate());
    line.put("steps_per_second", report.stepsPerSecond());
    line.put("seconds", report.seconds());
    line.put("best", report.best());
    Json.line(out, line);
  }
}
