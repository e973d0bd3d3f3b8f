package dev.rondo.cli;

/** Something wrong in what the user gave, where no part of a model file is to blame. */
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String help;

  /**
   * About a file or an argument.
   *
   * @param where a file, or what the user wrote; may be empty
   * @param help the likeliest correction, or the empty string
   */
  UserError(String where, String problem, String help) {
    super((where.isEmpty() ? "" : where + ": ") + "error: " + problem);
    this.help = help;
  }

  /** As it is shown, ending with a line break. */
  String text() {
    return getMessage() + (help.isEmpty() ? "" : "\n   help: " + help) + "\n";
  }
}
