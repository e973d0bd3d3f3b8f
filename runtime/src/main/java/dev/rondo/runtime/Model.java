package dev.rondo.runtime;

/** A compiled model with every size bound. Immutable; safe for use by many threads. */
public interface Model {
  /** What the user's model takes and gives. */
  Signature signature();

  Precision precision();

  /** The program for a purpose, compiled when first asked for. */
  Program program(Purpose purpose);
}
