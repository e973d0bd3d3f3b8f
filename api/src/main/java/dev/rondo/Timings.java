package dev.rondo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of the same work, again and again; those of the first half of the time do not count. */
final class Timings {
  private static final int LEAST = 3;

  private final List<Double> seconds = new ArrayList<>();
  private final long warm;
  private final long end;

  /** Begins now. */
  Timings(Duration time) {
    long start = System.nanoTime();
    this.warm = start + time.toNanos() / 2;
    this.end = start + time.toNanos();
  }

  /** Takes a time that ended now; the first ones are the JIT compiler's. */
  void add(double time) {
    if (System.nanoTime() - warm >= 0) {
      seconds.add(time);
    }
  }

  boolean done() {
    return System.nanoTime() - end >= 0 && seconds.size() >= LEAST;
  }

  /** The median with what the work consists of. */
  BenchmarkReport.Measured measured(long operations, long bytes) {
    List<Double> sorted = new ArrayList<>(seconds);
    Collections.sort(sorted);
    return new BenchmarkReport.Measured(
        sorted.get(sorted.size() / 2), sorted.size(), operations, bytes);
  }
}
