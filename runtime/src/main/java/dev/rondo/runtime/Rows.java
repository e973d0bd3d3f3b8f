package dev.rondo.runtime;

/** Makes and reads rows of one precision: {@code float[]} or {@code double[]}. */
enum Rows {
  F32 {
    @Override
    Object[] table(int rows) {
      return new float[rows][];
    }

    @Override
    Object row(int width) {
      return new float[width];
    }

    @Override
    Object copy(Object row) {
      return ((float[]) row).clone();
    }

    @Override
    double get(Object row, int index) {
      return ((float[]) row)[index];
    }

    @Override
    void set(Object row, int index, double value) {
      ((float[]) row)[index] = (float) value;
    }

    @Override
    void write(Object row, double[] values, int count) {
      float[] numbers = (float[]) row;
      for (int i = 0; i < count; i++) {
        numbers[i] = (float) values[i];
      }
    }

    @Override
    void read(Object row, int offset, double[] into, int from, int count) {
      float[] numbers = (float[]) row;
      for (int i = 0; i < count; i++) {
        into[from + i] = numbers[offset + i];
      }
    }
  },
  F64 {
    @Override
    Object[] table(int rows) {
      return new double[rows][];
    }

    @Override
    Object row(int width) {
      return new double[width];
    }

    @Override
    Object copy(Object row) {
      return ((double[]) row).clone();
    }

    @Override
    double get(Object row, int index) {
      return ((double[]) row)[index];
    }

    @Override
    void set(Object row, int index, double value) {
      ((double[]) row)[index] = value;
    }

    @Override
    void write(Object row, double[] values, int count) {
      System.arraycopy(values, 0, row, 0, count);
    }

    @Override
    void read(Object row, int offset, double[] into, int from, int count) {
      System.arraycopy(row, offset, into, from, count);
    }
  };

  static Rows of(Precision precision) {
    return switch (precision) {
      case F32 -> F32;
      case F64 -> F64;
    };
  }

  abstract Object[] table(int rows);

  abstract Object row(int width);

  abstract Object copy(Object row);

  abstract double get(Object row, int index);

  abstract void set(Object row, int index, double value);

  /** The first numbers of a row. */
  abstract void write(Object row, double[] values, int count);

  /** Numbers of a row from an offset on, into an array from a place on. */
  abstract void read(Object row, int offset, double[] into, int from, int count);

  void fill(Object row, int width, double value) {
    for (int i = 0; i < width; i++) {
      set(row, i, value);
    }
  }

  /** Numbers of an array as a row. */
  Object row(double[] values, int from, int width) {
    Object row = row(width);
    for (int i = 0; i < width; i++) {
      set(row, i, values[from + i]);
    }
    return row;
  }

  double[] toDoubles(Object row, int width) {
    double[] values = new double[width];
    read(row, 0, values, 0, width);
    return values;
  }
}
