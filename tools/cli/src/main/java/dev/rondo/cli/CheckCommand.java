package dev.rondo.cli;

import dev.rondo.RecurrentModel;
import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.ModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rondo check}. */
@Command(
    name = "check",
    description = "Checks a model file and lists its parameters.",
    footer = {"", "Example:", "  rondo check examples/charlm/charlm.rondo"})
final class CheckCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private Options.ModelOptions model;
  @Mixin private Options.JsonOption json;

  CheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try {
      List<RecurrentModel> models = session.openAll(model);
      for (RecurrentModel opened : models) {
        if (opened.checked().train().isPresent()) {
          opened.settings();
        }
      }
      if (models.isEmpty()) {
        noModel();
      }
      models.forEach(json.json() ? this::printJson : this::print);
      return ExitCode.DONE;
    } catch (ModelException e) {
      if (json.json()) {
        printErrors(e);
      }
      throw e;
    }
  }

  private void noModel() {
    if (json.json()) {
      Json.line(session.out(), Map.of("file", model.file()));
    } else {
      session.out().println(model.file() + ": OK; it has no model, and may be imported");
    }
  }

  private void print(RecurrentModel opened) {
    CheckedModel checked = opened.checked();
    session.out().println(opened.file() + ": " + opened.name() + " is OK");
    if (!checked.sizes().isEmpty()) {
      session.out().println("sizes: " + sizes(checked));
    }
    Counts counts = new Counts(checked);
    Table table = new Table(false, false, true);
    table.row("parameter", "shape", "count");
    for (CheckedModel.Parameter parameter : checked.parameters()) {
      table.row(
          parameter.path() + (parameter.fixed() ? " (fixed)" : ""),
          parameter.shape(),
          counts.add(parameter));
    }
    table.row("total", "", counts.total());
    session.out().println();
    session.out().print(table);
  }

  private static String sizes(CheckedModel model) {
    return model.sizes().entrySet().stream()
        .map(
            size ->
                size.getKey()
                    + (size.getValue().isPresent()
                        ? " = " + size.getValue().getAsInt()
                        : " from the data"))
        .collect(Collectors.joining(", "));
  }

  private void printJson(RecurrentModel opened) {
    CheckedModel checked = opened.checked();
    Map<String, Object> sizes = new LinkedHashMap<>();
    checked.sizes().forEach((name, size) -> sizes.put(name, orNull(size)));
    Counts counts = new Counts(checked);
    List<Object> parameters = new ArrayList<>();
    for (CheckedModel.Parameter parameter : checked.parameters()) {
      counts.add(parameter);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", parameter.path());
      entry.put("shape", parameter.shape());
      entry.put("count", orNull(parameter.count()));
      entry.put("fixed", parameter.fixed());
      parameters.add(entry);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model", opened.name());
    report.put("file", opened.file().toString());
    report.put("sizes", sizes);
    report.put("parameters", parameters);
    report.put("total", orNull(counts.number()));
    Json.line(session.out(), report);
  }

  private static Integer orNull(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }

  private void printErrors(ModelException e) {
    List<Object> errors = new ArrayList<>();
    for (Diagnostic diagnostic : e.diagnostics()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("file", diagnostic.at().source().name());
      entry.put("line", diagnostic.at().line());
      entry.put("column", diagnostic.at().column());
      entry.put("message", diagnostic.message());
      entry.put("help", diagnostic.help());
      errors.add(entry);
    }
    Json.line(session.out(), Map.of("errors", errors));
  }
}
