package dev.rondo.training;

import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.List;
import java.util.Map;

/** One program over a batch of sequences: what training and evaluation need of a Runner. */
interface Engine {
  /** What the program takes and gives. */
  Signature signature();

  /** Takes over parameter values. */
  void load(Numbers parameters);

  /** Whether sequences can run in windows with carried state; otherwise only whole. */
  boolean windows();

  /** Sets a batch to the beginning of its sequences. */
  void begin(List<Sequence> sequences);

  /** Runs the next steps of each sequence, or what is left of it. */
  void advance(int steps);

  /** What the batch carries into its next window, as named numbers; empty at its beginning. */
  default Map<String, double[]> carried() {
    return Map.of();
  }

  /** Goes on in a batch that was begun elsewhere; comes after {@link #begin}. */
  default void restore(Map<String, double[]> carried) {}

  /** A term's sum in the last window. */
  double sum(int term);

  /** A term's count in the last window. */
  double count(int term);

  /** The gradient of the last window. */
  void gradient(Numbers into);

  /** A sequence as the batch was begun with it. */
  Sequence given(int number);

  /** How many steps a sequence had in the last window. */
  int steps(int sequence);

  /** What the program computed for a role in the last window, step by step. */
  double value(String role, int sequence, int step);

  /** A number of an output in the last window. */
  double output(int output, int sequence, int step, int feature);
}
