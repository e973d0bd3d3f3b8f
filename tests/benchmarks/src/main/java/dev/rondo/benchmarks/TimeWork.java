package dev.rondo.benchmarks;

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
    double best = median(Math.max(2 * seconds, 2));
    int same = 0;
    for (int i = 0; i < 20 && same < 2; i++) {
      double next = median(seconds);
      same = next > 0.95 * best ? same + 1 : 0;
      best = Math.min(best, next);
    }
    times = Math.max(1, (int) Math.ceil(SAMPLE / median(seconds / 2)));
    return this;
  }

  /** Seconds a call. */
  double median(double seconds) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] samples = new double[1 << 20];
    int count = 0;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (count < 3 || (System.nanoTime() < end && count < samples.length)) {
      long start = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < times; i++) {
        result.lazySet(work.run());
      }
      samples[count++] = (threads.getCurrentThreadCpuTime() - start) * 1e-9 / times;
    }
    double[] sorted = Arrays.copyOf(samples, count);
    Arrays.sort(sorted);
    return sorted[count / 2];
  }
}
