/** Model files to bytecode. */
@SuppressWarnings("requires-automatic") // ANTLR has no module descriptor
module dev.rondo.compiler {
  requires dev.rondo.grammar;
  requires transitive dev.rondo.runtime;
  requires org.antlr.antlr4.runtime;
  requires org.objectweb.asm;
  requires org.objectweb.asm.commons;
  requires org.objectweb.asm.util;

  exports dev.rondo.compiler;
  exports dev.rondo.compiler.equations;
  exports dev.rondo.compiler.errors;
  exports dev.rondo.compiler.syntax;
  exports dev.rondo.compiler.verify;
  exports dev.rondo.compiler.elaborate to
      dev.rondo;
}
