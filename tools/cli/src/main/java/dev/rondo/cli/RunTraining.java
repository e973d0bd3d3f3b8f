package dev.rondo.cli;

import dev.rondo.cli.OpenModel.Opened;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.runtime.Numbers;
import dev.rondo.training.Checkpoint;
import dev.rondo.training.EpochReport;
import dev.rondo.training.Evaluation;
import dev.rondo.training.Evaluator;
import dev.rondo.training.Forecasts;
import dev.rondo.training.ProgressReporter;
import dev.rondo.training.Trainer;
import dev.rondo.training.TrainingListener;
import dev.rondo.training.TrainingResult;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.settings.Settings;
import dev.rondo.training.weights.CheckpointFile;
import dev.rondo.training.weights.Metadata;
import dev.rondo.training.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains a model and writes what comes of it. */
final class RunTraining {
  private static final String ENDING = ".safetensors";

  private final Session session;
  private final boolean json;

  RunTraining(Session session, boolean json) {
    this.session = session;
    this.json = json;
  }

  /** What the command line names, beside the model file. */
  record Paths(
      Optional<Path> data, Optional<Path> from, Optional<Path> out, Optional<Path> resume) {}

  /**
   * The whole run, or the rest of it.
   *
   * @param words of the command line, for the message that says how to go on
   * @param seconds at most between two checkpoints of an epoch
   */
  int run(
      Options.ModelOptions options,
      Paths files,
      List<String> over,
      List<String> words,
      double seconds) {
    Optional<CheckpointFile.Loaded> resumed = files.resume.map(RunTraining::checkpoint);
    Optional<Weights> from = files.from.map(Weights::load);
    Opened opened =
        OpenModel.one(
            options,
            resumed
                .map(r -> r.metadata().sizes())
                .or(() -> from.map(RunEvaluation::knownSizes))
                .orElse(Map.of()));
    Settings settings =
        withFile(ReadSettings.read(session, opened.model(), over), opened, files.data);
    Path weights =
        files
            .resume
            .map(Checkpoints::weights)
            .or(files::out)
            .orElseGet(() -> Path.of(opened.name() + ENDING));
    checkFolder(weights);
    Map<String, String> run = RunIdentity.of(settings, opened.folder(), sources(opened));
    resumed.ifPresent(r -> RunIdentity.check(r.file(), r.run(), run));
    ModelData data =
        ModelData.load(
            opened,
            settings.data().orElseThrow(),
            settings.validation(),
            settings.test(),
            resumed.map(CheckpointFile.Loaded::metadata).or(() -> from.flatMap(Weights::metadata)));
    CompiledModel model = opened.model().compile(data.sizes(), settings.precision());
    Metadata metadata = metadata(opened, model, data.dataset());
    resumed.ifPresent(
        r ->
            RunIdentity.check(
                r.file(),
                Map.of("sizes", r.metadata().sizes().toString()),
                Map.of("sizes", metadata.sizes().toString())));
    Optional<Checkpoint> checkpoint = resumed.map(r -> r.of(model.signature(), model.precision()));
    Checkpoints checkpoints = new Checkpoints(weights, model, metadata, run, seconds);
    Numbers initial =
        from.map(w -> w.parameters(model.signature(), model.precision(), files.from.get()))
            .orElseGet(
                () ->
                    Trainer.initial(
                        model.signature(),
                        model.precision(),
                        settings.seed(),
                        data.dataset().scaling()));
    if (checkpoint.isEmpty()) {
      Checkpoints.keepPrevious(weights)
          .ifPresent(
              previous ->
                  session
                      .err()
                      .print(
                          "rondo: note: "
                              + Checkpoints.beside(previous)
                              + " keeps a run that did not end\n   to go on with it: "
                              + goOn(words, previous)
                              + "\n"));
    }
    try (StopSignal stop = new StopSignal()) {
      TrainingResult result =
          train(model, data.dataset(), settings, initial, checkpoint, checkpoints, stop);
      Weights.of(model.signature(), result.parameters(), metadata).save(weights);
      if (result.outcome() != TrainingResult.Outcome.STOPPED) {
        checkpoints.done();
      }
      return new ReportTraining(session, json)
          .report(
              goOn(words, weights),
              result,
              weights,
              forecasts(model, data, settings, result, weights),
              test(model, data.dataset(), result));
    }
  }

