package dev.rondo.compiler.errors;

import dev.rondo.compiler.errors.Diagnostic.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One line of source with what is underlined in it and the words under that. Columns here are those
 * of a terminal: a tab goes to the next multiple of four, an ideograph takes two.
 */
final class DrawLine {
  private static final int TAB = 4;
  private static final int WIDEST = 120;
  private static final int BEFORE_ERROR = 50;

  private final String text;
  private final int lineStart;
  private final List<Label> labels;

  /** The terminal's column at which each char of the text begins, and the one behind the last. */
  private final int[] columns;

  private final StringBuilder shown = new StringBuilder();

  DrawLine(String text, List<Label> labels) {
    this.text = text;
    this.labels =
        labels.stream().sorted(Comparator.comparing(label -> label.at().start())).toList();
    Span first = this.labels.get(0).at();
    this.lineStart = lineStart(first.source(), first.start());
    this.columns = new int[text.length() + 1];
    layOut();
  }

  private static int lineStart(Source source, int offset) {
    return source.text().lastIndexOf('\n', offset - 1) + 1;
  }

  private void layOut() {
    int column = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int codePoint = text.codePointAt(i);
      columns[i] = column;
      if (Character.charCount(codePoint) == 2) {
        columns[i + 1] = column;
      }
      if (codePoint == '\t') {
        int width = TAB - column % TAB;
        shown.append(" ".repeat(width));
        column += width;
      } else if (Character.isISOControl(codePoint)) {
        // a terminal could obey it
        shown.append('\uFFFD');
        column++;
      } else {
        shown.appendCodePoint(codePoint);
        column += width(codePoint);
      }
    }
    columns[text.length()] = column;
  }

  /** How many columns a code point takes, for the scripts that terminals agree on. */
  private static int width(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        (codePoint >= 0x1100 && codePoint <= 0x115F)
            || (codePoint >= 0x2E80 && codePoint <= 0xA4CF && codePoint != 0x303F)
            || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
            || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
            || (codePoint >= 0xFE30 && codePoint <= 0xFE6F)
            || (codePoint >= 0xFF00 && codePoint <= 0xFF60)
            || (codePoint >= 0xFFE0 && codePoint <= 0xFFE6)
            || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF)
            || (codePoint >= 0x20000 && codePoint <= 0x3FFFD);
    return wide ? 2 : 1;
  }

  /** The source, the carets, and as many lines of words as the labels need. */
  List<String> lines() {
    List<StringBuilder> drawn = new ArrayList<>();
    drawn.add(shown);
    StringBuilder carets = new StringBuilder();
    for (Label label : labels) {
      for (int column = start(label); column < end(label); column++) {
        put(carets, column, "^");
      }
    }
    drawn.add(carets);
    drawn.addAll(words());
    return clip(drawn.stream().map(StringBuilder::toString).toList());
  }

  private int start(Label label) {
    return columns[Math.min(label.at().start() - lineStart, text.length())];
  }

  /** At least one column; a label over several lines is underlined to the end of the first. */
  private int end(Label label) {
    int last = columns[Math.min(label.at().end() - lineStart, text.length())];
    return Math.max(last, start(label) + 1);
  }

  /**
   * From right to left, each text goes into the highest line where it ends before the next one
   * begins; a bar leads to it through the lines above.
   */
  private List<StringBuilder> words() {
    List<StringBuilder> rows = new ArrayList<>();
    for (int i = labels.size() - 1; i >= 0; i--) {
      Label label = labels.get(i);
      if (label.text().isEmpty()) {
        continue;
      }
      int column = start(label);
      int behind = column + label.text().codePoints().map(DrawLine::width).sum() + 1;
      int row = 0;
      while (row < rows.size() && !isFree(rows.get(row), column, behind)) {
        row++;
      }
      if (row == rows.size()) {
        rows.add(new StringBuilder());
      }
      for (int above = 0; above < row; above++) {
        if (isFree(rows.get(above), column, column + 1)) {
          put(rows.get(above), column, "|");
        }
      }
      put(rows.get(row), column, label.text());
    }
    return rows;
  }

  private static boolean isFree(StringBuilder row, int from, int to) {
    return from >= row.length() || row.substring(from, Math.min(to, row.length())).isBlank();
  }

  private static void put(StringBuilder row, int column, String text) {
    while (row.length() < column + text.length()) {
      row.append(' ');
    }
    row.replace(column, column + text.length(), text);
  }

  /** A very long line is shown from a little before the first label. */
  private List<String> clip(List<String> drawn) {
    if (columns[text.length()] <= WIDEST) {
      return drawn;
    }
    int from = Math.max(0, start(labels.get(0)) - BEFORE_ERROR);
    List<String> clipped = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      String line = drawn.get(i);
      // in a line with wide characters this is a column or two off, and still readable
      String rest = line.substring(Math.min(from, line.length()));
      boolean cutsSource = i == 0 && rest.length() > WIDEST;
      String kept = cutsSource ? rest.substring(0, WIDEST) + "..." : rest;
      clipped.add((from == 0 ? "" : i == 0 ? "..." : "   ") + kept);
    }
    return clipped;
  }
}
