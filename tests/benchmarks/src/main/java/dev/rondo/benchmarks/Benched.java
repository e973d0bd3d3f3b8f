package dev.rondo.benchmarks;

import dev.rondo.FmaPeak;
import dev.rondo.runtime.Precision;
import java.util.Locale;

/** What a benchmark of JMH measures: a system's work; says what is needed to judge the figure. */
final class Benched {
  private Benched() {}

  /** The work of a parameter; tells the peak of this very JVM, which others may be disturbing. */
  static Work prepare(String system, String name) throws Exception {
    Workload workload = Workload.parse(name);
    Work work = Systems.work(system, workload);
    System.out.printf(
        Locale.ROOT,
        "# %s: %.4g GFLOP a call; peak of this JVM %.1f GFLOP/s%n",
        name,
        workload.operations() * 1e-9,
        FmaPeak.measure(Precision.F32) * 1e-9);
    return work;
  }
}
