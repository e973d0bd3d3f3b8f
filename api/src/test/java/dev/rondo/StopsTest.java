package dev.rondo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.runtime.Initialize;
import dev.rondo.runtime.Numbers;
import dev.rondo.training.Checkpoint;
import dev.rondo.training.EpochReport;
import dev.rondo.training.Machine;
import dev.rondo.training.Trainer;
import dev.rondo.training.TrainingListener;
import dev.rondo.training.TrainingResult;
import dev.rondo.training.settings.Settings;
import dev.rondo.training.weights.CheckpointFile;
import dev.rondo.training.weights.Metadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is stopped anywhere and goes on is the run that never stopped, bit for bit. */
class StopsTest {
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
    return TestModels.write(folder, "many.csv", rows.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "true, adam(rate = 0.01), f32",
    "true, 'sgd(rate = 0.01, momentum = 0.9)', f64",
    "false, adam(rate = 0.01), f64",
    "false, 'sgd(rate = 0.01, momentum = 0.9)', f32"
  })
  void tenStopsChangeNothing(boolean one, String optimizer, String precision) throws Exception {
    Path file = TestModels.forecaster(folder);
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.replace("over t\n", "over t\n  input keep: real = 1\n")
            .replace("concat(x)", "concat(keep * x)"));
    manySequences();
    RecurrentModel wave = Rondo.compile(file);
    Settings settings =
        wave.settings(
            "keep=linear(1, 0.2)",
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
            "precision=" + precision);
    ModelData data =
        ModelData.load(
            wave, settings.data().orElseThrow(), settings.validation(), Optional.empty());
    CompiledModel model = wave.compile(data.sizes(), settings.precision());
    Numbers initial =
        Trainer.initial(
            model.signature(),
            model.precision(),
            settings.seed(),
            data.dataset().scaling(),
            Initialize.Files.NONE);
    Stop never = new Stop(Long.MAX_VALUE);
    TrainingResult whole =
        Trainer.train(
            model,
            data.dataset(),
            settings,
            Machine.all().threads(1),
            initial,
            Optional.empty(),
            never,
            never,
            () -> false);
    assertThat(never.updates).isGreaterThan(20);

    Random random = new Random(7);
    long[] stops = random.longs(1, never.updates).distinct().limit(10).sorted().toArray();
    Optional<Checkpoint> from = Optional.empty();
    Metadata none = new Metadata("Wave", Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    Path kept = folder.resolve("W.checkpoint.safetensors");
    Machine two = Machine.all().threads(2);
    Machine strips = Machine.all().threads(3).room(0);
    for (long after : stops) {
      Stop stop = new Stop(after);
      TrainingResult part =
          Trainer.train(
              model, data.dataset(), settings, two, initial, from, stop, stop, stop::asked);
      assertThat(part.outcome()).isEqualTo(TrainingResult.Outcome.STOPPED);
      new CheckpointFile(none, Map.of(), stop.kept).save(kept, model.signature());
      from = Optional.of(CheckpointFile.load(kept).of(model.signature(), model.precision()));
      assertThat(from.get().progress().update()).isEqualTo(after);
      // each stop alone, too
      assertSame(
          Trainer.train(
              model, data.dataset(), settings, strips, initial, from, never, never, () -> false),
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
}
