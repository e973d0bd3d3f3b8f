package dev.rondo.tests.random;

/** That two ways to compute a number disagree. */
public final class Disagreement extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Disagreement(String message) {
    super(message);
  }
}
