package dev.rondo.runtime;

/**
 * The inputs of one sequence. Inputs are numbered as in the list the program was compiled for;
 * tokens are indices into their vocabulary.
 */
public interface Sequence {
  /**
   * How many positions it has along the first axis; {@link Long#MAX_VALUE} for a stream without an
   * end.
   */
  long length();

  /**
   * How many positions it has along another axis of {@link Signature#axes}.
   *
   * @param within the position along the axis that this one lies in; ignored if in none
   */
  default int length(int axis, int within) {
    throw new IllegalArgumentException("no axis " + axis);
  }

  /**
   * One number of an input.
   *
   * @param input the input's number
   * @param step from 0; for an input over several axes the number of the position when the last
   *     axis varies fastest; ignored for an input over none
   * @param feature position in the input's shape, flattened row by row
   */
  double value(int input, long step, int feature);

  /**
   * The first numbers of an input at a position, as {@link #value} gives them. To be overridden
   * where asking for each number by itself takes long.
   */
  default void read(int input, long step, double[] into, int count) {
    for (int feature = 0; feature < count; feature++) {
      into[feature] = value(input, step, feature);
    }
  }

  /** As long along every axis, with other numbers. */
  default Sequence with(Values values) {
    Sequence of = this;
    return new Sequence() {
      @Override
      public long length() {
        return of.length();
      }

      @Override
      public int length(int axis, int within) {
        return of.length(axis, within);
      }

      @Override
      public double value(int input, long step, int feature) {
        return values.value(input, step, feature);
      }
    };
  }

  /** One number of an input, asked for as {@link #value} is. */
  @FunctionalInterface
  interface Values {
    double value(int input, long step, int feature);
  }
}
