package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Source;
import java.util.List;
import java.util.Optional;

/** Where the text of an import comes from. */
@FunctionalInterface
public interface Importer {
  /** The file that {@code from} imports as {@code path}; empty if there is none. */
  Optional<Source> find(Source from, List<String> path);
}
