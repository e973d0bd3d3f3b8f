package dev.rondo.cli;

import dev.rondo.ModelTrainer;
import dev.rondo.RecurrentModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo train}. */
@Command(
    name = "train",
    description = "Trains a model as its train block says, and writes its weights.",
    footer = {
      "",
      "Examples:",
      "  rondo train examples/sunspots/sunspots.rondo",
      "  rondo train examples/charlm/charlm.rondo --data book.txt --size H=128",
      "",
      "Ctrl-C saves the best weights so far, and a checkpoint to --resume from. With --json a line is an object with an",
      "\"event\": \"epoch\" for each, \"done\" at the end."
    })
final class TrainCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private Options.ModelOptions model;

  @Option(
      names = "--data",
      paramLabel = "D",
      description = "The data file, in place of the train block's; loader and options stay.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "W",
      description = "Where the weights go; a file of the model's name in this folder.")
  private Path out;

  @Option(
      names = "--from",
      paramLabel = "W",
      description = "Weights to begin with, in place of drawn ones.")
  private Path from;

  @Option(
      names = "--resume",
      paramLabel = "W",
      description = "The weights of a run that was stopped: goes on from its checkpoint.")
  private Path resume;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "S",
      defaultValue = "30",
      description = "Seconds between checkpoints within an epoch: 30.")
  private double checkpointEvery;

  @Spec private CommandSpec spec;

  @Option(names = "--epochs", paramLabel = "N", description = "How often to go over the data.")
  private Integer epochs;

  @Mixin private Options.SettingOptions settings;
  @Mixin private Options.SeedOption seed;
  @Mixin private Options.PrecisionOption precision;
  @Mixin private Options.ThreadsOption threads;
  @Mixin private Options.MemoryOption memory;
  @Mixin private Options.JsonOption json;

  TrainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (resume != null && (from != null || out != null)) {
      throw new UsageError(
          "--resume goes on with the weights it names: leave "
              + (from != null ? "--from" : "--out")
              + " out");
    }
    if (!(checkpointEvery >= 0)) {
      throw new UsageError("--checkpoint-every " + checkpointEvery + ": not below 0");
    }
    RecurrentModel opened = session.open(model);
    ModelTrainer trainer =
        opened.trainer().set(Options.over(settings, seed.seed(), precision.precision()));
    trainer.checkpointEvery(Duration.ofNanos((long) (checkpointEvery * 1e9)));
    threads.threads(session).ifPresent(trainer::threads);
    memory.room().ifPresent(trainer::memory);
    if (epochs != null) {
      trainer.set("epochs=" + epochs);
    }
    if (data != null) {
      trainer.data(data);
    }
    if (from != null) {
      trainer.from(from);
    }
    if (resume != null) {
      trainer.resume(resume);
    } else {
      trainer.out(out != null ? out : Path.of(opened.name() + ".safetensors"));
    }
    return new RunTraining(session, json.json())
        .run(trainer, spec.commandLine().getParseResult().originalArgs());
  }
}
