package dev.rondo.tests.random;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The names of a cell or model being made up, and the members that it has so far. */
final class RandomScope {
  /** How often a value changes. */
  enum Axis {
    NEVER,
    SEQUENCE,
    STEP
  }

  /**
   * What an expression may mention.
   *
   * @param shape sizes as they are written
   * @param name whether a delay may stand on it
   */
  record Value(String text, List<String> shape, Axis axis, boolean name) {}

  /** A token input: its name and its vocabulary as it is written. */
  record Token(String name, String vocabulary, Axis axis) {}

  final Random random;

  /** Whether a value may depend on later steps. */
  final boolean whole;

  /** The sizes that exist, with their values; 0 where a cell's caller decides. */
  final Map<String, Integer> sizes = new LinkedHashMap<>();

  final List<Value> values = new ArrayList<>();
  final List<Token> tokens = new ArrayList<>();
  final List<String> members = new ArrayList<>();

  /** Functions of one number that expressions may call. */
  final List<String> functions = new ArrayList<>();

  boolean smooth = true;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  RandomScope(Random random, boolean whole) {
    this.random = random;
    this.whole = whole;
  }

  /** A name that is new here. */
  String fresh(String prefix) {
    return prefix + numbers.merge(prefix, 1, Integer::sum);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  @SafeVarargs
  final <T> T pick(T first, T... others) {
    int i = random.nextInt(others.length + 1);
    return i == 0 ? first : others[i - 1];
  }

  String size() {
    return pick(new ArrayList<>(sizes.keySet()));
  }

  /** The value of a size, 0 if it is not known here. */
  int valueOf(String size) {
    return size.matches("[0-9]+") ? Integer.parseInt(size) : sizes.getOrDefault(size, 0);
  }

  List<Value> values(List<String> shape, Axis most) {
    return values.stream().filter(v -> v.shape().equals(shape) && fits(v, most)).toList();
  }

  List<Value> vectors(Axis most) {
    return values.stream().filter(v -> v.shape().size() == 1 && fits(v, most)).toList();
  }

  private static boolean fits(Value value, Axis most) {
    return value.axis().compareTo(most) <= 0;
  }

  Value add(String name, List<String> shape, Axis axis) {
    Value value = new Value(name, shape, axis, axis == Axis.STEP);
    values.add(value);
    return value;
  }

  Value asName(Value value) {
    return new Value(value.text(), value.shape(), value.axis(), true);
  }

  static String type(List<String> shape) {
    return shape.isEmpty() ? "real" : "[" + String.join(", ", shape) + "]";
  }

  /** A new parameter; sometimes one that is not trained. */
  String parameter(List<String> shape) {
    String name = fresh("p");
    String initial =
        shape.isEmpty()
            ? "~ normal(0.5)"
            : pick(
                "~ normal(0.5)", "~ uniform(-1, 1)", "~ glorot", "= 0", "= 1", "~ 0.5 * normal(1)");
    members.add((chance(0.1) ? "fixed " : "param ") + name + ": " + type(shape) + " " + initial);
    values.add(new Value(name, shape, Axis.NEVER, false));
    return name;
  }
}
