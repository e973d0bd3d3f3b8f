package dev.rondo.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C, or the system's wish that we end: asks a run to stop, and keeps the process until the run
 * is saved. A shutdown hook and not a signal handler, because it works the same everywhere and Java
 * then ends with the code that belongs to the signal.
 */
final class StopSignal implements AutoCloseable {
  private final CountDownLatch saved = new CountDownLatch(1);
  private final Thread hook = new Thread(this::askAndWait, "stop");
  private volatile boolean asked;
  private boolean armed;

  /** From now on a signal waits until the run is saved. */
  void arm() {
    Runtime.getRuntime().addShutdownHook(hook);
    armed = true;
  }

  private void askAndWait() {
    asked = true;
    try {
      saved.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether to stop. */
  boolean asked() {
    return asked;
  }

  /** All is saved: the process may end. */
  @Override
  public void close() {
    saved.countDown();
    if (armed && !asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the signal came just now, and there is nothing left to wait for
      }
    }
  }
}
