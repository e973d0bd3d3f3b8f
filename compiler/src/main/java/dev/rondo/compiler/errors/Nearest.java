package dev.rondo.compiler.errors;

import java.util.Collection;

/** Guesses which word somebody meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The word that takes the fewest changes to become, at most half of its length; the first of
   * several, and the empty string if there is none.
   */
  public static String of(String written, Collection<String> words) {
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (String word : words) {
      int distance = distance(written, word);
      if (distance < least && 2 * distance <= Math.min(written.length(), word.length())) {
        nearest = word;
        least = distance;
      }
    }
    return nearest;
  }

  /** Letters inserted, left out, replaced, or swapped with their neighbour. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
