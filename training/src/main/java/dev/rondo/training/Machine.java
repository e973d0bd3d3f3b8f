package dev.rondo.training;

/**
 * What a run may use of the machine. It changes no bit of what comes out.
 *
 * @param threads at most so many compute
 * @param room bytes for the values of all steps; a run that would need more of them keeps those of
 *     √steps at a time, and computes them twice
 */
public record Machine(int threads, long room) {
  /** All processors, and three quarters of the heap. */
  public static Machine all() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory() / 4 * 3);
  }

  /** The same with so many threads. */
  public Machine threads(int count) {
    return new Machine(count, room);
  }

  /** The same with so much room. */
  public Machine room(long bytes) {
    return new Machine(threads, bytes);
  }
}
