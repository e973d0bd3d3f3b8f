package dev.rondo.cli;

import dev.rondo.Explainer;
import dev.rondo.RecurrentModel;
import dev.rondo.Stage;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Signature;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo explain}. */
@Command(
    name = "explain",
    description =
        "Shows what the compiler makes of a model: its plan, operations, bytes and limits.",
    footer = {
      "",
      "Examples:",
      "  rondo explain examples/sunspots/sunspots.rondo",
      "  rondo explain examples/sunspots/sunspots.rondo --dump gradient",
      "  rondo explain examples/charlm/charlm.rondo --size V=65 --program sample",
      "",
      "Stages: syntax (the file as it was understood), equations (cells written out),",
      "simplified (the forward system, frozen), gradient, plan, bytecode."
    })
final class ExplainCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private Options.ModelOptions model;

  @Option(
      names = "--dump",
      paramLabel = "STAGE",
      description = "Print the model as it is after a stage (see below).")
  private Stage stage;

  @Option(
      names = "--program",
      paramLabel = "P",
      description =
          "Whose plan or bytecode: train, evaluate, gradients, predict or sample; train if the"
              + " model has a loss.")
  private Purpose program;

  @Option(
      names = "--data",
      paramLabel = "D",
      description = "The data file that gives open sizes, in place of the train block's.")
  private Path data;

  @Mixin private Options.SettingOptions settings;
  @Mixin private Options.PrecisionOption precision;

  ExplainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RecurrentModel opened = session.open(model);
    Explainer explainer =
        opened
            .explainer()
            .set(settings.settings().toArray(String[]::new))
            .precision(precision.precision().orElse(Precision.F32));
    if (data != null) {
      explainer.data(data);
    }
    if (program != null) {
      explainer.program(program);
    }
    if (stage == null) {
      header(opened.name(), explainer.compiled(), explainer.program());
    }
    String text = explainer.explain(stage == null ? Stage.PLAN : stage);
    session.out().print(text.endsWith("\n") ? text : text + "\n");
    return ExitCode.DONE;
  }

  private void header(String name, CompiledModel compiled, Purpose purpose) {
    Signature signature = compiled.signature();
    session
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%s, program %s, %s, %,d parameters%s",
                name,
                purpose.name().toLowerCase(Locale.ROOT),
                compiled.precision().name().toLowerCase(Locale.ROOT),
                signature.parameterCount(),
                signature.sizes().entrySet().stream()
                    .map(size -> ", " + size.getKey() + " = " + size.getValue())
                    .collect(Collectors.joining())));
    session.out().println();
  }
}
