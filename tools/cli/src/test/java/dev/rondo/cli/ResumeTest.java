package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.OpenModel.Opened;
import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.Rondo;
import dev.rondo.compiler.errors.Source;
import dev.rondo.runtime.Numbers;
import dev.rondo.training.Checkpoint;
import dev.rondo.training.EpochReport;
import dev.rondo.training.Trainer;
import dev.rondo.training.TrainingListener;
import dev.rondo.training.TrainingResult;
import dev.rondo.training.settings.Settings;
import dev.rondo.training.weights.CheckpointFile;
import dev.rondo.training.weights.Metadata;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that was stopped anywhere and resumed is the run that never stopped, bit for bit. */
class ResumeTest {
  @TempDir Path folder;

  /** Stops after so many updates, and keeps the last checkpoint. */
  private static final class Stop implements TrainingListener, Checkpoint.Keeper {
    private final long after;
    private long updates;
    private Checkpoint kept;

    Stop(long after) {
      this.after = after;
    }

    @Override
    public void updated(Update update) {
      updates = update.update();
    }

    @Override
    public boolean due(boolean epochEnds) {
      return false;
    }

    @Override
    public void keep(Checkpoint checkpoint) {
      kept = checkpoint;
    }

    boolean asked() {
      return updates >= after;
    }
  }

  private Path manySequences() {
    StringBuilder rows = new StringBuilder("id,value\n");
    for (int s = 0; s < 23; s++) {
      for (int i = 0; i < 3 + s * 7 % 11; i++) {
        double value = Math.round(100 * Math.sin(s + i * 0.7)) / 10.0;
        rows.append(s).append(',').append(value).append('\n');
      }
    }
    return Cli.write(folder, "many.csv", rows.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "true, adam(rate = 0.01), f32",
    "true, 'sgd(rate = 0.01, momentum = 0.9)', f64",
    "false, adam(rate = 0.01), f64",
    "false, 'sgd(rate = 0.01, momentum = 0.9)', f32"
  })
  void tenStopsChangeNothing(boolean one, String optimizer, String precision) throws Exception {
    Path file = Cli.forecaster(folder);
    manySequences();
    CheckedModel checked =
        Rondo.check(
            new Source(file.toString(), Files.readString(file)),
            Optional.empty(),
            Map.of(),
            (a, b) -> Optional.empty());
    Settings settings =
        ReadSettings.read(
            new Session(
                new WatchedOutput(OutputStream.nullOutputStream()), System.err, false, Colour.NONE),
            checked,
            List.of(
                "data="
                    + (one
                        ? "csv(\"wave.csv\", x = \"value\")"
                        : "csv(\"many.csv\", x = \"value\", sequence = \"id\")"),
                "batch=4",
                "window=3",
                "epochs=6",
                "clip=norm(1)",
                "patience=4",
                "optimizer=" + optimizer,
                "precision=" + precision));
    ModelData data =
        ModelData.load(
            new Opened(ModelPath.of(file.toString()), checked),
            settings.data().orElseThrow(),
            settings.validation(),
            Optional.empty());
    CompiledModel model = checked.compile(data.sizes(), settings.precision());
    Numbers initial =
        Trainer.initial(
            model.signature(), model.precision(), settings.seed(), data.dataset().scaling());
    Stop never = new Stop(Long.MAX_VALUE);
    TrainingResult whole =
        Trainer.train(
            model, data.dataset(), settings, initial, Optional.empty(), never, never, () -> false);
    assertThat(never.updates).isGreaterThan(20);

    Random random = new Random(7);
    long[] stops = random.longs(1, never.updates).distinct().limit(10).sorted().toArray();
    Optional<Checkpoint> from = Optional.empty();
    Metadata none = new Metadata("Wave", Map.of(), Map.of(), Map.of(), Map.of());
    Path kept = folder.resolve("W.checkpoint.safetensors");
    for (long after : stops) {
      Stop stop = new Stop(after);
      TrainingResult part =
          Trainer.train(model, data.dataset(), settings, initial, from, stop, stop, stop::asked);
      assertThat(part.outcome()).isEqualTo(TrainingResult.Outcome.STOPPED);
      new CheckpointFile(none, Map.of(), stop.kept).save(kept, model.signature());
      from = Optional.of(CheckpointFile.load(kept).of(model.signature(), model.precision()));
      assertThat(from.get().progress().update()).isEqualTo(after);
      // each stop alone, too
      assertSame(
          Trainer.train(model, data.dataset(), settings, initial, from, never, never, () -> false),
          whole);
    }
  }

  private static void assertSame(TrainingResult result, TrainingResult whole) {
    assertThat(result.parameters().array()).isEqualTo(whole.parameters().array());
    assertThat(result.keptEpoch()).isEqualTo(whole.keptEpoch());
    assertThat(result.outcome()).isEqualTo(whole.outcome());
    assertThat(result.message()).isEqualTo(whole.message());
    assertThat(timeless(result)).isEqualTo(timeless(whole));
  }

  private static List<EpochReport> timeless(TrainingResult result) {
    return result.epochs().stream()
        .map(
            r ->
                new EpochReport(
                    r.epoch(),
                    r.trainingLoss(),
                    r.validationLoss(),
                    r.metrics(),
                    r.rate(),
                    0,
                    0,
                    r.best()))
        .toList();
  }

