package dev.rondo;

/** An argument that says nothing: a size that no model has, a setting that cannot be read. */
public final class ArgumentException extends RondoException {
  private static final long serialVersionUID = 1L;

  /**
   * About an argument.
   *
   * @param argument as the command line writes it, such as {@code --size H=0}
   */
  ArgumentException(String argument, String problem) {
    super(argument, problem, "");
  }
}
