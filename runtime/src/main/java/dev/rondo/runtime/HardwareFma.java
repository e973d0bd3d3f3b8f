package dev.rondo.runtime;

/**
 * Whether the machine multiplies and adds in one instruction. Without it {@link Math#fma} computes
 * with BigDecimal: the same bits, a thousand times slower.
 */
final class HardwareFma {
  private static final int TIMES = 1000;
  private static final int ROUNDS = 50;

  /** Interpreted, the instruction takes about 30 ns; BigDecimal more than 1,000. */
  private static final long SLOW_NANOS = 200;

  private static final boolean PRESENT = measure();

  private HardwareFma() {}

  /**
   * Passes if the instruction is there.
   *
   * @throws MachineException if not
   */
  static void require() {
    if (!PRESENT) {
      throw new MachineException(
          "this machine has no fused multiply-add (x86: FMA3, since 2013), or Java does not use it:"
              + " a model would run a thousand times slower than it should");
    }
  }

  /** One quick round is enough: a slow one may have been interrupted. */
  private static boolean measure() {
    for (int round = 0; round < ROUNDS; round++) {
      float x = 1;
      long start = System.nanoTime();
      for (int i = 0; i < TIMES; i++) {
        x = Math.fma(x, 0.999f, 0.001f);
      }
      long nanos = System.nanoTime() - start;
      if (nanos < SLOW_NANOS * TIMES && x > 0) {
        return true;
      }
    }
    return false;
  }
}
