package dev.rondo.runtime;

/** What a program is for: which of a model's results it computes. */
public enum Purpose {
  /** Losses and the gradient with respect to the parameters. */
  TRAIN,
  /** Losses, metrics and outputs. */
  EVALUATE,
  /** Losses, metrics, outputs, and the gradient with respect to parameters and real inputs. */
  GRADIENTS,
  /** Outputs alone. */
  PREDICT,
  /**
   * Outputs, where an input with a {@code feed} is computed when it is not given. It has further
   * inputs: {@code feed/NAME/given} (1 or 0 a step) and, where a symbol is drawn, {@code
   * feed/NAME/draw} (a standard Gumbel draw, −log(−log(u)), for each symbol and step) and {@code
   * feed/temperature} (a sequence; 0 takes the likeliest); and the output {@code feed/NAME}, the
   * value used at the step.
   */
  SAMPLE
}
