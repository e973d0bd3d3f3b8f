package dev.rondo.runtime;

/**
 * What a run keeps of its values.
 *
 * @param bytes of the rows that it has
 * @param whole bytes of the rows of all steps at once
 * @param steps so many are kept at a time; as many as the window has: all
 */
public record Storage(long bytes, long whole, int steps) {
  /** Whether values are computed again instead of kept. */
  public boolean inStrips() {
    return bytes < whole;
  }
}
