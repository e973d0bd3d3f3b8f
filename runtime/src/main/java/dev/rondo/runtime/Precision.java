package dev.rondo.runtime;

/** The width of every number in a compiled model. */
public enum Precision {
  F32,
  F64;

  /** Of a number. */
  public int bytes() {
    return this == F32 ? 4 : 8;
  }
}