  private TrainingResult train(
      CompiledModel model,
      Dataset data,
      Settings settings,
      Numbers initial,
      Optional<Checkpoint> from,
      Checkpoints keeper,
      StopSignal stop) {
    if (json) {
      JsonProgress progress = new JsonProgress(session.out());
      return Trainer.train(model, data, settings, initial, from, keeper, progress, stop::asked);
    }
    try (ProgressReporter progress = new ProgressReporter(session.out(), session.screen())) {
      Flushing flushing = new Flushing(progress, session);
      return Trainer.train(model, data, settings, initial, from, keeper, flushing, stop::asked);
    }
  }

  /** Shows each line when it is there: {@code session.out()} has a buffer. */
  private record Flushing(TrainingListener to, Session session) implements TrainingListener {
    @Override
    public void started(Start start) {
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

  private static Settings withFile(Settings own, Opened opened, Optional<Path> file) {
    Settings settings = file.map(own::withDataFile).orElse(own);
    String name = opened.name();
    if (settings.data().isEmpty()) {
      throw new UserError(
          opened.path().file().toString(),
          opened.model().train().isEmpty()
              ? "there is no 'train' block for " + name
              : "the 'train' block says nothing about data",
          (opened.model().train().isEmpty()
                  ? "add: train " + name + " { data = chars(\"input.txt\") }"
                  : "add: data = chars(\"input.txt\")")
              + "\nor say it here: --set 'data = chars(\"input.txt\")', or --data with a file"
              + " ending in .txt, .csv, .jsonl or .conll");
    }
    return settings;
  }

  /** Before the work, not after it. */
  private static void checkFolder(Path weights) {
    Path folder = weights.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UserError(weights.toString(), "there is no folder " + weights.getParent(), "");
    }
    if (Files.isDirectory(weights)) {
      throw new UserError(weights.toString(), "this is a folder; the weights go to a file", "");
    }
    if (Files.exists(weights) && !Files.isRegularFile(weights)) {
      // a device: the weights would take its place
      throw new UserError(weights.toString(), "this is no file that can be replaced", "");
    }
    if (!Files.isWritable(folder)) {
      throw new UserError(weights.toString(), "the folder " + folder + " cannot be written to", "");
    }
  }

  private static CheckpointFile.Loaded checkpoint(Path named) {
    Path file = Checkpoints.beside(Checkpoints.weights(named));
    if (!Files.exists(file)) {
      throw new UserError(
          file.toString(),
          "there is no such checkpoint: the run is done, or was never begun",
          "--from " + named + " begins a new run with its weights");
    }
    return CheckpointFile.load(file);
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

  private static Map<String, String> sources(Opened opened) {
    Map<String, String> sources = new LinkedHashMap<>();
    Path folder = opened.folder().toAbsolutePath().normalize();
    for (ModelFile file : opened.model().files()) {
      // relative, so that the weights do not tell where they were made
      Path source = Path.of(file.source().name()).toAbsolutePath().normalize();
      String name = folder.relativize(source).toString().replace('\\', '/');
      sources.put(name, file.source().text());
    }
    return sources;
  }

  private static Metadata metadata(Opened opened, CompiledModel model, Dataset data) {
    return new Metadata(
        opened.name(),
        model.signature().sizes(),
        data.vocabularies(),
        data.scaling(),
        sources(opened));
  }

  /** The kept weights on what nothing was decided by; not if the run did not come to its end. */
  private static Optional<Evaluation> test(
      CompiledModel model, Dataset data, TrainingResult result) {
    boolean ended =
        result.outcome() == TrainingResult.Outcome.FINISHED
            || result.outcome() == TrainingResult.Outcome.NO_BETTER;
    return ended
        ? data.test().map(part -> new Evaluator(model, result.parameters(), data).evaluate(part))
        : Optional.empty();
  }

  private static Optional<Forecasts> forecasts(
      CompiledModel model, ModelData data, Settings settings, TrainingResult result, Path weights) {
    boolean wanted = !settings.baselines().isEmpty() || settings.plot().isPresent();
    if (!wanted || result.outcome() == TrainingResult.Outcome.DIVERGED) {
      return Optional.empty();
    }
    return Optional.of(
        Forecasts.of(model, result.parameters(), data.dataset(), settings, picture(weights)));
  }

  /** Beside the weights. */
  static Path picture(Path weights) {
    String name = weights.getFileName().toString();
    String base = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    return weights.resolveSibling(base + ".png");
  }
}
