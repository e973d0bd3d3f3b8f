package dev.rondo.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How soon the updates of a character model are fast, by the clock, with all processors; first
 * after nothing else, then after a predictor has made steps of one sequence: HotSpot compiles what
 * both share only once.
 */
final class Warmup {
  private static final Workload WORK = Workload.parse("characters-LSTM-32x64x64x256");
  private static final int PREDICTED = 200_000;
  private static final double SECONDS = 15;

  /** What a rate is the mean of. */
  private static final double WINDOW = 0.5;

  private Warmup() {}

  /** The argument: {@code fresh} or {@code predicting}. */
  public static void main(String[] args) throws Exception {
    System.setProperty(
        "rondo.threads", Integer.toString(Runtime.getRuntime().availableProcessors()));
    boolean predicting = args[0].equals("predicting");
    if (predicting) {
      Work step = RondoWork.of(Workload.parse("step-LSTM-1x1x64x256"));
      for (int i = 0; i < PREDICTED; i++) {
        step.run();
      }
    }
    Work update = RondoWork.of(WORK);
    long start = System.nanoTime();
    List<Double> rates = new ArrayList<>();
    while (rates.size() < SECONDS / WINDOW) {
      int updates = 0;
      long began = System.nanoTime();
      double end = start * 1e-9 + WINDOW * (rates.size() + 1);
      while (System.nanoTime() * 1e-9 < end) {
        update.run();
        updates++;
      }
      rates.add(updates * WORK.batch() * WORK.steps() / ((System.nanoTime() - began) * 1e-9));
    }
    double[] late = rates.stream().skip(rates.size() / 2).mapToDouble(r -> r).sorted().toArray();
    double peak = late[late.length / 2];
    int first = 0;
    while (rates.get(first) < 0.9 * peak) {
      first++;
    }
    System.out.printf(
        Locale.ROOT,
        "%s, Java %s: %,.0f characters a second; 90 %% of it after %.1f s; from the first half"
            + " second on, in %%: %s%n",
        predicting ? "after predicting" : "fresh",
        System.getProperty("java.version"),
        peak,
        WINDOW * (first + 1),
        Arrays.toString(rates.stream().mapToLong(r -> Math.round(100 * r / peak)).toArray()));
  }
}
