package dev.rondo.training.data;

import dev.rondo.runtime.Sequence;

/** Some steps of a sequence, as a sequence of its own. */
record Slice(Sequence of, long from, long length) implements Sequence {
  Slice {
    if (from < 0 || length < 0 || from + length > of.length()) {
      throw new IllegalArgumentException(from + " + " + length + " of " + of.length());
    }
  }

  @Override
  public int length(int axis, int within) {
    return of.length(axis, within);
  }

  @Override
  public double value(int input, long step, int feature) {
    return of.value(input, from + step, feature);
  }

  @Override
  public void read(int input, long step, double[] into, int count) {
    of.read(input, from + step, into, count);
  }
}
