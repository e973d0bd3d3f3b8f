package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what a misspelt name may have meant. */
public final class Suggest {
  private Suggest() {}

  /** The nearest known name, if it differs in at most half its length. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .filter(n -> n.equalsIgnoreCase(name) && !n.equals(name))
        .findFirst()
        .or(() -> Optional.of(Nearest.of(name, known)).filter(n -> !n.isEmpty()));
  }

  /** A help line: what a name of another language is called here, {@code did you mean 'x'?}. */
  public static String help(String name, Collection<String> known) {
    String elsewhere = known.contains(name) ? "" : Elsewhere.help(name);
    return elsewhere.isEmpty()
        ? nearest(name, known).map(n -> "did you mean '" + n + "'?").orElse("")
        : elsewhere;
  }

  static String size(String name, Scope scope) {
    List<String> sizes =
        scope.names.entrySet().stream()
            .filter(e -> e.getValue() instanceof Scope.SizeEntry)
            .map(Map.Entry::getKey)
            .toList();
    return nearest(name, sizes)
        .map(n -> "did you mean '" + n + "'?")
        .orElse("declare it: " + scope.title + "[" + name + ", ...]");
  }
}
