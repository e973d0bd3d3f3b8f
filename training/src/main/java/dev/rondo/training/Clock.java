package dev.rondo.training;

/** Counts steps and seconds, for reports. */
final class Clock {
  private final long stepsOfEpoch;
  private final int epochs;
  private final long start = System.nanoTime();
  private long epochStart;
  private long steps;
  private int epoch;
  private double stepsElsewhere;

  Clock(long stepsOfEpoch, int epochs) {
    this.stepsOfEpoch = stepsOfEpoch;
    this.epochs = epochs;
  }

  void startEpoch(int number) {
    epoch = number;
    steps = 0;
    epochStart = System.nanoTime();
  }

  /** Goes on in an epoch that another process began. */
  void resume(int number, long stepsDone, double secondsDone) {
    startEpoch(number);
    steps = stepsDone;
    epochStart -= (long) (secondsDone * 1e9);
    stepsElsewhere = (number - 1.0) * stepsOfEpoch + stepsDone;
  }

  long steps() {
    return steps;
  }

  void add(long number) {
    steps += number;
  }

  double secondsOfEpoch() {
    return (System.nanoTime() - epochStart) * 1e-9;
  }

  double stepsPerSecond() {
    return steps / Math.max(1e-9, secondsOfEpoch());
  }

  /**
   * Time left goes by the whole run's steps, so that validation counts from the second epoch on.
   */
  TrainingListener.Update update(long update, double loss, double rate) {
    double done = (epoch - 1.0) * stepsOfEpoch + steps;
    double left = (double) epochs * stepsOfEpoch - done;
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new TrainingListener.Update(
        epoch,
        epochs,
        update,
        steps,
        stepsOfEpoch,
        loss,
        rate,
        stepsPerSecond(),
        done > stepsElsewhere ? seconds * left / (done - stepsElsewhere) : 0);
  }
}
