/** The grammar of model files, as ANTLR generates it. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.rondo.grammar {
  requires transitive org.antlr.antlr4.runtime;

  exports dev.rondo.grammar to
      dev.rondo.compiler;
}
