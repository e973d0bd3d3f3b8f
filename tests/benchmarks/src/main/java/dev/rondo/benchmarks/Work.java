package dev.rondo.benchmarks;

/** What is timed, again and again. */
interface Work {
  /** Does it once; gives something of its result, so that none of it is dead code. */
  Object run() throws Exception;
}
