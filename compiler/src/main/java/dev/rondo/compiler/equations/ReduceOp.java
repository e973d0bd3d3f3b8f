package dev.rondo.compiler.equations;

/** How a reduction folds its values. {@code ARGMAX} gives the first position of the maximum. */
public enum ReduceOp {
  SUM,
  MAX,
  ARGMAX,
  LOGSUMEXP
}
