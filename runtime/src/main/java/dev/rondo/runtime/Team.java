package dev.rondo.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Threads that run the parts of a frame together. Which thread does what changes no bit. */
final class Team {
  // daemons: a program ends without having to say so
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "rondo");
            thread.setDaemon(true);
            return thread;
          });

  private Team() {}

  /** Does work on each of the parts at once, the first one in the caller's thread. */
  static void run(List<Frame> parts, Consumer<Frame> work) {
    Barrier barrier = new Barrier(parts.size());
    parts.forEach(part -> part.barrier = barrier);
    List<Future<RuntimeException>> others = new ArrayList<>();
    for (Frame part : parts.subList(1, parts.size())) {
      others.add(THREADS.submit(() -> failure(part, barrier, work)));
    }
    RuntimeException failure = failure(parts.get(0), barrier, work);
    for (Future<RuntimeException> other : others) {
      RuntimeException its = result(other);
      boolean cause = failure == null || failure instanceof Barrier.BrokenException;
      failure = its != null && cause ? its : failure;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException failure(Frame part, Barrier barrier, Consumer<Frame> work) {
    try {
      work.accept(part);
      return null;
    } catch (RuntimeException e) {
      barrier.fail();
      return e;
    } catch (Error e) {
      barrier.fail();
      throw e;
    }
  }

  private static RuntimeException result(Future<RuntimeException> other) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return other.get();
        } catch (InterruptedException e) {
          interrupted = true; // the others still write: the caller must not go on
        } catch (java.util.concurrent.ExecutionException e) {
          throw (Error) e.getCause();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
