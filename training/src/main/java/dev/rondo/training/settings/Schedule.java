package dev.rondo.training.settings;

/**
 * The learning rate, or an input, in every update of a run. Arithmetic is {@link StrictMath}'s, so
 * that a run is the same on every machine.
 */
public sealed interface Schedule {
  /**
   * What it is in one update.
   *
   * @param update from 0, over the whole run
   * @param updates how many the run has
   * @param epoch from 1
   */
  double at(long update, long updates, int epoch);

  /** One rate throughout. */
  record Constant(double rate) implements Schedule {
    @Override
    public double at(long update, long updates, int epoch) {
      return rate;
    }
  }

  /** From one rate at the first update to another at the last, in a straight line. */
  record Linear(double from, double to) implements Schedule {
    @Override
    public double at(long update, long updates, int epoch) {
      return from + (to - from) * share(update, updates - 1);
    }
  }

  /** Up in a straight line over {@code warmup} updates, then down half a cosine towards 0. */
  record Cosine(double rate, long warmup) implements Schedule {
    @Override
    public double at(long update, long updates, int epoch) {
      if (update < warmup) {
        return rate * (update + 1) / warmup;
      }
      return rate * 0.5 * (1 + StrictMath.cos(Math.PI * share(update - warmup, updates - warmup)));
    }
  }

  /** Multiplied by {@code factor} after every epoch. */
  record Exponential(double rate, double factor) implements Schedule {
    @Override
    public double at(long update, long updates, int epoch) {
      return rate * StrictMath.pow(factor, epoch - 1);
    }
  }

  /** Multiplied by {@code factor} after every {@code every} epochs. */
  record Step(double rate, int every, double factor) implements Schedule {
    @Override
    public double at(long update, long updates, int epoch) {
      int times = (epoch - 1) / every;
      return rate * StrictMath.pow(factor, times);
    }
  }

  private static double share(long part, long whole) {
    return whole <= 0 ? 0 : Math.min(1.0, (double) part / whole);
  }
}
