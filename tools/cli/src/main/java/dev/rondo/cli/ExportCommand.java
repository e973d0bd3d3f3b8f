package dev.rondo.cli;

import dev.rondo.TrainedModel;
import dev.rondo.runtime.Precision;
import dev.rondo.training.WholeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo export}. */
@Command(
    name = "export",
    description =
        "Writes a jar that predicts by itself: a class, its weights, and only Java below.",
    footer = {
      "",
      "Example:",
      "  rondo export examples/sunspots/sunspots.rondo --weights Sunspots.safetensors \\",
      "    --class com.acme.Sunspots --out sunspots.jar",
      "",
      "In Java: Sunspots.load(), then start() and step(state, x, out), or run(inputs, steps).",
      "java -jar sunspots.jar says what goes in and out, and verifies recorded outputs."
    })
final class ExportCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private Options.ModelOptions model;
  @Mixin private Options.WeightsOption weights;

  @Option(
      names = "--class",
      required = true,
      paramLabel = "NAME",
      description = "What the class is called, such as com.acme.Sunspots.")
  private String name;

  @Option(names = "--out", required = true, paramLabel = "O.jar", description = "The jar.")
  private Path out;

  @Mixin private Options.PrecisionOption precision;

  ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    TrainedModel trained =
        session.open(model).load(weights.weights(), precision.precision().orElse(Precision.F32));
    byte[] jar = export(trained);
    WholeFile.write(out, part -> Files.write(part, jar));
    session
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%s: %s, %,d KB; java -jar %s verifies it",
                out,
                name,
                (jar.length + 1023) / 1024,
                out));
    return ExitCode.DONE;
  }

  private byte[] export(TrainedModel trained) {
    try {
      return trained.export(name);
    } catch (IllegalArgumentException e) { // its message is for the user
      throw new UsageError("--class: " + e.getMessage());
    }
  }
}
