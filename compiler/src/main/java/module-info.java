/** Model files to bytecode. */
// ANTLR has no module descriptor; our users are compiled after us
@SuppressWarnings({"requires-automatic", "module"})
module dev.rondo.compiler {
  requires dev.rondo.grammar;
  requires transitive dev.rondo.runtime;
  requires java.compiler; // the names that Java reserves
  requires org.antlr.antlr4.runtime;
  requires org.objectweb.asm;
  requires org.objectweb.asm.commons;
  requires org.objectweb.asm.tree;
  requires org.objectweb.asm.util;

  exports dev.rondo.compiler;
  exports dev.rondo.compiler.equations;
  exports dev.rondo.compiler.errors;
  exports dev.rondo.compiler.syntax;
  exports dev.rondo.compiler.verify;
  exports dev.rondo.compiler.elaborate to
      dev.rondo;
  exports dev.rondo.compiler.export to
      dev.rondo;
}
