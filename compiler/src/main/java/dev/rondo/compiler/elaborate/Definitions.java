package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.syntax.ModelFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a model file can name: its own definitions, then its imports', then the library's; an
 * inner one hides an outer one.
 *
 * @param cells the file's own and imported ones
 * @param funs the same
 */
public record Definitions(
    ModelFile file,
    Map<String, ModelFile.Cell> cells,
    Map<String, ModelFile.Fun> funs,
    List<ModelFile> files) {
  public Definitions {
    cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    funs = Collections.unmodifiableMap(new LinkedHashMap<>(funs));
    files = List.copyOf(files);
  }

  Optional<ModelFile.Cell> cell(String name) {
    return Optional.ofNullable(cells.get(name))
        .or(() -> funs.containsKey(name) ? Optional.empty() : Library.cell(name));
  }

  Optional<ModelFile.Fun> fun(String name) {
    return Optional.ofNullable(funs.get(name)).or(() -> Library.fun(name));
  }

  /** The names of all cells and functions. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(Library.names());
    names.addAll(cells.keySet());
    names.addAll(funs.keySet());
    return names;
  }
}
