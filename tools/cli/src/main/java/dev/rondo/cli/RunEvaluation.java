package dev.rondo.cli;

import dev.rondo.RecurrentModel;
import dev.rondo.training.Evaluation;
import dev.rondo.training.Evaluator;
import dev.rondo.training.data.Part;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
      RecurrentModel model,
      Path weights,
      Path data,
      String[] over,
      Optional<Path> outputs,
      Optional<Path> gradients) {
    Evaluator evaluator =
        model.load(weights, model.settings(over).precision()).evaluator(data, over);
    Part all = evaluator.data().all();
    Evaluation evaluation =
        outputs.isPresent() ? evaluator.evaluate(all, outputs.get()) : evaluator.evaluate(all);
    gradients.ifPresent(to -> evaluator.gradients(all).write(to));
    report(model.name(), evaluation);
    return ExitCode.DONE;
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
