package dev.rondo.runtime;

/** What an emitted class does. It has no state of its own: all numbers are in the frame. */
public interface Code {
  /** Everything that depends on parameters alone; once for each change of the parameters. */
  void prepare(Frame frame);

  /** What a sequence computes before its first step; once a window. */
  void init(Frame frame);

  /** All steps of a window, forward and, if the program has gradients, backward. */
  void window(Frame frame);
}
