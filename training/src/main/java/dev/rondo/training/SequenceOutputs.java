package dev.rondo.training;

import com.google.gson.stream.JsonWriter;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.training.data.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Outputs of one sequence: gathered window by window, written as the fields of an object. */
final class SequenceOutputs {
  private final List<Field> fields;
  private final Precision precision;
  private final double[][] values;
  private final int[] counts;

  /** What the lengths along axes are of; known from the first window on. */
  private Signature signature;

  private Sequence inputs;

  SequenceOutputs(List<Field> fields, Precision precision) {
    this.fields = fields;
    this.precision = precision;
    this.values = new double[fields.size()][16];
    this.counts = new int[fields.size()];
  }

  /**
   * An output and how it is shown.
   *
   * @param number in its program
   * @param name of the field
   * @param scaling to take back; empty where the output is in its own units already
   */
  record Field(
      int number,
      String name,
      Signature.Output output,
      Optional<Vocabulary> vocabulary,
      Optional<Scaling> scaling) {
    /** The outputs of a model, which come first in each of its programs. */
    static List<Field> of(List<Signature.Output> outputs, Map<String, Vocabulary> vocabularies) {
      List<Field> fields = new ArrayList<>();
      for (Signature.Output output : outputs) {
        Optional<Vocabulary> vocabulary = output.vocabulary().map(vocabularies::get);
        fields.add(new Field(fields.size(), output.name(), output, vocabulary, Optional.empty()));
      }
      return fields;
    }
  }

  /** Adds a window's steps; of an output that is not over time only the last window's holds. */
  void add(Engine engine, int sequence) {
    this.signature = engine.signature();
    this.inputs = engine.given(sequence);
    for (int i = 0; i < counts.length; i++) {
      Signature.Output output = fields.get(i).output();
      if (!output.axes().contains(0)) {
        counts[i] = 0;
      }
      long positions = positions(output.axes(), engine.steps(sequence));
      for (int at = 0; at < positions; at++) {
        for (int k = 0; k < output.size(); k++) {
          add(i, engine.output(fields.get(i).number(), sequence, at, k));
        }
      }
    }
  }

  /** How many values a window of so many steps has along axes. */
  private long positions(List<Integer> axes, int steps) {
    if (axes.equals(List.of(0))) {
      return steps;
    }
    if (!axes.contains(0) || steps == inputs.length()) {
      return Signature.positions(signature.axes(), axes, inputs);
    }
    List<Integer> others = axes.stream().filter(axis -> axis != 0).toList();
    return steps * Signature.positions(signature.axes(), others, inputs);
  }

  private void add(int field, double value) {
    if (counts[field] == values[field].length) {
      values[field] = Arrays.copyOf(values[field], 2 * counts[field]);
    }
    values[field][counts[field]++] = value;
  }

  /** The fields, inside an object. */
  void write(JsonWriter json) throws IOException {
    for (int i = 0; i < counts.length; i++) {
      Field field = fields.get(i);
      json.name(field.name());
      if (field.output().overTime()) {
        json.beginArray();
        for (int at = 0; at < counts[i]; at += field.output().size()) {
          value(json, field, values[i], at, at, 0);
        }
        json.endArray();
      } else {
        positions(json, i, field.output().axes(), 0, 0);
      }
    }
  }

  /** The values along axes, a list an axis. Returns where the rest begins. */
  private int positions(JsonWriter json, int number, List<Integer> axes, int outer, int at)
      throws IOException {
    if (axes.isEmpty()) {
      return value(json, fields.get(number), values[number], at, at, 0);
    }
    int next = at;
    json.beginArray();
    int length = signature.length(axes.get(0), inputs, outer);
    for (int p = 0; p < length; p++) {
      next = positions(json, number, axes.subList(1, axes.size()), p, next);
    }
    json.endArray();
    return next;
  }

  /** One value from {@code start} on, nested as its shape is. Returns where the rest begins. */
  private int value(JsonWriter json, Field field, double[] values, int start, int at, int depth)
      throws IOException {
    Signature.Output output = field.output();
    if (depth < output.shape().size()) {
      json.beginArray();
      int next = at;
      for (int k = 0; k < output.shape().get(depth); k++) {
        next = value(json, field, values, start, next, depth + 1);
      }
      json.endArray();
      return next;
    }
    double value = values[at];
    if (field.scaling().isPresent()) {
      value = field.scaling().get().unscale(value, at - start);
    }
    if (output.kind() == Signature.Kind.TOKEN) {
      if (field.vocabulary().isPresent() && value >= 0 && value < field.vocabulary().get().size()) {
        json.value(field.vocabulary().get().symbol((int) value));
      } else {
        json.value((long) value);
      }
    } else if (!Double.isFinite(value)) {
      json.nullValue();
    } else if (output.kind() == Signature.Kind.INT) {
      json.value((long) value);
    } else if (precision == Precision.F32) {
      json.value((Number) (float) value); // its shortest digits, not those of the double
    } else {
      json.value(value);
    }
    return at + 1;
  }
}
