/** What a compiled model needs to run. Emitted classes, in loaders of their own, call it too. */
module dev.rondo.runtime {
  exports dev.rondo.runtime;
  exports dev.rondo.runtime.math;
}
