package dev.rondo.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * Measures one system when it is told to, a line a measurement: {@code WORKLOAD SECONDS} is
 * answered with the median seconds and, by a program in Java, the peak meanwhile, or with {@code -}
 * if the system cannot do it. The first line that it prints says what it is. Between two
 * measurements it does nothing, so that others can be measured.
 */
final class Worker {
  private final String system;
  private String prepared = "";
  private TimeWork timed;

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
    String[] words = line.split(" ", -1);
    double seconds = Double.parseDouble(words[1]);
    if (!words[0].equals(prepared)) {
      prepare(words[0], seconds);
    }
    if (timed == null) {
      return "-";
    }
    TimeWork.Timed measured = timed.time(seconds);
    return measured.seconds() + " " + measured.peak();
  }

  private void prepare(String name, double seconds) throws Exception {
    prepared = name;
    Work work = Systems.work(system, Workload.parse(name));
    timed = work == null ? null : new TimeWork(work).warm(seconds);
  }
}
