package dev.rondo;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.training.Checkpoint;
import dev.rondo.training.DataException;
import dev.rondo.training.weights.CheckpointFile;
import dev.rondo.training.weights.Metadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The checkpoint beside a run's weights. The clock decides when it is written, and no more. */
final class Checkpoints implements Checkpoint.Keeper {
  private static final String ENDING = ".checkpoint.safetensors";
  private static final String WEIGHTS_ENDING = ".safetensors";

  /** A write may take so much of the time that a run has; matters for the shortest epochs. */
  private static final int SHARE = 10;

  private final Path file;
  private final CompiledModel model;
  private final Metadata metadata;
  private final Map<String, String> run;
  private final long nanos;
  private long next;
  private long notBefore;

  /**
   * Keeps a run's.
   *
   * @param run what must be the same for it to go on
   * @param every at most between two of an epoch
   */
  Checkpoints(
      Path weights,
      CompiledModel model,
      Metadata metadata,
      Map<String, String> run,
      Duration every) {
    this.file = beside(weights);
    this.model = model;
    this.metadata = metadata;
    this.run = run;
    this.nanos = every.toNanos();
    this.notBefore = System.nanoTime();
    this.next = notBefore + nanos;
  }

  /** The checkpoint of a weights file. */
  static Path beside(Path weights) {
    String name = weights.getFileName().toString();
    return weights.resolveSibling(base(name, WEIGHTS_ENDING) + ENDING);
  }

  /** The weights file of a run that is named by it or by its checkpoint. */
  static Path weights(Path either) {
    String name = either.getFileName().toString();
    return name.endsWith(ENDING)
        ? either.resolveSibling(base(name, ENDING) + WEIGHTS_ENDING)
        : either;
  }

  private static String base(String name, String ending) {
    return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
  }

  /**
   * Before a new run: the checkpoint of one that did not end, moved aside; else this run's first
   * would take its place. Of two the one that came further stays: that of a run of hours must
   * survive several short ones.
   *
   * @return the name of the weights to resume it with, if there is one
   */
  static Optional<Path> keepPrevious(Path weights) {
    Path file = beside(weights);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String name = base(weights.getFileName().toString(), WEIGHTS_ENDING);
    Path previous = weights.resolveSibling(name + ".previous" + WEIGHTS_ENDING);
    try {
      if (updates(file) >= updates(beside(previous))) {
        Files.move(file, beside(previous), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(previous);
  }

  private static long updates(Path checkpoint) {
    try {
      return CheckpointFile.load(checkpoint).progress().update();
    } catch (DataException e) {
      return -1; // missing or damaged: nothing to go on from
    }
  }

  @Override
  public boolean due(boolean epochEnds) {
    long now = System.nanoTime();
    return now - notBefore >= 0 && (epochEnds || now - next >= 0);
  }

  @Override
  public void keep(Checkpoint checkpoint) {
    long before = System.nanoTime();
    new CheckpointFile(metadata, run, checkpoint).save(file, model.signature());
    long after = System.nanoTime();
    next = after + nanos;
    notBefore = after + SHARE * (after - before);
  }

  /** The run is done: deletes it, and what processes that were killed began of it. */
  void done() {
    try {
      Files.deleteIfExists(file);
      Path folder = file.toAbsolutePath().getParent();
      try (DirectoryStream<Path> parts =
          Files.newDirectoryStream(
              folder, part -> isPart(part.getFileName().toString(), file.getFileName()))) {
        for (Path part : parts) {
          Files.deleteIfExists(part);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isPart(String name, Path of) {
    String start = "." + of + ".";
    return name.startsWith(start) && name.endsWith(".part");
  }
}
