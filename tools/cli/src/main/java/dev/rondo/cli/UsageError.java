package dev.rondo.cli;

/** The command line is wrong in a way that picocli cannot know, such as a size no model has. */
final class UsageError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageError(String message) {
    super(message);
  }
}
