package dev.rondo.training.data;

import dev.rondo.runtime.Signature;
import dev.rondo.runtime.Signature.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a loader binds to a field of a record: an input of a model whose sizes may not be known yet,
 * because the data gives them.
 *
 * @param shape one entry an index; empty where the size is not known
 * @param axes the numbers of the axes it runs over, in the order written; none: one value a
 *     sequence
 * @param vocabulary for a token the name of its size: inputs with the same one share symbols. A
 *     token without one has a vocabulary of its own, under the input's name
 * @param symbols how many symbols the vocabulary may have, where that is known
 * @param value what the input is when the data does not have it
 * @param read whether the data is asked for it at all
 */
public record Binding(
    String name,
    Kind kind,
    List<OptionalInt> shape,
    List<Integer> axes,
    Optional<String> vocabulary,
    OptionalInt symbols,
    OptionalDouble value,
    boolean read) {
  public Binding {
    shape = List.copyOf(shape);
    axes = List.copyOf(axes);
  }

  /** An input that is read. */
  public Binding(
      String name,
      Kind kind,
      List<OptionalInt> shape,
      List<Integer> axes,
      Optional<String> vocabulary,
      OptionalInt symbols,
      OptionalDouble value) {
    this(name, kind, shape, axes, vocabulary, symbols, value, true);
  }

  /** The same where nobody will look at its values: the data need not have it. */
  public Binding unread() {
    return new Binding(name, kind, shape, axes, vocabulary, symbols, value, false);
  }

  /** Whether it has one value a step: for each position of the first axis, and no other. */
  public boolean overTime() {
    return axes.equals(List.of(0));
  }

  /** Whether its positions are others than the steps: it has an axis, and not the first alone. */
  boolean hasOwnAxis() {
    return !axes.isEmpty() && !overTime();
  }

  /** Whether data without it are wrong. */
  boolean required() {
    return read && value.isEmpty();
  }

  /** What it is without data. */
  double otherwise() {
    return value.orElse(0);
  }

  /** Of a model whose sizes are known. */
  public static Binding of(Signature.Input input) {
    return new Binding(
        input.name(),
        input.kind(),
        input.shape().stream().map(OptionalInt::of).toList(),
        input.axes(),
        input.vocabulary(),
        OptionalInt.empty(),
        input.value());
  }

  /** The name that its symbols are kept under. */
  String vocabularyName() {
    return vocabulary.orElse(name);
  }

  /** How many numbers one value has, if that is known. */
  OptionalInt width() {
    int width = 1;
    for (OptionalInt size : shape) {
      if (size.isEmpty()) {
        return OptionalInt.empty();
      }
      width = Math.multiplyExact(width, size.getAsInt());
    }
    return OptionalInt.of(width);
  }
}
