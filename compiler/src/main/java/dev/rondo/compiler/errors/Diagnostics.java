package dev.rondo.compiler.errors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects the errors of a compilation, so that all of them are reported and not just the first.
 */
public final class Diagnostics {
  private final List<Diagnostic> found = new ArrayList<>();

  /** None so far. */
  public Diagnostics() {}

  /** Adds an error unless one was reported at the same place already. */
  public void report(Diagnostic diagnostic) {
    boolean known =
        found.stream()
            .anyMatch(
                d ->
                    d.at().source() == diagnostic.at().source()
                        && d.at().start() == diagnostic.at().start());
    if (!known) {
      found.add(diagnostic);
    }
  }

  public boolean any() {
    return !found.isEmpty();
  }

  /** Whether something was reported in a stretch of text. */
  public boolean within(Span span) {
    return found.stream()
        .map(Diagnostic::at)
        .anyMatch(
            at ->
                at.source() == span.source()
                    && at.start() >= span.start()
                    && at.start() < span.end());
  }

  /** In the order of their places. */
  public List<Diagnostic> all() {
    List<Diagnostic> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(d -> d.at().start()));
    return sorted;
  }

  /** Ends the compilation if anything was reported. */
  public void throwIfAny() {
    if (any()) {
      throw new ModelException(all());
    }
  }
}
