package dev.rondo.training;

import com.google.gson.stream.JsonWriter;
import dev.rondo.runtime.Model;
import dev.rondo.runtime.Precision;
import dev.rondo.training.SequenceOutputs.Field;
import dev.rondo.training.data.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;

/** Writes a pass's outputs: a line is a sequence. */
final class OutputLines implements Pass.Visitor {
  private final Writer writer;
  private final List<Field> fields;
  private final Precision precision;
  private final Tail tail;
  private SequenceOutputs[] batch = {};

  OutputLines(Writer writer, List<Field> fields, Precision precision, Tail tail) {
    this.writer = writer;
    this.fields = fields;
    this.precision = precision;
    this.tail = tail;
  }

  /** For all outputs of a model. */
  OutputLines(Writer writer, Model model, Dataset data) {
    this(writer, model, data, (json, sequence) -> {});
  }

  /** For all outputs of a model, and more. */
  OutputLines(Writer writer, Model model, Dataset data, Tail tail) {
    this(
        writer,
        Field.of(model.signature().outputs(), data.vocabularies()),
        model.precision(),
        tail);
  }

  /** What comes in a line behind a sequence's outputs, by the sequence's number. */
  interface Tail {
    void write(JsonWriter json, int sequence) throws IOException;
  }

  @Override
  public void window(
      Engine engine, int first, int size, long start, boolean counted, boolean last) {
    if (start == 0 || batch.length != size) {
      batch = new SequenceOutputs[size];
      Arrays.setAll(batch, i -> new SequenceOutputs(fields, precision));
    }
    for (int s = 0; counted && s < size; s++) {
      batch[s].add(engine, s);
    }
    if (last) {
      for (int s = 0; s < size; s++) {
        line(batch[s], first + s);
      }
      batch = new SequenceOutputs[0];
    }
  }

  private void line(SequenceOutputs outputs, int sequence) {
    try {
      // a writer of its own for each line: JSON lines are separate documents
      JsonWriter json = new JsonWriter(writer);
      json.beginObject();
      outputs.write(json);
      tail.write(json, sequence);
      json.endObject();
      json.flush();
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
