package dev.rondo.runtime;

/** The program of an exported predictor: the exporter writes this class anew. */
final class ExportedProgram {
  private ExportedProgram() {}

  @SuppressWarnings("DoNotCallSuggester") // the class that takes its place does not throw
  static Program program() {
    throw new IllegalStateException("only an exported predictor has a program of its own");
  }
}
