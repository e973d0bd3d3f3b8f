package dev.rondo;

import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.syntax.FormatFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The front door: from a model file to a model. */
public final class Rondo {
  private Rondo() {}

  /**
   * Reads, parses and checks the model of a file. Sizes that only data can give stay open until
   * there are data; bytecode is written when it is first needed, for what it is needed.
   *
   * @param file a model file with one model, or {@code file:Model} for one of several
   * @throws ModelException with every error in the file
   * @throws RondoException if the file cannot be read
   */
  public static RecurrentModel compile(Path file) {
    return compile(file.toString(), Map.of());
  }

  /**
   * The same with sizes.
   *
   * @param file a model file with one model, or {@code file:Model} for one of several
   * @param sizes by name, at least 1; in place of the file's own
   * @throws ModelException with every error in the file
   * @throws ArgumentException if the model has no such size
   * @throws RondoException if the file cannot be read
   */
  public static RecurrentModel compile(String file, Map<String, Integer> sizes) {
    return OpenModel.one(ModelPath.of(file), sizes);
  }

  /**
   * All models of a file, in their order; all errors of all of them at once. None of a file of
   * cells that is right.
   *
   * @param file as {@link #compile(String, Map)} takes it
   * @param sizes each at least one model's
   * @throws ModelException with every error in the file
   * @throws ArgumentException if no model has such a size
   * @throws RondoException if the file cannot be read
   */
  public static List<RecurrentModel> compileAll(String file, Map<String, Integer> sizes) {
    return OpenModel.all(ModelPath.of(file), sizes);
  }

  /**
   * The source of a library cell or function with its comment, to read, copy and change.
   *
   * @param name such as {@code LSTM}
   * @throws RondoException if the library has no such cell
   */
  public static String show(String name) {
    return ShowLibrary.show(name);
  }

  /** The library's cells and functions, each with the first sentence of its comment. */
  public static Map<String, String> library() {
    return ShowLibrary.all();
  }

  /**
   * The text of a model file in the usual layout: only blanks differ, and formatting it again
   * changes nothing. The file stays as it is.
   *
   * @throws ModelException with every error in the file's syntax
   * @throws RondoException if the file cannot be read
   */
  public static String format(Path file) {
    return FormatFile.format(ReadSource.read(file));
  }

  /**
   * The same for a text.
   *
   * @param name what messages call it
   */
  public static String format(String name, String text) {
    return FormatFile.format(new Source(name, text));
  }
}
