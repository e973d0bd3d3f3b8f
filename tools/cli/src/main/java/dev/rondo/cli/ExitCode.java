package dev.rondo.cli;

/** What the process ends with. */
final class ExitCode {
  static final int DONE = 0;

  /** A model, data, weights: what we were given is wrong. */
  static final int INPUT = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** Our bug (EX_SOFTWARE). */
  static final int BUG = 70;

  /** Nobody's fault here: no space, no memory (EX_OSERR). */
  static final int MACHINE = 71;

  /** Ctrl-C: 128 + SIGINT. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
