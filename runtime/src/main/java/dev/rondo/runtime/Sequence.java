package dev.rondo.runtime;

/**
 * The inputs of one sequence. Inputs are numbered as in the list the program was compiled for;
 * tokens are indices into their vocabulary.
 */
public interface Sequence {
  /** How many steps it has; {@link Long#MAX_VALUE} for a stream without an end. */
  long length();

  /**
   * One number of an input.
   *
   * @param input the input's number
   * @param step from 0; ignored for an input that does not run over time
   * @param feature position in the input's shape, flattened row by row
   */
  double value(int input, long step, int feature);
}
