package dev.rondo.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo eval}. */
@Command(
    name = "eval",
    description = "Prints losses and metrics of a trained model on data; writes its outputs.",
    footer = {
      "",
      "Example:",
      "  rondo eval examples/sunspots/sunspots.rondo --weights Sunspots.safetensors \\",
      "    --data examples/sunspots/sunspots.csv --outputs forecasts.jsonl",
      "",
      "--outputs: a JSON object a sequence, its keys the outputs; tokens are symbols.",
      "--gradients: of the mean loss, by parameter path and as input/NAME."
    })
final class EvalCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private Options.ModelOptions model;
  @Mixin private Options.WeightsOption weights;

  @Option(names = "--data", required = true, paramLabel = "D", description = "The data file.")
  private Path data;

  @Option(names = "--outputs", paramLabel = "O.jsonl", description = "Where outputs go.")
  private Path outputs;

  @Option(names = "--gradients", paramLabel = "G.safetensors", description = "Where gradients go.")
  private Path gradients;

  @Mixin private Options.SettingOptions settings;
  @Mixin private Options.PrecisionOption precision;
  @Mixin private Options.JsonOption json;

  EvalCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return new RunEvaluation(session, json.json())
        .run(
            session.open(model),
            weights.weights(),
            data,
            Options.over(settings, Optional.empty(), precision.precision()),
            Optional.ofNullable(outputs),
            Optional.ofNullable(gradients));
  }
}
