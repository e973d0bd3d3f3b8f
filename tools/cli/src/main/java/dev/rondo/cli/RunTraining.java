package dev.rondo.cli;

import dev.rondo.ModelTrainer;
import dev.rondo.TrainingReport;
import dev.rondo.runtime.Numbers;
import dev.rondo.training.EpochReport;
import dev.rondo.training.ProgressReporter;
import dev.rondo.training.TrainingListener;
import dev.rondo.training.TrainingResult;
import java.nio.file.Path;
import java.util.List;

/** Trains a model and writes what comes of it. */
final class RunTraining {
  private final Session session;
  private final boolean json;

  RunTraining(Session session, boolean json) {
    this.session = session;
    this.json = json;
  }

  /**
   * The whole run, or the rest of it.
   *
   * @param words of the command line, for the message that says how to go on
   */
  int run(ModelTrainer trainer, List<String> words) {
    try (StopSignal stop = new StopSignal()) {
      trainer.stop(stop::asked).previous(weights -> note(words, weights));
      TrainingReport report = json ? quiet(trainer, stop) : shown(trainer, stop);
      Path weights = trainer.weights().orElseThrow();
      return new ReportTraining(session, json).report(goOn(words, weights), report, weights);
    }
  }

  private void note(List<String> words, Path previous) {
    session
        .err()
        .print(
            "rondo: note: "
                + ModelTrainer.checkpoint(previous)
                + " keeps a run that did not end\n   to go on with it: "
                + goOn(words, previous)
                + "\n");
  }

  private TrainingReport quiet(ModelTrainer trainer, StopSignal stop) {
    return trainer.listener(new Shown(new JsonProgress(session.out()), session, stop)).run();
  }

  private TrainingReport shown(ModelTrainer trainer, StopSignal stop) {
    try (ProgressReporter progress = new ProgressReporter(session.out(), session.screen())) {
      return trainer.listener(new Shown(progress, session, stop)).run();
    }
  }

  /**
   * Shows each line when it is there: {@code session.out()} has a buffer. And from the first update
   * on a signal waits for the run: before it there is nothing to save.
   */
  private record Shown(TrainingListener to, Session session, StopSignal stop)
      implements TrainingListener {
    @Override
    public void started(Start start) {
      stop.arm();
      to.started(start);
      session.out().flush();
    }

    @Override
    public void updated(Update update) {
      to.updated(update);
      session.out().flush();
    }

    @Override
    public void validating(int epoch) {
      to.validating(epoch);
    }

    @Override
    public void epoch(EpochReport report, Numbers parameters) {
      to.epoch(report, parameters);
      session.out().flush();
    }

    @Override
    public void finished(TrainingResult result) {
      to.finished(result);
      session.out().flush();
    }
  }

  /** The command that goes on: the same words but for where to begin. */
  private static String goOn(List<String> words, Path weights) {
    StringBuilder command = new StringBuilder("rondo");
    List<String> paths = List.of("--resume", "--from", "--out");
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (paths.contains(word)) {
        i++;
      } else if (paths.stream().noneMatch(path -> word.startsWith(path + "="))) {
        command.append(' ').append(quoted(word));
      }
    }
    return command.append(" --resume ").append(quoted(weights.toString())).toString();
  }

  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
