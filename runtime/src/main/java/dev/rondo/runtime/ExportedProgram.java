package dev.rondo.runtime;

/** The program of an exported predictor: the exporter writes this class anew. */
final class ExportedProgram {
  private ExportedProgram() {}

  static Program program() {
    throw new IllegalStateException("only an exported predictor has a program of its own");
  }
}
