package dev.rondo.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The inputs of one sequence for a {@link Predictor}, by name, in their own units. */
public final class SequenceInputs implements Sequence {
  private final Predictor predictor;
  private final Signature signature;
  private final Map<Integer, double[][]> rows = new HashMap<>();
  private final Map<Integer, Integer> lengths = new HashMap<>();

  /** No input yet. */
  public SequenceInputs(Predictor predictor) {
    this.predictor = predictor;
    this.signature = predictor.signature();
  }

  /**
   * Sets an input.
   *
   * @param input its name
   * @param values a row for each position along its axes, the last one fastest; one row if it runs
   *     over none
   * @throws IllegalArgumentException if there is no such input, or another one says that the
   *     sequence has another length
   */
  public SequenceInputs put(String input, double[]... values) {
    int number = number(input);
    Signature.Input declared = signature.inputs().get(number);
    for (double[] row : values) {
      if (row.length != declared.size()) {
        throw new IllegalArgumentException(
            row.length + " numbers for '" + input + "', which has " + declared.size());
      }
    }
    if (declared.axes().size() == 1) {
      along(declared.axes().get(0), values.length);
    }
    rows.put(number, values);
    return this;
  }

  /** Sets a token input by its symbols, one for each position. */
  public SequenceInputs put(String input, List<String> symbols) {
    double[][] tokens =
        symbols.stream()
            .map(symbol -> new double[] {predictor.token(input, symbol)})
            .toArray(double[][]::new);
    return put(input, tokens);
  }

  /** Says how long the sequence is along an axis, where no input over that axis alone does. */
  public SequenceInputs along(String axis, int length) {
    List<String> names = signature.axes().stream().map(Signature.Axis::name).toList();
    if (!names.contains(axis)) {
      throw new IllegalArgumentException("no axis '" + axis + "' among " + names);
    }
    along(names.indexOf(axis), length);
    return this;
  }

  private void along(int axis, int length) {
    Integer known = lengths.put(axis, length);
    if (known != null && known != length) {
      throw new IllegalArgumentException(
          "%d positions along '%s', and %d"
              .formatted(known, signature.axes().get(axis).name(), length));
    }
  }

  private int number(String input) {
    for (int i = 0; i < signature.inputs().size(); i++) {
      if (signature.inputs().get(i).name().equals(input)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no input '" + input + "'");
  }

  @Override
  public long length() {
    return lengths.getOrDefault(0, 0);
  }

  @Override
  public int length(int axis, int within) {
    Integer length = lengths.get(axis);
    if (length == null) {
      throw new IllegalArgumentException(
          "nothing says how long the sequence is along '"
              + signature.axes().get(axis).name()
              + "'");
    }
    return length;
  }

  @Override
  public double value(int input, long step, int feature) {
    double[][] given = rows.get(input);
    if (given == null) {
      Signature.Input declared = signature.inputs().get(input);
      return declared
          .value()
          .orElseThrow(() -> new IllegalArgumentException("no input '" + declared.name() + "'"));
    }
    return given[(int) step][feature];
  }
}
