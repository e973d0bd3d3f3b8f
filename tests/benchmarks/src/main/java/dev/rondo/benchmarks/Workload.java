package dev.rondo.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What is measured. Its name is {@code kind-cell-BxTxIxH}, such as {@code
 * training-LSTM-16x50x64x128}.
 *
 * @param cell LSTM, GRU, Peephole (peepholes and coupled gates) or MGU (with layer norm)
 * @param batch sequences
 * @param steps of each
 * @param inputs numbers a step; of characters the width of their embedding
 */
record Workload(Kind kind, String cell, int batch, int steps, int inputs, int units) {
  /** What is done with a layer. */
  enum Kind {
    /** Forward, backward, the gradient of all parameters. */
    TRAINING,
    /** One step of one sequence; the caller keeps the state. */
    STEP,
    /** All steps of one sequence in one call. */
    SEQUENCE,
    /** An update of a character language model, with Adam. */
    CHARACTERS
  }

  static final int SYMBOLS = 65;

  static Workload parse(String name) {
    List<String> parts = List.of(name.split("-", -1));
    List<Integer> sizes =
        List.of(parts.get(2).split("x", -1)).stream().map(Integer::valueOf).toList();
    return new Workload(
        Kind.valueOf(parts.get(0).toUpperCase(Locale.ROOT)),
        parts.get(1),
        sizes.get(0),
        sizes.get(1),
        sizes.get(2),
        sizes.get(3));
  }

  String name() {
    return kind.name().toLowerCase(Locale.ROOT) + "-" + cell + "-" + size();
  }

  String size() {
    return batch + "x" + steps + "x" + inputs + "x" + units;
  }

  /**
   * Operations as they are counted for every system: the products of the gates, three times for
   * training. No system computes the input's gradient, so a little less is done.
   */
  double operations() {
    double gates =
        switch (cell) {
          case "LSTM" -> 4;
          case "GRU", "Peephole" -> 3;
          case "MGU" -> 2;
          default -> throw new IllegalArgumentException(cell);
        };
    double forward = 2.0 * batch * steps * gates * units * (inputs + units);
    return switch (kind) {
      case TRAINING -> 3 * forward;
      case STEP, SEQUENCE -> forward;
      case CHARACTERS -> 3 * (forward + 2.0 * batch * steps * units * SYMBOLS);
    };
  }
}
