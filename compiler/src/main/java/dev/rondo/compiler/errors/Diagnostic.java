package dev.rondo.compiler.errors;

import java.util.List;

/**
 * One error in a model file.
 *
 * @param at the place the first line names
 * @param message one sentence without a full stop
 * @param labels what else to underline, each with a word of its own (may be empty text)
 * @param notes further lines, such as {@code because x: [X] (line 2)} or the path of a cycle
 * @param help the likeliest correction, or the empty string
 */
public record Diagnostic(
    Span at, String message, List<Label> labels, List<String> notes, String help) {
  public Diagnostic {
    labels = List.copyOf(labels);
    notes = List.copyOf(notes);
  }

  /** A further place to underline. */
  public record Label(Span at, String text) {}

  public Diagnostic(Span at, String message) {
    this(at, message, List.of(), List.of(), "");
  }

  public Diagnostic(Span at, String message, String help) {
    this(at, message, List.of(), List.of(), help);
  }
}
