package dev.rondo.cli;

import dev.rondo.cli.OpenModel.Opened;
import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.equations.PrintEquations;
import dev.rondo.compiler.syntax.PrintSyntax;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Signature;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo explain}. */
@Command(
    name = "explain",
    description = "Shows what the compiler makes of a model: its plan, operations and bytes.",
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
  /** A value of the compiler that can be printed. */
  enum Stage {
    SYNTAX,
    EQUATIONS,
    SIMPLIFIED,
    GRADIENT,
    PLAN,
    BYTECODE
  }

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
    Opened opened = OpenModel.one(model);
    if (stage == Stage.SYNTAX) {
      print(PrintSyntax.print(opened.model().file()));
      return ExitCode.DONE;
    }
    Map<String, Integer> sizes = sizes(opened);
    if (stage == Stage.EQUATIONS) {
      print(PrintEquations.print(opened.model().equations(sizes)));
      return ExitCode.DONE;
    }
    CompiledModel compiled =
        opened.model().compile(sizes, precision.precision().orElse(Precision.F32));
    boolean trains = compiled.signature().terms().stream().anyMatch(Signature.Term::loss);
    if (stage == Stage.SIMPLIFIED) {
      print(PrintEquations.print(compiled.forward()));
    } else if (stage == Stage.GRADIENT) {
      if (!trains) {
        throw new UserError(
            model.file(), opened.name() + " has no loss, so it has no gradient", "add: loss ...");
      }
      print(PrintEquations.print(compiled.equations(Purpose.TRAIN)));
    } else {
      Purpose purpose =
          Optional.ofNullable(program).orElse(trains ? Purpose.TRAIN : Purpose.PREDICT);
      if (stage == null) {
        header(opened.name(), compiled, purpose);
      }
      print(stage == Stage.BYTECODE ? compiled.bytecode(purpose) : compiled.plan(purpose));
    }
    return ExitCode.DONE;
  }

  private void print(String text) {
    session.out().print(text.endsWith("\n") ? text : text + "\n");
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

  /** Open sizes come from the data, if there is some. */
  private Map<String, Integer> sizes(Opened opened) {
    CheckedModel checked = opened.model();
    List<String> open =
        checked.sizes().entrySet().stream()
            .filter(size -> size.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (open.isEmpty()) {
      return Map.of();
    }
    Map<String, Integer> sizes =
        new LinkedHashMap<>(
            OpenSizes.fromData(session, opened, settings.settings(), Optional.ofNullable(data)));
    List<String> unknown = open.stream().filter(size -> !sizes.containsKey(size)).toList();
    if (!unknown.isEmpty()) {
      throw new UserError(
          model.file(),
          "nothing says how large "
              + String.join(", ", unknown)
              + (unknown.size() == 1 ? " is" : " are"),
          "for example --size " + unknown.get(0) + "=65");
    }
    return sizes;
  }
}
