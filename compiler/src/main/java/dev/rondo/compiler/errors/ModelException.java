package dev.rondo.compiler.errors;

import java.util.List;
import java.util.stream.Collectors;

/** The model file is wrong: carries every error found in it. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<Diagnostic> diagnostics;

  public ModelException(List<Diagnostic> diagnostics) {
    super(
        diagnostics.stream()
            .map(d -> d.at() + ": error: " + d.message())
            .collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
