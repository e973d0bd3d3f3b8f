package dev.rondo.runtime;

/** What an emitted class does. It has no state of its own: all numbers are in the frame. */
public interface Code {
  /** Everything that depends on parameters alone; once for each change of the parameters. */
  void prepare(Frame frame);

  /** What a sequence computes before its first step; once a window. */
  void init(Frame frame);

  /** The values of some steps, from the first one on. */
  void forward(Frame frame);

  /** Adds their values to the sums over all steps. */
  void totals(Frame frame);

  /** What follows when the values of all steps are there; once a window. */
  void between(Frame frame);

  /** The gradient of some steps, from the last one on. */
  void backward(Frame frame);

  /** What follows when the gradient of all steps is there; once a window. */
  void after(Frame frame);

  /** All steps of a window. */
  default void window(Frame frame) {
    forward(frame);
    totals(frame);
    between(frame);
    backward(frame);
    after(frame);
  }
}
