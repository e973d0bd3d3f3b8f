package dev.rondo.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo predict}. */
@Command(
    name = "predict",
    description = "Writes the outputs of a trained model on data.",
    footer = {
      "",
      "Example:",
      "  rondo predict examples/airline/airline.rondo --weights Airline.safetensors \\",
      "    --data examples/airline/airline.csv --ahead 12",
      "",
      "A JSON object a sequence, its keys the outputs; tokens are symbols. The data",
      "need not have what only losses and metrics read. With --ahead the model goes",
      "on by its 'feed'; the further steps are in the field 'ahead'."
    })
final class PredictCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private Options.ModelOptions model;
  @Mixin private Options.WeightsOption weights;

  @Option(names = "--data", required = true, paramLabel = "D", description = "The data file.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "P.jsonl",
      description = "Where outputs go; without it they are printed.")
  private Path out;

  @Option(
      names = "--ahead",
      paramLabel = "N",
      description = "How many steps to go on behind the end of each sequence.")
  private Integer ahead;

  @Mixin private Options.SettingOptions settings;
  @Mixin private Options.PrecisionOption precision;

  PredictCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (ahead != null && ahead < 1) {
      throw new UsageError("--ahead " + ahead + ": a number of steps is at least 1");
    }
    return new RunPrediction(session)
        .run(
            session.open(model),
            weights.weights(),
            data,
            Options.over(settings, Optional.empty(), precision.precision()),
            Optional.ofNullable(out),
            ahead == null ? 0 : ahead);
  }
}
