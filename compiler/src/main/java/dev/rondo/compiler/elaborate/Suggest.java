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
    return Optional.of(Nearest.of(name, known)).filter(n -> !n.isEmpty());
  }

  /** A help line: {@code did you mean 'x'?}, or nothing. */
  public static String help(String name, Collection<String> known) {
    return nearest(name, known).map(n -> "did you mean '" + n + "'?").orElse("");
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
