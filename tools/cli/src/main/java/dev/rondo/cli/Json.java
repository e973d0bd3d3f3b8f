package dev.rondo.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Values as JSON: maps, lists, strings, numbers, booleans and null; a line a value. */
final class Json {
  private Json() {}

  /** Prints a value as one line. */
  static void line(PrintStream out, Map<String, ?> value) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(text);
    out.flush(); // a program may be reading along
  }

  private static void write(JsonWriter json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.beginObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.name(String.valueOf(entry.getKey()));
        write(json, entry.getValue());
      }
      json.endObject();
    } else if (value instanceof Iterable<?> list) {
      json.beginArray();
      for (Object element : list) {
        write(json, element);
      }
      json.endArray();
    } else if (value instanceof Boolean flag) {
      json.value(flag);
    } else if (value instanceof Number number) {
      // JSON has no NaN and no infinity
      boolean finite = Double.isFinite(number.doubleValue());
      json.value(finite ? number : null);
    } else {
      json.value(value == null ? null : value.toString());
    }
  }
}
