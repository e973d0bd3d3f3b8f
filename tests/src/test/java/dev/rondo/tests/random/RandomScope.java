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
   * @param time the axis along which
   */
  record Value(String text, List<String> shape, Axis axis, boolean name, String time) {
    Value(String text, List<String> shape, Axis axis, boolean name) {
      this(text, shape, axis, name, FIRST);
    }
  }

  /** A token input: its name and its vocabulary as it is written. */
  record Token(String name, String vocabulary, Axis axis) {}

  /** The axis along which a model runs in windows or step by step. */
  static final String FIRST = "t";

  final Random random;

  /** Whether a value may depend on later steps. */
  final boolean whole;

  /** The axes of time that are here. */
  final List<String> times;

  /** A number that varies over all of them. */
  final String anchor;

  /** The sizes that exist, with their values; 0 where a cell's caller decides. */
  final Map<String, Integer> sizes;

  final List<Value> values = new ArrayList<>();
  final List<Token> tokens = new ArrayList<>();
  final List<String> members;

  /** Functions of one number that expressions may call. */
  final List<String> functions;

  boolean smooth = true;
  private final Map<String, Integer> numbers;

  RandomScope(Random random, boolean whole) {
    this.random = random;
    this.whole = whole;
    this.times = List.of(FIRST);
    this.anchor = "x[0]";
    this.sizes = new LinkedHashMap<>();
    this.members = new ArrayList<>();
    this.functions = new ArrayList<>();
    this.numbers = new LinkedHashMap<>();
  }

  /** The same model, where other axes are. */
  RandomScope(RandomScope of, List<String> times, String anchor) {
    this.random = of.random;
    this.whole = of.whole;
    this.times = times;
    this.anchor = anchor;
    this.sizes = of.sizes;
    this.members = of.members;
    this.functions = of.functions;
    this.numbers = of.numbers;
  }

  /** One of the axes that are here. */
  String time() {
    return times.size() == 1 ? times.get(0) : pick(times);
  }

  /** Whether later positions along an axis may be read. */
  boolean ahead(String time) {
    return whole || !time.equals(FIRST);
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
    return new Value(value.text(), value.shape(), value.axis(), true, value.time());
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
