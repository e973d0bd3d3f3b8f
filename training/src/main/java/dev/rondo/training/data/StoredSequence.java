package dev.rondo.training.data;

import dev.rondo.runtime.Sequence;

/** A sequence that was read. */
final class StoredSequence implements Sequence {
  /** The values of one input. */
  sealed interface Column {
    double at(long step, int feature);

    /** Indices into a vocabulary, one a step. */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers, never compared
    record Tokens(int[] indices) implements Column {
      @Override
      public double at(long step, int feature) {
        return indices[(int) step];
      }
    }

    /**
     * The symbols of a long text.
     *
     * @param indices in the vocabulary, by a symbol's number
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Text(PackedInts ids, int[] indices) implements Column {
      @Override
      public double at(long step, int feature) {
        return indices[ids.at((int) step)];
      }
    }

    /** Row by row. */
    @SuppressWarnings("ArrayRecordComponent")
    record Reals(double[] values, int width) implements Column {
      @Override
      public double at(long step, int feature) {
        return values[Math.toIntExact(step * width + feature)];
      }
    }

    /** One number for all steps and features: an input that the data does not have. */
    record Fixed(double value) implements Column {
      @Override
      public double at(long step, int feature) {
        return value;
      }
    }

    /** The same at every step. */
    record Same(Column of) implements Column {
      @Override
      public double at(long step, int feature) {
        return of.at(0, feature);
      }
    }
  }

  private final Column[] columns;
  private final long length;

  StoredSequence(Column[] columns, long length) {
    this.columns = columns.clone();
    this.length = length;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public double value(int input, long step, int feature) {
    return columns[input].at(step, feature);
  }
}
