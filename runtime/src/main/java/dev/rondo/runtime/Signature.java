package dev.rondo.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a program takes and gives, with every size bound.
 *
 * @param model name of the model
 * @param sizes its sizes by name, in declaration order
 * @param parameters in declaration order; their offsets are into one flat array
 * @param inputs what {@link Sequence#value} is asked for, by position
 * @param outputs what {@link Runner#output} reads, by position
 * @param terms losses first, then metrics; what {@link Runner#sum} and {@link Runner#count} number
 */
public record Signature(
    String model,
    Map<String, Integer> sizes,
    List<Parameter> parameters,
    List<Input> inputs,
    List<Output> outputs,
    List<Term> terms) {
  public Signature {
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    parameters = List.copyOf(parameters);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    terms = List.copyOf(terms);
  }

  /** How many numbers all parameters have together. */
  public int parameterCount() {
    return parameters.stream().mapToInt(Parameter::size).sum();
  }

  /**
   * A trained tensor ({@code fixed} is false) or a constant one.
   *
   * @param path its name, such as {@code enc.f.Wz}
   * @param shape sizes, row major; empty for a scalar
   * @param offset of its first number in the flat array
   */
  public record Parameter(
      String path, List<Integer> shape, int offset, boolean fixed, Initial initial) {
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  /** What the numbers of an input mean. */
  public enum Kind {
    REAL,
    INT,
    TOKEN
  }

  /**
   * What a sequence brings.
   *
   * @param overTime one value a step; otherwise one a sequence
   * @param vocabulary for a token the name of its size (inputs with the same one share symbols)
   * @param value what it is when nobody supplies it
   */
  public record Input(
      String name,
      Kind kind,
      List<Integer> shape,
      boolean overTime,
      Optional<String> vocabulary,
      OptionalDouble value) {
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  /**
   * What a program gives.
   *
   * @param kind TOKEN for an index into {@code vocabulary}
   * @param overTime one value a step; otherwise one a sequence
   */
  public record Output(
      String name, Kind kind, List<Integer> shape, boolean overTime, Optional<String> vocabulary) {
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  /** How a sum and a count become the number that is reported. */
  public enum Accumulator {
    MEAN,
    ROOT_MEAN,
    EXP_MEAN,
    /**
     * Distances of whole sequences per step: a program gives the count, and {@code predicted/NAME}
     * and {@code target/NAME} step by step, negative where a step is left out.
     */
    EDIT_RATE;

    public double of(double sum, double count) {
      double mean = count == 0 ? 0 : sum / count;
      return switch (this) {
        case MEAN, EDIT_RATE -> mean;
        case ROOT_MEAN -> Math.sqrt(mean);
        case EXP_MEAN -> Math.exp(mean);
      };
    }
  }

  /** A loss or a metric. Losses add up: the loss of an update is Σ sum / count over the losses. */
  public record Term(String name, boolean loss, Accumulator accumulator) {}
}
