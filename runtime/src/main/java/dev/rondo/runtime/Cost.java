package dev.rondo.runtime;

/**
 * What a run of a program costs, by what it grows with. An operation is a multiplication, an
 * addition or one element-wise function of one number; a fused multiply-add is two.
 *
 * @param rowOperations for each step of each sequence
 * @param sequenceOperations for each sequence
 * @param windowOperations once a window
 * @param parameterOperations once for the parameters: for each update, in a predictor once at all
 * @param rowBytes of storage, for each step of each sequence
 * @param rowTraffic bytes of it that are brought from memory or to it, once in each loop over them
 */
public record Cost(
    long rowOperations,
    long sequenceOperations,
    long windowOperations,
    long parameterOperations,
    long rowBytes,
    long rowTraffic,
    long sequenceBytes,
    long fixedBytes) {
  /** Operations of a window, without those that are made once for the parameters. */
  public long operations(long sequences, long steps) {
    return sequences * (steps * rowOperations + sequenceOperations) + windowOperations;
  }

  /** Bytes of storage for a window. */
  public long bytes(long sequences, long steps) {
    return sequences * (steps * rowBytes + sequenceBytes) + fixedBytes;
  }
}
