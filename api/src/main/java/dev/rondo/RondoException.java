package dev.rondo;

/**
 * Something wrong in what the caller gave, where no line of a model file or of data is to blame: a
 * file that is not there, weights without symbols, a run that cannot go on. The message is for
 * people and complete: the place, the problem and, where one is likely, a correction. Corrections
 * name an option as the command line writes it; methods of builders have the same names: {@code
 * --set} is {@link ModelTrainer#set}.
 *
 * <p>A wrong model file is a {@link dev.rondo.compiler.errors.ModelException}, wrong data or
 * weights are a {@link dev.rondo.training.DataException}, settings that do not fit a {@link
 * dev.rondo.training.settings.SettingsException}.
 */
public class RondoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String where;
  private final String problem;
  private final String help;

  /**
   * About a file or an argument.
   *
   * @param where a file, or what the caller wrote; may be empty
   * @param help the likeliest correction, or the empty string
   */
  RondoException(String where, String problem, String help) {
    super(
        (where.isEmpty() ? "" : where + ": ")
            + "error: "
            + problem
            + (help.isEmpty() ? "" : "\n   help: " + help));
    this.where = where;
    this.problem = problem;
    this.help = help;
  }

  /** A file, or what the caller wrote; may be empty. */
  public String where() {
    return where;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }

  /** The likeliest correction, or the empty string. */
  public String help() {
    return help;
  }
}
