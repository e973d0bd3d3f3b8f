package dev.rondo.training;

import dev.rondo.runtime.Numbers;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/**
 * Shows how a run goes: a bar on a terminal, otherwise a line every ten seconds; and a line for
 * each epoch, but no more than one a second.
 */
public final class ProgressReporter implements TrainingListener, AutoCloseable {
  private static final long LINE_NANOS = 10_000_000_000L;
  private static final long EPOCH_NANOS = 1_000_000_000L;
  private static final int COLUMNS = 79;
  private static final int BAR = 16;

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanos;
  private long lastLine;
  private Optional<EpochReport> unsaid = Optional.empty();
  private ProgressBar bar;
  private int epochs;

  /**
   * A reporter.
   *
   * @param terminal whether {@code out} can redraw a line: {@link Terminal#present}
   */
  public ProgressReporter(PrintStream out, boolean terminal) {
    this(out, terminal, System::nanoTime);
  }

  ProgressReporter(PrintStream out, boolean terminal, LongSupplier nanos) {
    this.out = out;
    this.terminal = terminal;
    this.nanos = nanos;
  }

  @Override
  public void started(Start start) {
    epochs = start.epochs();
    out.println(
        String.format(
            Locale.ROOT,
            "training %s: %,d parameters, %,d %s in %,d %s (%,d held back), %s",
            start.model(),
            start.parameters(),
            start.steps(),
            start.steps() == 1 ? "step" : "steps",
            start.sequences(),
            start.sequences() == 1 ? "sequence" : "sequences",
            start.heldBack(),
            Names.count(start.epochs(), "epoch")));
    if (start.storage().inStrips()) {
      out.println(
          String.format(
              Locale.ROOT,
              "checkpointing: %,d steps at a time in %,.1f MB, where all of an update are %,.1f MB;"
                  + " values are computed twice",
              start.storage().steps(),
              start.storage().bytes() / 1e6,
              start.storage().whole() / 1e6));
    }
    out.flush();
    lastLine = nanos.getAsLong();
    if (terminal) {
      open(start.steps());
    }
  }

  @Override
  public void updated(Update update) {
    if (terminal) {
      if (bar == null) {
        open(update.stepsOfEpoch());
      }
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              "epoch %d/%d, loss %.4f, %s steps/s, %s left",
              update.epoch(),
              update.epochs(),
              update.loss(),
              count(update.stepsPerSecond()),
              time(update.secondsLeft())));
      bar.stepTo((update.epoch() - 1) * update.stepsOfEpoch() + update.steps());
    } else if (update.update() == 1 || nanos.getAsLong() - lastLine >= LINE_NANOS) {
      lastLine = nanos.getAsLong();
      out.println(
          String.format(
              Locale.ROOT,
              "epoch %d/%d, %d %%: loss %.4f, %s steps/s, %s left",
              update.epoch(),
              update.epochs(),
              Math.round(100.0 * update.steps() / Math.max(1, update.stepsOfEpoch())),
              update.loss(),
              count(update.stepsPerSecond()),
              time(update.secondsLeft())));
      out.flush();
    }
  }

  @Override
  public void validating(int epoch) {
    if (bar != null) {
      bar.setExtraMessage(String.format(Locale.ROOT, "epoch %d/%d, validating", epoch, epochs));
    }
  }

  @Override
  public void epoch(EpochReport report, Numbers parameters) {
    if (report.epoch() == 1 || nanos.getAsLong() - lastLine >= EPOCH_NANOS) {
      say(report);
    } else {
      unsaid = Optional.of(report);
    }
  }

  @Override
  public void finished(TrainingResult result) {
    unsaid.ifPresent(this::say);
    close();
  }

  private void say(EpochReport report) {
    close();
    unsaid = Optional.empty();
    lastLine = nanos.getAsLong();
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT, "epoch %d/%d: loss %.4f", report.epoch(), epochs, report.trainingLoss()));
    report
        .validationLoss()
        .ifPresent(loss -> line.append(String.format(Locale.ROOT, ", validation %.4f", loss)));
    for (Map.Entry<String, Double> metric : report.metrics().entrySet()) {
      line.append(String.format(Locale.ROOT, ", %s %.4g", metric.getKey(), metric.getValue()));
    }
    line.append(
        String.format(
            Locale.ROOT,
            " (%s, %s steps/s)%s",
            time(report.seconds()),
            count(report.stepsPerSecond()),
            report.best() && report.validationLoss().isPresent() ? " *" : ""));
    out.println(line);
    out.flush();
  }

  /** Takes the bar off the screen. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private void open(long stepsOfEpoch) {
    bar =
        new ProgressBarBuilder()
            .setInitialMax(Math.max(1, stepsOfEpoch * epochs))
            .setUpdateIntervalMillis(100)
            .setRenderer(ProgressReporter::render)
            .clearDisplayOnFinish()
            .setConsumer(new Line(out))
            .build();
  }

  /** {@code [=====> ] 52 % epoch 6/10, loss 1.6500, 15,234 steps/s, 3:05 left}. */
  private static String render(ProgressState state, int columns) {
    double done = Math.min(1, (double) state.getCurrent() / Math.max(1, state.getMax()));
    int filled = (int) (done * BAR);
    String shown = "=".repeat(filled) + (filled < BAR ? ">" + " ".repeat(BAR - 1 - filled) : "");
    String line =
        String.format(
            Locale.ROOT, "[%s] %3d %% %s", shown, Math.round(100 * done), state.getExtraMessage());
    return line.length() > columns ? line.substring(0, columns) : line;
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  /** {@code 0.4 s}, {@code 12 s}, {@code 3:05}, {@code 2:03:05}. */
  static String time(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** Of a given width, as asking the terminal loads a native library; ends without a new line. */
  private static final class Line extends ConsoleProgressBarConsumer {
    private final PrintStream out;

    Line(PrintStream out) {
      super(out, COLUMNS);
      this.out = out;
    }

    @Override
    public void accept(String text) {
      super.accept(text);
      out.flush();
    }

    @Override
    public void close() {
      out.flush();
    }
  }
}
