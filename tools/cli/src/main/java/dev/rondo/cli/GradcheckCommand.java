package dev.rondo.cli;

import dev.rondo.GradientReport;
import dev.rondo.RecurrentModel;
import dev.rondo.compiler.verify.GradientCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    RecurrentModel opened = session.open(model);
    GradientReport report = opened.gradcheck(seed.seed().orElse(1L));
    if (json.json()) {
      printJson(opened.name(), report);
    } else {
      print(report);
    }
    return report.ok() ? ExitCode.DONE : ExitCode.INPUT;
  }

  private void print(GradientReport report) {
    Map<String, Integer> sizes = report.sizes();
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

  private void printJson(String name, GradientReport report) {
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
    line.put("model", name);
    line.put("sizes", report.sizes());
    line.put("ok", report.ok());
    line.put("rows", rows);
    Json.line(session.out(), line);
  }
}
