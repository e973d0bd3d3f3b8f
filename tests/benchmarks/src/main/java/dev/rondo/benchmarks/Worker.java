package dev.rondo.benchmarks;

import dev.rondo.FmaPeak;
import dev.rondo.runtime.Precision;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Measures one system when it is told to, a line a measurement: {@code WORKLOAD SECONDS} is
 * answered with the median seconds, or with {@code -} if the system cannot do it; {@code peak} with
 * operations a second. The first line that it prints says what it is. Between two measurements it
 * does nothing, so that others can be measured.
 *
 * <p>Times are of the processor, not of the clock: all systems compute in one thread, and others
 * that use the machine take their time from long calls, but not from short ones.
 */
final class Worker {
  /** For a clock that reads in a microsecond. */
  private static final double SAMPLE = 200e-6;

  private final String system;
  private String prepared = "";
  private Work work;
  private int times;

  /** Where results go, so that they must be made. */
  private final AtomicReference<Object> result = new AtomicReference<>();

  private Worker(String system) {
    this.system = system;
  }

  public static void main(String[] args) throws Exception {
    Worker worker = new Worker(args[0]);
    PrintStream out = System.out;
    out.println(
        "Java "
            + System.getProperty("java.version")
            + " ("
            + System.getProperty("java.vendor")
            + "), flags "
            + ManagementFactory.getRuntimeMXBean().getInputArguments());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(worker.answer(line));
    }
  }

  private String answer(String line) throws Exception {
    if (line.equals("peak")) {
      return Double.toString(FmaPeak.measure(Precision.F32));
    }
    String[] words = line.split(" ", -1);
    double seconds = Double.parseDouble(words[1]);
    if (!words[0].equals(prepared)) {
      prepare(words[0], seconds);
    }
    return work == null ? "-" : Double.toString(median(seconds));
  }

  private void prepare(String name, double seconds) throws Exception {
    prepared = name;
    work = Systems.work(system, Workload.parse(name));
    times = 1;
    if (work != null) {
      warm(seconds);
      times = Math.max(1, (int) Math.ceil(SAMPLE / median(seconds / 2)));
    }
  }

  /**
   * C2 comes late for what is called seldom, and later where others keep the machine busy: until
   * nothing has become faster twice in a row.
   */
  private void warm(double seconds) throws Exception {
    double best = median(Math.max(2 * seconds, 2));
    int same = 0;
    for (int i = 0; i < 20 && same < 2; i++) {
      double next = median(seconds);
      same = next > 0.95 * best ? same + 1 : 0;
      best = Math.min(best, next);
    }
  }

  private double median(double seconds) throws Exception {
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
