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
 * @param axes the axes of time; along the first one it runs step by step
 * @param parameters in declaration order; their offsets are into one flat array
 * @param inputs what {@link Sequence#value} is asked for, by position
 * @param outputs what {@link Runner#output} reads, by position
 * @param terms losses first, then metrics; what {@link Runner#sum} and {@link Runner#count} number
 */
public record Signature(
    String model,
    Map<String, Integer> sizes,
    List<Axis> axes,
    List<Parameter> parameters,
    List<Input> inputs,
    List<Output> outputs,
    List<Term> terms) {
  public Signature {
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    axes = List.copyOf(axes);
    parameters = List.copyOf(parameters);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    terms = List.copyOf(terms);
  }

  /** How many numbers all parameters have together. */
  public int parameterCount() {
    return parameters.stream().mapToInt(Parameter::size).sum();
  }

  /** The number of an axis; −1 if none has this name. */
  public int axis(String name) {
    return axes.stream().map(Axis::name).toList().indexOf(name);
  }

  /** The axis on whose position the length of another one depends. */
  public Optional<String> within(String axis) {
    int number = axis(axis);
    int within = number < 0 ? -1 : axes.get(number).within();
    return within < 0 ? Optional.empty() : Optional.of(axes.get(within).name());
  }

  /** Whether an axis is the first one, along which a model streams, or follows it. */
  public boolean streams(int axis) {
    int source = axes.get(axis).source();
    return axis == 0 || (source >= 0 && streams(source));
  }

  /** How many positions a sequence has along some of its axes together. */
  public static long positions(List<Axis> axes, List<Integer> along, Sequence sequence) {
    return positions(axes, along, sequence, 0);
  }

  private static long positions(
      List<Axis> axes, List<Integer> along, Sequence sequence, int outer) {
    if (along.isEmpty()) {
      return 1;
    }
    int axis = along.get(0);
    List<Integer> rest = along.subList(1, along.size());
    int length = length(axes, axis, sequence, outer);
    if (rest.isEmpty() || axes.get(rest.get(0)).within() != axis) {
      return length == 0 ? 0 : length * positions(axes, rest, sequence, 0);
    }
    long all = 0;
    for (int p = 0; p < length; p++) {
      all += positions(axes, rest, sequence, p);
    }
    return all;
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

  /**
   * An axis of time.
   *
   * @param source the number of the axis that gives its length; −1: data do
   * @param by one position for so many of the source's, the last one for what is left
   * @param within the number of the axis on whose position its length depends, or −1
   */
  public record Axis(String name, int source, int by, int within) {
    /** The axis of most models. */
    public static final List<Axis> TIME = List.of(of("t"));

    /** An axis of its own, as inputs bring it. */
    public static Axis of(String name) {
      return new Axis(name, -1, 1, -1);
    }

    /** How many positions it has for so many of its source. */
    int positions(int length) {
      return (length + by - 1) / by;
    }
  }

  /**
   * How many positions a sequence has along an axis.
   *
   * @param within the position along the axis that it lies in; ignored if in none
   */
  public int length(int axis, Sequence sequence, int within) {
    return length(axes, axis, sequence, within);
  }

  private static int length(List<Axis> axes, int axis, Sequence sequence, int within) {
    Axis of = axes.get(axis);
    if (of.source() >= 0) {
      return of.positions(length(axes, of.source(), sequence, within));
    }
    return axis == 0 ? Math.toIntExact(sequence.length()) : sequence.length(axis, within);
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
   * @param axes the numbers of the axes it runs over, in the order written; none: one value a
   *     sequence
   * @param vocabulary for a token the name of its size (inputs with the same one share symbols)
   * @param value what it is when nobody supplies it
   */
  public record Input(
      String name,
      Kind kind,
      List<Integer> shape,
      List<Integer> axes,
      Optional<String> vocabulary,
      OptionalDouble value) {
    public Input {
      shape = List.copyOf(shape);
      axes = List.copyOf(axes);
    }

    /** Whether there is one value a step: for each position of the first axis, and no other. */
    public boolean overTime() {
      return axes.equals(List.of(0));
    }

    /** Whether its positions are others than the steps: it has an axis, and not the first alone. */
    public boolean hasOwnAxis() {
      return !axes.isEmpty() && !overTime();
    }

    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  /**
   * What a program gives.
   *
   * @param kind TOKEN for an index into {@code vocabulary}
   * @param axes the numbers of the axes it runs over, the order of its values; none: one value a
   *     sequence
   */
  public record Output(
      String name,
      Kind kind,
      List<Integer> shape,
      List<Integer> axes,
      Optional<String> vocabulary) {
    public Output {
      shape = List.copyOf(shape);
      axes = List.copyOf(axes);
    }

    /** Whether there is one value a step: for each position of the first axis, and no other. */
    public boolean overTime() {
      return axes.equals(List.of(0));
    }

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
