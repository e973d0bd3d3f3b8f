package dev.rondo.runtime.math;

/**
 * Random numbers without a generator: each is a function of a seed, a name and a counter, so that
 * it does not matter in which order they are drawn, or by which thread. Philox4x32-10 (Salmon,
 * Moraes, Dror and Shaw 2011) with the seed as its key, the name's hash and the counter as its
 * block.
 */
public final class Draws {
  private static final int M0 = 0xD2511F53;
  private static final int M1 = 0xCD9E8D57;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private Draws() {}

  /** A name as a number: FNV-1a over its characters, 64 bits. */
  public static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** A seed of its own for each of two numbers. */
  public static long key(long seed, long first, long second) {
    return philox(seed, first, second)[0];
  }

  /** Uniform in [0, 1), a multiple of 2^−53. */
  public static double uniform(long seed, long name, long counter) {
    return (philox(seed, name, counter)[0] >>> 11) * 0x1p-53;
  }

  /** Mean 0, deviation 1, by Box and Muller (1958) with StrictMath. */
  public static double normal(long seed, long name, long counter) {
    long[] bits = philox(seed, name, counter);
    double u = ((bits[0] >>> 11) + 1) * 0x1p-53; // in (0, 1]: the logarithm is finite
    double angle = 2 * Math.PI * ((bits[1] >>> 11) * 0x1p-53);
    return Math.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(angle);
  }

  /** 128 random bits: the first and second pair of words of a block. */
  static long[] philox(long key, long high, long low) {
    int c0 = (int) low;
    int c1 = (int) (low >>> 32);
    int c2 = (int) high;
    int c3 = (int) (high >>> 32);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (M0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long p1 = (M1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    return new long[] {
      (c0 & 0xFFFFFFFFL) | ((long) c1 << 32), (c2 & 0xFFFFFFFFL) | ((long) c3 << 32)
    };
  }
}
