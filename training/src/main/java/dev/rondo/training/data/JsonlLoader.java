package dev.rondo.training.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.rondo.runtime.Signature;
import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.RawSequence;
import dev.rondo.training.data.RawData.Symbols;
import dev.rondo.training.settings.Settings.Source;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code jsonl(file, scale = standard)}: a line is a sequence, an object with a field an input.
 * Nested lists are steps, those of each axis in turn, then features; a string for a token over time
 * is its code points, a list its elements; a string for a plain token is one symbol, a number an
 * index. Other fields and blank lines do not matter.
 */
final class JsonlLoader implements Loader {
  @Override
  public boolean reads(Binding input, List<Signature.Axis> axes) {
    return true;
  }

  @Override
  public RawData read(Source source, Path file, DataRequest request) {
    Options.only(source, List.of("scale"));
    Symbols symbols = new Symbols();
    List<RawSequence> sequences = new ArrayList<>();
    JsonFields fields = new JsonFields(file, request, symbols);
    int number = 0;
    for (String line : TextFile.lines(file)) {
      number++;
      if (!line.isBlank()) {
        sequences.add(sequence(file, number, line, request, fields));
      }
    }
    if (sequences.isEmpty()) {
      throw DataException.in(file, "there are only blank lines");
    }
    return new RawData(file, symbols, sequences, Options.standardize(source));
  }

  private static RawSequence sequence(
      Path file, int number, String line, DataRequest request, JsonFields fields) {
    List<Binding> inputs = request.inputs();
    Lengths lengths = new Lengths(file, request.axes());
    JsonObject object = parse(file, number, line);
    List<RawColumn> columns = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Binding input = inputs.get(i);
      JsonElement value = input.read() ? object.get(input.name()) : null;
      if (value == null || value.isJsonNull()) {
        if (input.required()) {
          throw DataException.at(
                  file,
                  number,
                  "there is no field '" + input.name() + "' for the input of that name")
              .help(Names.suggest(input.name(), "fields", object.keySet()));
        }
        columns.add(new RawColumn.Absent(input.otherwise()));
        continue;
      }
      columns.add(fields.column(number, i, value, lengths));
    }
    inputs.stream()
        .flatMap(input -> input.axes().stream())
        .forEach(a -> lengths.require(number, a));
    return new RawSequence(columns, lengths.first(), lengths.all(), step -> number);
  }

  private static JsonObject parse(Path file, int number, String line) {
    try (JsonReader reader = new JsonReader(new StringReader(line))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw DataException.at(file, number, "there is more than one JSON value in this line")
            .help("each sequence stands in a line of its own");
      }
      if (!element.isJsonObject()) {
        throw DataException.at(file, number, "this line is not a JSON object")
            .help("a line is an object with a field an input: {\"x\": ...}");
      }
      return element.getAsJsonObject();
    } catch (JsonParseException | IOException | NumberFormatException e) {
      throw DataException.at(file, number, "this line is not JSON")
          .help("a line is one object, in double quotes and without NaN: {\"x\": [1, 2.5]}");
    }
  }
}
