package dev.rondo.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    List<CompletableFuture<Throwable>> others = new ArrayList<>();
    for (Frame part : parts.subList(1, parts.size())) {
      others.add(CompletableFuture.supplyAsync(() -> failure(part, barrier, work), THREADS));
    }
    Throwable failure = failure(parts.get(0), barrier, work);
    for (CompletableFuture<Throwable> other : others) {
      Throwable its = other.join(); // whatever happened: until then it may write
      boolean cause = failure == null || failure instanceof Barrier.BrokenException;
      failure = its != null && cause ? its : failure;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  private static Throwable failure(Frame part, Barrier barrier, Consumer<Frame> work) {
    try {
      work.accept(part);
      return null;
    } catch (RuntimeException | Error e) {
      barrier.fail();
      return e;
    }
  }
}
