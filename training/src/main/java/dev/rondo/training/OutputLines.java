package dev.rondo.training;

import com.google.gson.stream.JsonWriter;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Signature;
import dev.rondo.training.data.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes a pass's outputs: a line is a sequence. */
final class OutputLines implements Pass.Visitor, AutoCloseable {
  private final Path file;
  private final Writer writer;
  private final List<Signature.Output> outputs;
  private final Precision precision;
  private final Map<String, Vocabulary> vocabularies;
  private Collected[] batch = {};

  OutputLines(
      Path file,
      List<Signature.Output> outputs,
      Precision precision,
      Map<String, Vocabulary> vocabularies) {
    this.file = file;
    this.outputs = outputs;
    this.precision = precision;
    this.vocabularies = vocabularies;
    try {
      this.writer = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw DataException.in(file, "cannot be written: " + e.getMessage());
    }
  }

  /** The numbers of one sequence so far, by output. */
  private static final class Collected {
    private final double[][] values;
    private final int[] counts;

    Collected(int outputs) {
      values = new double[outputs][16];
      counts = new int[outputs];
    }

    void add(int output, double value) {
      if (counts[output] == values[output].length) {
        values[output] = Arrays.copyOf(values[output], 2 * counts[output]);
      }
      values[output][counts[output]++] = value;
    }
  }

  @Override
  public void window(
      Engine engine, int first, int size, long start, boolean counted, boolean last) {
    if (start == 0 || batch.length != size) {
      batch = new Collected[size];
      Arrays.setAll(batch, i -> new Collected(outputs.size()));
    }
    for (int s = 0; counted && s < size; s++) {
      for (int o = 0; o < outputs.size(); o++) {
        collect(engine, s, o);
      }
    }
    if (last) {
      for (Collected sequence : batch) {
        write(sequence);
      }
      batch = new Collected[0];
    }
  }

  private void collect(Engine engine, int sequence, int number) {
    Signature.Output output = outputs.get(number);
    int steps = output.overTime() ? engine.steps(sequence) : 1;
    if (!output.overTime()) {
      batch[sequence].counts[number] = 0; // only what holds after the last window
    }
    for (int step = 0; step < steps; step++) {
      for (int k = 0; k < output.size(); k++) {
        batch[sequence].add(number, engine.output(number, sequence, step, k));
      }
    }
  }

  private void write(Collected sequence) {
    try {
      // a writer of its own for each line: JSON lines are separate documents
      JsonWriter json = new JsonWriter(writer);
      json.beginObject();
      for (int o = 0; o < outputs.size(); o++) {
        Signature.Output output = outputs.get(o);
        json.name(output.name());
        if (output.overTime()) {
          json.beginArray();
          for (int at = 0; at < sequence.counts[o]; at += output.size()) {
            value(json, output, sequence.values[o], at, 0);
          }
          json.endArray();
        } else {
          value(json, output, sequence.values[o], 0, 0);
        }
      }
      json.endObject();
      json.flush();
      writer.write('\n');
    } catch (IOException e) {
      throw DataException.in(file, "cannot be written: " + e.getMessage());
    }
  }

  /** One value, nested as its shape is. Returns where the next one begins. */
  private int value(JsonWriter json, Signature.Output output, double[] values, int at, int depth)
      throws IOException {
    if (depth < output.shape().size()) {
      json.beginArray();
      int next = at;
      for (int k = 0; k < output.shape().get(depth); k++) {
        next = value(json, output, values, next, depth + 1);
      }
      json.endArray();
      return next;
    }
    double value = values[at];
    if (output.kind() == Signature.Kind.TOKEN) {
      Vocabulary vocabulary = output.vocabulary().map(vocabularies::get).orElse(null);
      if (vocabulary != null && value >= 0 && value < vocabulary.size()) {
        json.value(vocabulary.symbol((int) value));
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

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
