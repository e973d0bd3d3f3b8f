package dev.rondo.benchmarks;

import dev.rondo.FmaPeak;
import dev.rondo.runtime.Precision;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How long something takes, of the processor and not of the clock: all systems compute in one
 * thread, and others that use the machine take their time from long calls, but not from short ones.
 */
final class TimeWork {
  /** For a clock that reads in a microsecond. */
  private static final double SAMPLE = 200e-6;

  /** Of a sample's time, for what the machine makes just then. */
  private static final double FOR_PEAK = 0.1;

  /**
   * Medians.
   *
   * @param seconds a call
   * @param peak operations a second that the thread makes at most, measured after each sample: as
   *     much disturbed by others as it was
   */
  record Timed(double seconds, double peak) {}

  private final Work work;
  private int times = 1;

  /** Where results go, so that they must be made. */
  private final AtomicReference<Object> result = new AtomicReference<>();

  TimeWork(Work work) {
    this.work = work;
  }

  /**
   * C2 comes late for what is called seldom, and later where others keep the machine busy: until
   * nothing has become faster twice in a row.
   */
  TimeWork warm(double seconds) throws Exception {
    FmaPeak.measure(Precision.F32);
    double best = time(Math.max(2 * seconds, 2)).seconds();
    int same = 0;
    for (int i = 0; i < 20 && same < 2; i++) {
      double next = time(seconds).seconds();
      same = next > 0.95 * best ? same + 1 : 0;
      best = Math.min(best, next);
    }
    times = Math.max(1, (int) Math.ceil(SAMPLE / time(seconds / 2).seconds()));
    return this;
  }

  Timed time(double seconds) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] samples = new double[1 << 20];
    double[] peaks = new double[samples.length];
    int count = 0;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (count < 3 || (System.nanoTime() < end && count < samples.length)) {
      long start = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < times; i++) {
        result.lazySet(work.run());
      }
      long nanoseconds = threads.getCurrentThreadCpuTime() - start;
      samples[count] = nanoseconds * 1e-9 / times;
      peaks[count++] = FmaPeak.during((long) (FOR_PEAK * nanoseconds));
    }
    return new Timed(median(samples, count), median(peaks, count));
  }

  private static double median(double[] values, int count) {
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return sorted[count / 2];
  }
}
