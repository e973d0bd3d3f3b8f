package dev.rondo.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo sample}. */
@Command(
    name = "sample",
    description = "Lets a trained model with a feed write.",
    footer = {
      "",
      "Example:",
      "  rondo sample examples/charlm/charlm.rondo --weights CharLM.safetensors \\",
      "    --prompt \"The \" --length 400 --temperature 0.8"
    })
final class SampleCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private Options.ModelOptions model;
  @Mixin private Options.WeightsOption weights;

  @Option(
      names = "--prompt",
      paramLabel = "S",
      defaultValue = "",
      description = "What the text begins with.")
  private String prompt;

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "500",
      description = "How many symbols to write behind it; ${DEFAULT-VALUE}.")
  private int length;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      defaultValue = "1",
      description = "Below 1 likelier, above 1 more surprising, 0 always the likeliest.")
  private double temperature;

  @Mixin private Options.SeedOption seed;
  @Mixin private Options.PrecisionOption precision;
  @Mixin private Options.JsonOption json;

  SampleCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (length < 0) {
      throw new UsageError("--length " + length + ": a length is at least 0");
    }
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new UsageError("--temperature " + temperature + ": a temperature is at least 0");
    }
    return new RunSampling(session, json.json())
        .run(
            model,
            weights.weights(),
            precision.precision(),
            new RunSampling.Wish(prompt, length, temperature, seed.seed().orElse(1L)));
  }
}
