package dev.rondo.cli;

import dev.rondo.TrainedModel;
import dev.rondo.runtime.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
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
    TrainedModel trained =
        session.open(model).load(weights.weights(), precision.precision().orElse(Precision.F32));
    long number = seed.seed().orElse(1L);
    if (json.json()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("prompt", prompt);
      line.put("text", trained.sample(prompt, length, temperature, number));
      Json.line(session.out(), line);
    } else {
      // the prompt goes before the first symbol, and not before a message that says what is wrong
      StringBuilder before = new StringBuilder(prompt);
      trained.sample(
          prompt,
          length,
          temperature,
          number,
          symbol -> show(before, symbol),
          () -> session.failure().isPresent());
      show(before, "\n");
    }
    return ExitCode.DONE;
  }

  private void show(StringBuilder before, String symbol) {
    session.out().print(before + symbol);
    before.setLength(0);
    if (session.screen()) {
      session.out().flush(); // somebody is reading along
    }
  }
}
