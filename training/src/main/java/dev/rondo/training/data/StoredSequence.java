package dev.rondo.training.data;

import dev.rondo.runtime.Sequence;
import java.util.List;

/** A sequence that was read. */
final class StoredSequence implements Sequence {
  /** The values of one input. */
  sealed interface Column {
    double at(long step, int feature);

    /** The first values of a step. */
    default void read(long step, double[] into, int count) {
      for (int feature = 0; feature < count; feature++) {
        into[feature] = at(step, feature);
      }
    }

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

      @Override
      public void read(long step, double[] into, int count) {
        System.arraycopy(values, Math.toIntExact(step * width), into, 0, count);
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
  private final List<List<Integer>> lengths;

  StoredSequence(Column[] columns, long length, List<List<Integer>> lengths) {
    this.columns = columns.clone();
    this.length = length;
    this.lengths = lengths;
  }

  @Override
  public int length(int axis, int within) {
    List<Integer> own = lengths.get(axis);
    return own.get(own.size() == 1 ? 0 : within);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public double value(int input, long step, int feature) {
    return columns[input].at(step, feature);
  }

  @Override
  public void read(int input, long step, double[] into, int count) {
    columns[input].read(step, into, count);
  }
}
