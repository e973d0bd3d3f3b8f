package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.syntax.ModelFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a model file can name: its own definitions, then its imports', then the library's; an
 * inner one hides an outer one.
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
}
