package dev.rondo.compiler.equations;

/**
 * A named index of an equation.
 *
 * @param name unique within the equation; a time index has its axis's name
 * @param size of a feature index; 0 for time and batch, whose ranges the data decide
 */
public record Index(String name, Kind kind, int size) {
  /** What an index runs over. */
  public enum Kind {
    TIME,
    BATCH,
    FEATURE
  }

  /** The batch index: every equation that differs between sequences has it. */
  public static final Index BATCH = new Index("#", Kind.BATCH, 0);

  public static Index time(String axis) {
    return new Index(axis, Kind.TIME, 0);
  }

  public static Index feature(String name, int size) {
    return new Index(name, Kind.FEATURE, size);
  }

  public boolean isFeature() {
    return kind == Kind.FEATURE;
  }

  Index renamed(String other) {
    return new Index(other, kind, size);
  }
}
