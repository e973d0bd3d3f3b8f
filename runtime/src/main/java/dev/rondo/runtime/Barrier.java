package dev.rondo.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Where the threads of one run wait for each other. */
final class Barrier {
  /** So often a thread looks again before it lets others have its processor: some microseconds. */
  private static final int SPINS = 5_000;

  private static final long PAUSE = 20_000; // ns

  private final int parts;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile int round;
  private volatile boolean broken;

  Barrier(int parts) {
    this.parts = parts;
  }

  /**
   * Waits until all are here.
   *
   * @throws BrokenException if one of them failed and will not come
   */
  void meet() {
    int here = round;
    if (waiting.incrementAndGet() == parts) {
      waiting.set(0);
      round = here + 1;
      return;
    }
    for (int i = 0; round == here; i++) {
      if (broken) {
        throw new BrokenException();
      }
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  /** Lets nobody wait any more. */
  void fail() {
    broken = true;
  }

  /** What the others get where one of them failed. */
  static final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenException() {
      super("another thread failed", null, false, false);
    }
  }
}
