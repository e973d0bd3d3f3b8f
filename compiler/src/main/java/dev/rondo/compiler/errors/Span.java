package dev.rondo.compiler.errors;

/**
 * A stretch of source text: where a thing stands in a model file.
 *
 * @param source the text it is in
 * @param start offset of its first character, from 0
 * @param end offset behind its last character
 */
public record Span(Source source, int start, int end) {
  public Span {
    if (start < 0 || end < start || end > source.text().length()) {
      throw new IllegalArgumentException("span " + start + ".." + end + " of " + source.name());
    }
  }

  /** The line of the first character, from 1. */
  public int line() {
    return source.line(start);
  }

  /** The column of the first character, from 1, in code points. */
  public int column() {
    return source.column(start);
  }

  /** The text itself. */
  public String text() {
    return source.text().substring(start, end);
  }

  /** Whether another span lies in this one. */
  public boolean contains(Span other) {
    return source == other.source && start <= other.start && other.end <= end;
  }

  /** From the start of this span to the end of another one in the same source. */
  public Span to(Span other) {
    return new Span(source, start, Math.max(end, other.end));
  }

  @Override
  public String toString() {
    return source.name() + ":" + line() + ":" + column();
  }
}
