package dev.rondo;

import java.util.Map;
import java.util.Optional;

/**
 * How fast a model runs on this machine.
 *
 * @param sizes of the model that was measured, by name
 * @param parameters how many numbers they are
 * @param batch sequences an update
 * @param steps of each sequence
 * @param threads that computed an update; a step is computed by one
 * @param update of a training: forward, backward, clipping, optimizer; empty without a loss
 * @param step of a predictor, one sequence; empty without outputs, and for a model that needs whole
 *     sequences
 * @param peak operations a second that a thread makes at most: {@link FmaPeak}
 */
public record BenchmarkReport(
    Map<String, Integer> sizes,
    int parameters,
    int batch,
    int steps,
    int threads,
    Optional<Measured> update,
    Optional<Measured> step,
    double peak) {
  /**
   * What a part of it takes.
   *
   * @param seconds median
   * @param runs how many were timed
   * @param operations of the compiled plan, as {@code explain} counts them: a fused multiply-add is
   *     two, any other function of a number one
   * @param bytes of the program's storage, without the optimizer's
   */
  public record Measured(double seconds, int runs, long operations, long bytes) {
    /** Operations a second. */
    public double speed() {
      return operations / seconds;
    }
  }

  /** Operations a second, as a share of the machine's peak. */
  public double share(Measured measured) {
    return measured.speed() / peak;
  }
}
