package dev.rondo.cli;

import dev.rondo.cli.OpenModel.Opened;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.verify.GradientCheck;
import dev.rondo.compiler.verify.Stated;
import dev.rondo.compiler.verify.Tangent;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rondo gradcheck}. */
@Command(
    name = "gradcheck",
    description =
        "Checks a model's gradient against differences and forward mode, in double precision.",
    footer = {
      "",
      "Example:",
      "  rondo gradcheck examples/charlm/charlm.rondo",
      "",
      "Batches of sequences of 0, 1, 2, 3 and 7 steps, and of 0, 1, 5, 5 and 3 together.",
      "Large and open sizes become small ones, unless --size says otherwise."
    })
final class GradcheckCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private Options.ModelOptions model;
  @Mixin private Options.SeedOption seed;
  @Mixin private Options.JsonOption json;

  GradcheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Opened opened = OpenModel.one(model);
    CompiledModel compiled = compile(opened);
    if (compiled.signature().terms().stream().noneMatch(Signature.Term::loss)) {
      throw new UserError(
          model.file(), opened.name() + " has no loss, so it has no gradient", "add: loss ...");
    }
    GradientCheck.Report report =
        GradientCheck.check(
            compiled,
            Optional.of(new Tangent(compiled)),
            Stated.of(compiled.forward()),
            seed.seed().orElse(1L));
    if (json.json()) {
      printJson(compiled, report);
    } else {
      print(compiled, report);
    }
    return report.ok() ? ExitCode.DONE : ExitCode.INPUT;
  }

  /** With small sizes, or if they do not fit the model (a head's share of H) with its own. */
  private CompiledModel compile(Opened opened) {
    Map<String, Integer> small = OpenSizes.small(opened.model(), model.sizes());
    try {
      // checked again with these sizes: conditions on sizes may choose otherwise
      return OpenModel.one(model, small).model().compile(Map.of(), Precision.F64);
    } catch (ModelException e) {
      Map<String, Integer> open = new LinkedHashMap<>(small);
      open.keySet().removeIf(name -> opened.model().sizes().get(name).isPresent());
      return opened.model().compile(open, Precision.F64);
    }
  }

  private void print(CompiledModel compiled, GradientCheck.Report report) {
    Map<String, Integer> sizes = compiled.signature().sizes();
    if (!sizes.isEmpty()) {
      session
          .out()
          .println(
              "with "
                  + sizes.entrySet().stream()
                      .map(size -> size.getKey() + " = " + size.getValue())
                      .collect(Collectors.joining(", ")));
    }
    session.out().print(report.table());
    session.out().println(report.ok() ? "the gradient is right" : "the gradient is WRONG");
  }

  private void printJson(CompiledModel compiled, GradientCheck.Report report) {
    List<Object> rows = new ArrayList<>();
    for (GradientCheck.Row row : report.rows()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", row.name());
      entry.put("checked", row.checked());
      entry.put("corners", row.skipped());
      entry.put("error", row.error());
      entry.put("ok", row.ok());
      entry.put("stated", row.stated());
      rows.add(entry);
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("model", compiled.signature().model());
    line.put("sizes", compiled.signature().sizes());
    line.put("ok", report.ok());
    line.put("rows", rows);
    Json.line(session.out(), line);
  }
}
