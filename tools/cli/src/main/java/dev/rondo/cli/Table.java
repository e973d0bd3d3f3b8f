package dev.rondo.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as they must be. */
final class Table {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] right;

  /** Columns from left to right, {@code true} for those whose text ends at the right (numbers). */
  Table(boolean... right) {
    this.right = right.clone();
  }

  Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** Lines, each with a line break. */
  @Override
  public String toString() {
    int[] widths = new int[right.length];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String space = " ".repeat(widths[i] - length(row.get(i)));
        line.append(i == 0 ? "" : GAP);
        line.append(right[i] ? space + row.get(i) : row.get(i) + space);
      }
      text.append(line.toString().stripTrailing()).append("\n");
    }
    return text.toString();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
