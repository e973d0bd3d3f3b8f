package dev.rondo.runtime;

import java.util.Arrays;

/**
 * A flat array in a model's precision: parameters, a gradient, an optimizer's averages. Values pass
 * through {@code double}; in {@link Precision#F32} a store rounds to the nearest float.
 */
public sealed interface Numbers {
  /** Zeros. */
  static Numbers zeros(Precision precision, int size) {
    return switch (precision) {
      case F32 -> new Floats(new float[size]);
      case F64 -> new Doubles(new double[size]);
    };
  }

  int size();

  double get(int index);

  void set(int index, double value);

  /** The array itself, {@code float[]} or {@code double[]}. */
  Object array();

  Numbers copy();

  void fill(double value);

  /** Copies all values of another array of the same size and precision. */
  default void copyFrom(Numbers other) {
    System.arraycopy(other.array(), 0, array(), 0, size());
  }

  /** {@link Precision#F32}. */
  @SuppressWarnings("ArrayRecordComponent") // a view of the array, not a value
  record Floats(float[] array) implements Numbers {
    @Override
    public int size() {
      return array.length;
    }

    @Override
    public double get(int index) {
      return array[index];
    }

    @Override
    public void set(int index, double value) {
      array[index] = (float) value;
    }

    @Override
    public Numbers copy() {
      return new Floats(array.clone());
    }

    @Override
    public void fill(double value) {
      Arrays.fill(array, (float) value);
    }
  }

  /** {@link Precision#F64}. */
  @SuppressWarnings("ArrayRecordComponent") // a view of the array, not a value
  record Doubles(double[] array) implements Numbers {
    @Override
    public int size() {
      return array.length;
    }

    @Override
    public double get(int index) {
      return array[index];
    }

    @Override
    public void set(int index, double value) {
      array[index] = value;
    }

    @Override
    public Numbers copy() {
      return new Doubles(array.clone());
    }

    @Override
    public void fill(double value) {
      Arrays.fill(array, value);
    }
  }
}
