package dev.rondo;

import dev.rondo.runtime.Precision;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many operations a second one thread of this JVM makes at most: fused multiply-adds of numbers
 * that are in registers, two operations each. What a model reaches is told as a share of it, so
 * that figures of different machines, and of a machine that others use too, can be compared.
 */
public final class FmaPeak {
  /** Fits the first-level cache; long enough that the loop's scalar ends hardly count. */
  private static final int LANES = 6144;

  /**
   * Of one number: long enough that its load and store are hidden, short enough that the processor
   * sees several. Measured, of what assembler makes (101 GFLOP/s on a Zen 3): 4: 78 %, 6: 95 %, 8:
   * 92 %, 12: 84 %, on Java 17 and 25.
   */
  private static final int CHAIN = 6;

  /** Short, so that a thread of another process does not come between. */
  private static final int TIMES = 30;

  private static final double FACTOR = 0.5;

  private static final Map<Precision, Double> MOST = new ConcurrentHashMap<>();

  private FmaPeak() {}

  /**
   * Measures it, in about half a second.
   *
   * @return operations a second: the most that any measurement of this JVM has seen, since others
   *     may disturb one, and HotSpot compiles what is measured a second time, and worse, when it
   *     has been asked for thrice
   */
  public static double measure(Precision precision) {
    return MOST.merge(precision, once(precision), Math::max);
  }

  private static double once(Precision precision) {
    return switch (precision) {
      case F32 -> {
        float[] numbers = new float[LANES];
        yield best(() -> chains(numbers, (float) FACTOR, 1f));
      }
      case F64 -> {
        double[] numbers = new double[LANES];
        yield best(() -> chains(numbers, FACTOR, 1.0));
      }
    };
  }

  private static double best(Runnable chains) {
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + 500_000_000L;
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      for (int i = 0; i < TIMES; i++) {
        chains.run();
      }
      least = Math.min(least, System.nanoTime() - start);
    }
    return 2.0 * CHAIN * LANES * TIMES / (least * 1e-9);
  }

  private static void chains(float[] numbers, float b, float c) {
    for (int i = 0; i < LANES; i++) {
      float a = numbers[i];
      a = Math.fma(a, b, c);
      a = Math.fma(a, b, c);
      a = Math.fma(a, b, c);
      a = Math.fma(a, b, c);
      a = Math.fma(a, b, c);
      a = Math.fma(a, b, c);
      numbers[i] = a;
    }
  }

  private static void chains(double[] numbers, double b, double c) {
    for (int i = 0; i < LANES; i++) {
      double a = numbers[i];
      a = Math.fma(a, b, c);
      a = Math.fma(a, b, c);
      a = Math.fma(a, b, c);
      a = Math.fma(a, b, c);
      a = Math.fma(a, b, c);
      a = Math.fma(a, b, c);
      numbers[i] = a;
    }
  }
}
