package dev.rondo.training;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Something wrong in a file that the user gave: data or weights. The message is complete: file,
 * line, what is wrong and, where one is likely, a correction.
 *
 * <pre>
 * prices.csv:17: error: 'n/a' in column 'price' is not a number
 *    help: delete the row, or write the number
 * </pre>
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final int line;
  private final String problem;
  private final String help;

  private DataException(String file, int line, String problem, String help) {
    super(
        file
            + (line > 0 ? ":" + line : "")
            + ": error: "
            + problem
            + (help.isEmpty() ? "" : "\n   help: " + help));
    this.file = file;
    this.line = line;
    this.problem = problem;
    this.help = help;
  }

  /** About a whole file. */
  public static DataException in(Path file, String problem) {
    return new DataException(file.toString(), 0, problem, "");
  }

  /** About a line, counted from 1. */
  public static DataException at(Path file, int line, String problem) {
    return new DataException(file.toString(), line, problem, "");
  }

  /** The same with the likeliest correction; an empty text leaves it out. */
  public DataException help(String text) {
    DataException result = new DataException(file, line, problem, text);
    result.setStackTrace(getStackTrace());
    return result;
  }

  /** The file as the user would name it. */
  public String file() {
    return file;
  }

  /** The line, from 1, where one is to blame. */
  public OptionalInt line() {
    return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
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