  private Process start(Object... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("dev.rondo.cli.Main");
    Arrays.stream(words).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log.txt").toFile())
        .start();
  }

  private static void awaitFile(Path file, Process process) throws InterruptedException {
    while (!Files.exists(file) && process.isAlive()) {
      Thread.sleep(5);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void killedRunsEndWithTheSameBytes() throws Exception {
    Path file = Cli.forecaster(folder);
    Path whole = folder.resolve("whole.safetensors");
    Path weights = folder.resolve("W.safetensors");
    Path checkpoint = folder.resolve("W.checkpoint.safetensors");
    assertThat(Cli.run("train", file, "--out", whole, "--epochs", 4000).code()).isZero();
    Process process =
        start("train", file, "--out", weights, "--epochs", 4000, "--checkpoint-every", 0);
    awaitFile(checkpoint, process);
    for (int kill = 0; kill < 3 && process.isAlive(); kill++) {
      Thread.sleep(50L * kill);
      process.destroyForcibly().waitFor();
      assertThat(checkpoint).exists();
      process =
          start("train", file, "--resume", weights, "--epochs", 4000, "--checkpoint-every", 0);
      Thread.sleep(500);
    }
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(folder.resolve("log.txt"))).contains("done");
    assertThat(Files.readAllBytes(weights)).isEqualTo(Files.readAllBytes(whole));
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void goesOnOnlyWithTheSameRun() throws Exception {
    Path file = Cli.forecaster(folder);
    Path weights = folder.resolve("W.safetensors");
    Path checkpoint = folder.resolve("W.checkpoint.safetensors");
    Process process = start("train", file, "--out", weights, "--epochs", 1_000_000);
    awaitFile(checkpoint, process);
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(folder.resolve("log.txt")))
        .contains("to go on: rondo train " + file + " --epochs 1000000 --resume " + weights);

    byte[] kept = Files.readAllBytes(checkpoint);
    refused("epochs", file, "--resume", weights);
    refused("seed", file, "--resume", checkpoint, "--epochs", 1_000_000, "--seed", 9);
    refused("precision", file, "--resume", weights, "--precision", "f64");
    refused("sizes", file, "--resume", weights, "--epochs", 1_000_000, "--size", "H=4");
    String rows = Files.readString(folder.resolve("wave.csv"));
    Cli.write(folder, "wave.csv", rows + "60,1\n");
    refused("the data", file, "--resume", weights, "--epochs", 1_000_000);
    Cli.write(folder, "wave.csv", rows);
    Cli.write(folder, "wave.rondo", Files.readString(file) + "\n");
    refused("the model's source", file, "--resume", weights, "--epochs", 1_000_000);
    assertThat(Files.readAllBytes(checkpoint)).isEqualTo(kept);

    byte[] before = Files.readAllBytes(weights);
    Files.write(checkpoint, Arrays.copyOf(kept, kept.length - 9));
    refused("cut off", file, "--resume", weights);
    Files.write(checkpoint, before);
    refused("this is no checkpoint", file, "--resume", weights);
    assertThat(Files.readAllBytes(checkpoint)).isEqualTo(before);
    assertThat(Files.readAllBytes(weights)).isEqualTo(before);
    Files.delete(checkpoint);
    refused("there is no such checkpoint", file, "--resume", weights);
    assertThat(Cli.run("train", file, "--resume", weights, "--from", weights).code())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aNewRunKeepsTheCheckpointOfOneThatDidNotEnd() throws Exception {
    Path file = Cli.forecaster(folder);
    Path weights = folder.resolve("W.safetensors");
    Path checkpoint = folder.resolve("W.checkpoint.safetensors");
    Process process = start("train", file, "--out", weights, "--epochs", 4000);
    awaitFile(checkpoint, process);
    process.destroyForcibly().waitFor();
    byte[] kept = Files.readAllBytes(checkpoint);

    Path previous = folder.resolve("W.previous.safetensors");
    Path moved = folder.resolve("W.previous.checkpoint.safetensors");
    Cli.Result result = Cli.run("train", file, "--out", weights, "--epochs", 1);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .isEqualTo(
            "rondo: note: "
                + moved
                + " keeps a run that did not end\n   to go on with it: rondo train "
                + file
                + " --epochs 1 --resume "
                + previous
                + "\n");
    assertThat(moved).hasBinaryContent(kept);

    // of two the one that came further stays
    Cli.write(folder, "W.checkpoint.safetensors", "damaged");
    assertThat(Cli.run("train", file, "--out", weights, "--epochs", 1).code()).isZero();
    assertThat(moved).hasBinaryContent(kept);
    assertThat(Cli.run("train", file, "--out", weights, "--epochs", 1).err()).isEmpty();

    result = Cli.run("train", file, "--resume", previous, "--epochs", 4000);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(moved).doesNotExist();
    assertThat(previous).exists();
  }

  private static void refused(String why, Object... words) {
    Object[] all = new Object[words.length + 1];
    all[0] = "train";
    System.arraycopy(words, 0, all, 1, words.length);
    Cli.Result result = Cli.run(all);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.INPUT);
    assertThat(result.err()).contains(why).doesNotContain("\tat ");
  }
}
