package dev.rondo.compiler.errors;

import java.util.ArrayList;
import java.util.List;

/** The text of one model file under the name that messages use for it. */
public final class Source {
  private final String name;
  private final String text;
  private final List<Integer> lineStarts = new ArrayList<>();

  public Source(String name, String text) {
    this.name = name;
    this.text = text;
    lineStarts.add(0);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        lineStarts.add(i + 1);
      }
    }
  }

  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  /** The line, from 1, in which the character at an offset stands. */
  public int line(int offset) {
    int low = 0;
    int high = lineStarts.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (lineStarts.get(middle) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low + 1;
  }

  /** The column, from 1, of the character at an offset, counted in code points. */
  public int column(int offset) {
    return text.codePointCount(lineStarts.get(line(offset) - 1), offset) + 1;
  }

  /** The text of a line (from 1) without its line break. */
  public String lineText(int line) {
    int from = lineStarts.get(line - 1);
    int to = line < lineStarts.size() ? lineStarts.get(line) - 1 : text.length();
    String whole = text.substring(from, to);
    return whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
  }
}
