/** Rondo from Java: see {@link dev.rondo.Rondo}. */
module dev.rondo {
  requires transitive dev.rondo.compiler;
  requires transitive dev.rondo.runtime;
  requires transitive dev.rondo.training;
  requires com.google.gson;

  exports dev.rondo;
}
