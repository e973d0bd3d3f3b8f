package dev.rondo.cli;

import dev.rondo.cli.OpenModel.Opened;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.runtime.Numbers;
import dev.rondo.training.Evaluation;
import dev.rondo.training.Evaluator;
import dev.rondo.training.data.Part;
import dev.rondo.training.settings.Settings;
import dev.rondo.training.weights.Metadata;
import dev.rondo.training.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs a trained model over data. */
final class RunEvaluation {
  private final Session session;
  private final boolean json;

  RunEvaluation(Session session, boolean json) {
    this.session = session;
    this.json = json;
  }

  int run(
      Options.ModelOptions options,
      Path file,
      Path dataFile,
      List<String> over,
      Optional<Path> outputs,
      Optional<Path> gradients) {
    Weights weights = Weights.load(file);
    Opened opened = OpenModel.one(options, knownSizes(weights));
    Settings settings = ReadSettings.read(session, opened.model(), over);
    Settings.Source source = source(opened, settings, dataFile);
    ModelData data =
        ModelData.load(opened, source, new Settings.Validation.None(), weights.metadata());
    CompiledModel model = opened.model().compile(data.sizes(), settings.precision());
    Numbers parameters = weights.parameters(model.signature(), settings.precision(), file);
    Evaluator evaluator = new Evaluator(model, parameters, data.dataset());
    Part all = data.dataset().all();
    Evaluation evaluation =
        outputs.isPresent() ? evaluator.evaluate(all, outputs.get()) : evaluator.evaluate(all);
    gradients.ifPresent(to -> evaluator.gradients(all).write(to));
    report(opened.name(), evaluation);
    return ExitCode.DONE;
  }

  /** How a data file is read. */
  static Settings.Source source(Opened opened, Settings settings, Path dataFile) {
    return settings
        .withDataFile(dataFile)
        .data()
        .orElseThrow(
            () ->
                new UserError(
                    opened.path().file().toString(),
                    "no 'train' block says how to read the data",
                    "a name that ends in .txt, .csv, .jsonl or .conll says it, or"
                        + " --set 'data = csv(\"\", ...)'"));
  }

  static Map<String, Integer> knownSizes(Weights weights) {
    return weights.metadata().map(Metadata::sizes).orElse(Map.of());
  }

  private void report(String model, Evaluation evaluation) {
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("model", model);
      line.put("sequences", evaluation.sequences());
      line.put("steps", evaluation.steps());
      line.put("loss", evaluation.loss());
      line.put("metrics", evaluation.terms());
      Json.line(session.out(), line);
      return;
    }
    session
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%s on %,d %s, %,d %s:",
                model,
                evaluation.sequences(),
                evaluation.sequences() == 1 ? "sequence" : "sequences",
                evaluation.steps(),
                evaluation.steps() == 1 ? "step" : "steps"));
    Table table = new Table(false, true);
    table.row("  loss", number(evaluation.loss()));
    evaluation.terms().forEach((name, value) -> table.row("  " + name, number(value)));
    session.out().print(table);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
