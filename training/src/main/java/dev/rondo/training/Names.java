package dev.rondo.training;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words for messages about names. */
public final class Names {
  private Names() {}

  /**
   * The known name nearest to a mistyped one, at an edit distance of at most half its length; the
   * first of several.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String best = null;
    int least = Math.max(1, name.length() / 2) + 1;
    for (String candidate : known) {
      int distance = candidate.equalsIgnoreCase(name) ? 0 : distance(name, candidate, least);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code did you mean 'x'?}, or else what there is; for the help line of an error. */
  public static String suggest(String name, String kind, Collection<String> known) {
    return nearest(name, known)
        .map(near -> "did you mean '" + near + "'?")
        .orElseGet(() -> known.isEmpty() ? "" : "the " + kind + " are " + list(known));
  }

  /** {@code 'a', 'b', 'c'}; a long list is cut. */
  public static String list(Collection<String> names) {
    String shown =
        names.stream().limit(20).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    return names.size() > 20 ? shown + ", and " + (names.size() - 20) + " more" : shown;
  }

  /** {@code 1 step}, {@code 2 steps}. */
  public static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Levenshtein's distance, or {@code limit} if it is not less. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return Math.min(limit, row[b.length()]);
  }
}
