package dev.rondo;

import dev.rondo.runtime.Precision;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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

  /** Of a burst. */
  private static final double OPERATIONS = 2.0 * CHAIN * LANES * TIMES;

  /**
   * A loop of its own for HotSpot: compiled into whoever calls it, and what a final handle names
   * is, it made 40 to 75 GFLOP/s, from one caller to the next, where it makes 95 by itself.
   */
  private static MethodHandle floats = chains(float[].class, new float[LANES], 0.5f, 1f);

  private static MethodHandle doubles = chains(double[].class, new double[LANES], 0.5, 1.0);

  private static final Map<Precision, Double> MOST = new ConcurrentHashMap<>();

  private FmaPeak() {}

  private static MethodHandle chains(Class<?> numbers, Object... arguments) {
    Class<?> number = numbers.componentType();
    MethodType type = MethodType.methodType(void.class, numbers, number, number);
    try {
      return MethodHandles.insertArguments(
          MethodHandles.lookup().findStatic(FmaPeak.class, "chains", type), 0, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Measures it, in about half a second.
   *
   * @return operations a second: the most that any measurement of this JVM has seen, since others
   *     may disturb one
   */
  public static double measure(Precision precision) {
    MethodHandle chains = precision == Precision.F32 ? floats : doubles;
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + 500_000_000L;
    while (System.nanoTime() < end) {
      least = Math.min(least, burst(chains));
    }
    return MOST.merge(precision, OPERATIONS / (least * 1e-9), Math::max);
  }

  /**
   * What this thread makes at this moment, while others use the machine too: a processor that two
   * share makes 60 % of its peak for each. Warm after {@link #measure}.
   *
   * @param nanoseconds how long to measure, at least
   * @return operations a second, of {@code float}
   */
  public static double during(long nanoseconds) {
    long elapsed = 0;
    int bursts = 0;
    while (elapsed < nanoseconds || bursts == 0) {
      elapsed += burst(floats);
      bursts++;
    }
    return OPERATIONS * bursts / (elapsed * 1e-9);
  }

  private static long burst(MethodHandle chains) {
    long start = System.nanoTime();
    try {
      for (int i = 0; i < TIMES; i++) {
        chains.invokeExact();
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e); // it declares none
    }
    return System.nanoTime() - start;
  }

  @SuppressWarnings("UnusedMethod") // found by name
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

  @SuppressWarnings("UnusedMethod") // found by name
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
