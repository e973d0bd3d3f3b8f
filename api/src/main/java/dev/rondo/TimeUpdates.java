package dev.rondo;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.training.Machine;
import dev.rondo.training.Trainer;
import dev.rondo.training.TrainingListener;
import dev.rondo.training.TrainingResult;
import dev.rondo.training.data.Binding;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.data.Part;
import dev.rondo.training.settings.Schedule;
import dev.rondo.training.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Times the updates of a training as users run it, on random sequences of one length. */
final class TimeUpdates {
  /** So many that an epoch's end, where weights are copied, is not what is measured. */
  private static final int UPDATES = 64;

  private final Duration time;
  private final Machine machine;
  private Timings timings;

  TimeUpdates(Duration time, int threads) {
    this.time = time;
    this.machine = Machine.all().threads(threads);
  }

  /** Trains until the time is over; the message of a run that ended by itself. */
  Optional<String> run(CompiledModel model, Settings settings, int batch, int steps, long seed) {
    Signature signature = model.signature();
    List<Sequence> one = RandomData.sequences(signature, Collections.nCopies(batch, steps), seed);
    List<Sequence> all = Collections.nCopies(UPDATES, one).stream().flatMap(List::stream).toList();
    Dataset data =
        new Dataset(
            Path.of("random data"),
            signature.inputs().stream().map(Binding::of).toList(),
            Map.of(),
            Map.of(),
            Map.of(),
            new Part(all),
            Optional.empty());
    timings = new Timings(time);
    TrainingResult result =
        Trainer.train(model, data, endless(settings, batch), machine, new Watch(), timings::done);
    return result.outcome() == TrainingResult.Outcome.STOPPED
        ? Optional.empty()
        : Optional.of(result.message());
  }

  BenchmarkReport.Measured measured(long operations, long bytes) {
    return timings.measured(operations, bytes);
  }

  /** Weights stay as they are, at a rate of 0: no update takes longer because another diverged. */
  private static Settings endless(Settings settings, int batch) {
    return new Settings(
        Optional.empty(),
        new Settings.Validation.None(),
        new Settings.Validation.None(),
        batch,
        OptionalInt.empty(),
        settings.checkpoint(),
        Integer.MAX_VALUE,
        settings.shuffle(),
        settings.seed(),
        OptionalInt.empty(),
        new Settings.Monitor("loss", false, ""),
        settings.optimizer(),
        new Schedule.Constant(0),
        settings.scheduled(),
        settings.clip(),
        settings.decay(),
        List.of(),
        Optional.empty(),
        settings.precision());
  }

  /** From the end of an update to that of the next one of its epoch. */
  private final class Watch implements TrainingListener {
    private long last;
    private int epoch;

    @Override
    public void updated(Update update) {
      long now = System.nanoTime();
      if (update.epoch() == epoch) {
        timings.add((now - last) * 1e-9);
      }
      last = now;
      epoch = update.epoch();
    }
  }
}
