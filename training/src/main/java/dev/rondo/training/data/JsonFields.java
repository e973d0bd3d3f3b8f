package dev.rondo.training.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.rondo.runtime.Signature.Kind;
import dev.rondo.training.DataException;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.Symbols;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values of JSON fields → columns of the inputs that have their names. */
final class JsonFields {
  private final Path file;
  private final List<Binding> inputs;
  private final Symbols symbols;
  // the lengths of each list of features, by input: known, or else those of the first sequence
  private final int[][] shapes;

  JsonFields(Path file, DataRequest request, Symbols symbols) {
    this.file = file;
    this.inputs = request.inputs();
    this.symbols = symbols;
    this.shapes = new int[inputs.size()][];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = inputs.get(i).shape().stream().mapToInt(size -> size.orElse(-1)).toArray();
    }
  }

  /** The value of one input in one line. */
  RawColumn column(int line, int input, JsonElement value, Lengths lengths) {
    Binding binding = inputs.get(input);
    if (binding.kind() == Kind.TOKEN) {
      return tokens(line, binding, value, lengths);
    }
    List<Double> numbers = new ArrayList<>();
    List<JsonElement> steps = new ArrayList<>();
    steps(line, binding, 0, 0, value, lengths, steps);
    for (JsonElement step : steps) {
      features(line, input, 0, step, numbers);
    }
    int width = Arrays.stream(shapes[input]).reduce(1, Math::multiplyExact);
    double[] values = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    boolean open = Arrays.stream(shapes[input]).anyMatch(size -> size < 0); // no step yet
    return open
        ? new RawColumn.Reals(values, 1)
        : new RawColumn.Reals(values, width, Arrays.stream(shapes[input]).boxed().toList());
  }

  /** The values at all positions along an input's axes, the last axis fastest. */
  private void steps(
      int line,
      Binding input,
      int depth,
      int outer,
      JsonElement value,
      Lengths lengths,
      List<JsonElement> found) {
    if (depth == input.axes().size()) {
      found.add(value);
      return;
    }
    int axis = input.axes().get(depth);
    boolean text = value instanceof JsonPrimitive primitive && primitive.isString();
    if (text && input.kind() == Kind.TOKEN && depth == input.axes().size() - 1) {
      String symbols = value.getAsString();
      symbols.codePoints().forEach(c -> found.add(new JsonPrimitive(Character.toString(c))));
      lengths.measure(line, axis, outer, symbols.codePointCount(0, symbols.length()), input.name());
      return;
    }
    boolean symbols = input.kind() == Kind.TOKEN && depth == input.axes().size() - 1;
    JsonArray list =
        list(line, input, value, symbols ? "a string or a list of symbols" : "a list of steps");
    lengths.measure(line, axis, outer, list.size(), input.name());
    for (int p = 0; p < list.size(); p++) {
      steps(line, input, depth + 1, p, list.get(p), lengths, found);
    }
  }

  /** The sizes of an input's value, as far as the file has shown them. */
  private void features(int line, int input, int depth, JsonElement value, List<Double> numbers) {
    Binding binding = inputs.get(input);
    int[] shape = shapes[input];
    if (depth == shape.length) {
      numbers.add(number(line, binding, value));
      return;
    }
    JsonArray list = list(line, binding, value, "a list of features");
    if (shape[depth] < 0) {
      shape[depth] = list.size();
    }
    if (list.size() != shape[depth]) {
      throw bad(
          line, binding, "has " + list.size() + " features where there should be " + shape[depth]);
    }
    for (JsonElement element : list) {
      features(line, input, depth + 1, element, numbers);
    }
  }

  private double number(int line, Binding input, JsonElement value) {
    if (!(value instanceof JsonPrimitive primitive) || !primitive.isNumber()) {
      throw bad(line, input, "should be a number here, not " + shown(value));
    }
    double number = primitive.getAsDouble();
    if (!Double.isFinite(number)) {
      throw bad(line, input, "has a number that is not finite: " + shown(value));
    }
    if (input.kind() == Kind.INT
        && (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE)) {
      throw bad(line, input, "should be a whole number, not " + shown(value));
    }
    return number;
  }

  private RawColumn tokens(int line, Binding input, JsonElement value, Lengths lengths) {
    boolean text = value instanceof JsonPrimitive primitive && primitive.isString();
    if (input.axes().isEmpty()) {
      return text
          ? new RawColumn.Tokens(new int[] {symbols.id(value.getAsString())})
          : new RawColumn.Indices(new int[] {index(line, input, value)});
    }
    if (text && input.axes().size() == 1) {
      int[] ids = value.getAsString().codePoints().map(symbols::id).toArray();
      lengths.measure(line, input.axes().get(0), 0, ids.length, input.name());
      return new RawColumn.Tokens(ids);
    }
    List<JsonElement> list = new ArrayList<>();
    steps(line, input, 0, 0, value, lengths, list);
    boolean byIndex =
        !list.isEmpty() && list.get(0) instanceof JsonPrimitive first && first.isNumber();
    int[] result = new int[list.size()];
    for (int step = 0; step < result.length; step++) {
      JsonElement element = list.get(step);
      if (byIndex) {
        result[step] = index(line, input, element);
      } else if (element instanceof JsonPrimitive symbol && symbol.isString()) {
        result[step] = symbols.id(symbol.getAsString());
      } else {
        throw bad(line, input, "should have a symbol, in quotes, and not " + shown(element));
      }
    }
    return byIndex ? new RawColumn.Indices(result) : new RawColumn.Tokens(result);
  }

  private int index(int line, Binding input, JsonElement value) {
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      double index = primitive.getAsDouble();
      if (index >= 0 && index == Math.rint(index) && index < MOST_SYMBOLS) {
        return (int) index;
      }
      throw bad(line, input, "has " + shown(value) + ", which is not the index of a symbol");
    }
    throw bad(line, input, "should be a symbol, in quotes, or its index, not " + shown(value));
  }

  /** More would be a mistake: each has a row in a table. */
  private static final int MOST_SYMBOLS = 1 << 24;

  private JsonArray list(int line, Binding input, JsonElement value, String what) {
    if (value.isJsonArray()) {
      return value.getAsJsonArray();
    }
    throw bad(line, input, "should be " + what + ", not " + shown(value));
  }

  private DataException bad(int line, Binding input, String problem) {
    return DataException.at(file, line, "'" + input.name() + "' " + problem);
  }

  private static String shown(JsonElement value) {
    String text = value.toString();
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }
}
