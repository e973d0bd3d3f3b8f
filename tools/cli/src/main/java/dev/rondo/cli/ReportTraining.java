package dev.rondo.cli;

import dev.rondo.ModelTrainer;
import dev.rondo.TrainingReport;
import dev.rondo.training.Evaluation;
import dev.rondo.training.Forecasts;
import dev.rondo.training.TrainingResult;
import dev.rondo.training.TrainingResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says how a run ended, where its weights are, and what to do next. */
final class ReportTraining {
  private final Session session;
  private final boolean json;

  ReportTraining(Session session, boolean json) {
    this.session = session;
    this.json = json;
  }

  /**
   * Prints it and gives the exit code.
   *
   * @param goOn the command that resumes the run
   */
  int report(String goOn, TrainingReport report, Path weights) {
    TrainingResult result = report.result();
    Optional<Forecasts> forecasts = report.forecasts();
    Optional<Evaluation> test = report.test();
    if (json) {
      printJson(result, weights, forecasts, test);
    } else if (result.outcome() != Outcome.DIVERGED) {
      print(goOn, result, weights, forecasts);
      test.ifPresent(this::print);
    }
    if (result.outcome() == Outcome.DIVERGED) {
      String help = result.help().isEmpty() ? "" : "\n   help: " + result.help();
      String kept = "\n   the weights before that are in " + weights + "\n";
      session.err().print(session.colour().message("error: " + result.message() + help + kept));
    }
    return switch (result.outcome()) {
      case FINISHED, NO_BETTER -> ExitCode.DONE;
      case STOPPED -> ExitCode.INTERRUPTED;
      case DIVERGED -> ExitCode.INPUT;
    };
  }

  private void print(
      String goOn, TrainingResult result, Path weights, Optional<Forecasts> forecasts) {
    session.out().println(result.message() + "; " + kept(result) + " are in " + weights);
    forecasts.ifPresent(f -> print(f, weights));
    if (result.outcome() == Outcome.STOPPED) {
      session.out().println("to go on: " + goOn);
    }
    session.out().flush();
  }

  private static String kept(TrainingResult result) {
    return result.keptEpoch().isEmpty()
        ? "the weights as they are now"
        : "the weights of epoch " + result.keptEpoch().getAsInt();
  }

  private void print(Evaluation test) {
    session
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "test, %,d %s held back:",
                test.sequences() > 1 ? test.sequences() : test.steps(),
                test.sequences() > 1 ? "sequences" : "steps"));
    Table table = new Table(false, true);
    table.row("  loss", number(test.loss()));
    test.terms().forEach((name, value) -> table.row("  " + name, number(value)));
    session.out().print(table);
    session.out().flush();
  }

  private static Map<String, Object> json(Evaluation test) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("sequences", test.sequences());
    line.put("steps", test.steps());
    line.put("loss", test.loss());
    line.put("metrics", test.terms());
    return line;
  }

  private void print(Forecasts forecasts, Path weights) {
    Table table = new Table(false, true);
    forecasts.model().ifPresent(error -> table.row("  the model", number(error)));
    forecasts.baselines().forEach((name, error) -> table.row("  " + name, number(error)));
    session
        .out()
        .println(
            "root mean square error of the forecast of "
                + forecasts.truth()
                + ", "
                + forecasts.points()
                + " values held back:");
    session.out().print(table);
    Path picture = ModelTrainer.picture(weights);
    if (Files.exists(picture)) {
      session.out().println("picture: " + picture);
    }
  }

  private static String number(double error) {
    return Double.isNaN(error) ? "too little data" : String.format(Locale.ROOT, "%.4g", error);
  }

  private void printJson(
      TrainingResult result,
      Path weights,
      Optional<Forecasts> forecasts,
      Optional<Evaluation> test) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", "done");
    line.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    line.put("message", result.message());
    line.put("epoch", result.keptEpoch().isPresent() ? result.keptEpoch().getAsInt() : null);
    line.put("weights", weights.toString());
    forecasts.ifPresent(
        f -> {
          Map<String, Object> errors = new LinkedHashMap<>();
          f.model().ifPresent(error -> errors.put("model", error));
          errors.putAll(f.baselines());
          line.put("rmse", errors);
        });
    test.ifPresent(evaluation -> line.put("test", json(evaluation)));
    Json.line(session.out(), line);
  }
}
