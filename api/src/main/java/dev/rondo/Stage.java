package dev.rondo;

/** What of a model {@link RecurrentModel#explain} prints: a value between two of its passes. */
public enum Stage {
  /** The file as it was understood. */
  SYNTAX,
  /** Recurrence equations as written, cells written out. */
  EQUATIONS,
  /** The forward system, frozen. */
  SIMPLIFIED,
  /** The forward system with its gradient. */
  GRADIENT,
  /** Loops, kernels and storage of a program, with operations and bytes. */
  PLAN,
  /** The class of a program, instruction by instruction. */
  BYTECODE
}
