package dev.rondo.training.weights;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.training.DataException;
import dev.rondo.training.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file (huggingface/safetensors): the header's length (8 bytes, little endian), a
 * JSON header that gives each tensor's type, shape and place, then the numbers. F32 and F64.
 *
 * @param tensors in the order of their places in the file
 * @param metadata the header's {@code __metadata__}
 */
public record Safetensors(List<Tensor> tensors, Map<String, String> metadata) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final String METADATA = "__metadata__";
  private static final int LENGTH_BYTES = 8;
  private static final int MOST_HEADER = 100_000_000; // the reference implementation's limit

  public Safetensors {
    tensors = List.copyOf(tensors);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Writes the file whole or not at all.
   *
   * @throws DataException if it cannot be written
   */
  public void write(Path file) {
    WholeFile.write(
        file,
        part -> {
          try (FileChannel channel =
              FileChannel.open(
                  part,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE)) {
            writeAll(channel, header());
            for (Tensor tensor : tensors) {
              writeAll(channel, bytes(tensor.values()));
            }
            channel.force(true);
            return channel.size();
          }
        });
  }

  private ByteBuffer header() {
    JsonObject json = new JsonObject();
    if (!metadata.isEmpty()) {
      json.add(METADATA, GSON.toJsonTree(metadata));
    }
    long offset = 0;
    for (Tensor tensor : tensors) {
      JsonObject entry = new JsonObject();
      entry.addProperty("dtype", tensor.values() instanceof Numbers.Floats ? "F32" : "F64");
      entry.add("shape", GSON.toJsonTree(tensor.shape()));
      JsonArray offsets = new JsonArray();
      offsets.add(offset);
      offset += (long) tensor.values().size() * width(tensor.values());
      offsets.add(offset);
      entry.add("data_offsets", offsets);
      json.add(tensor.name(), entry);
    }
    byte[] text = GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + LENGTH_BYTES - 1) / LENGTH_BYTES * LENGTH_BYTES;
    ByteBuffer buffer = little(LENGTH_BYTES + padded).putLong(padded).put(text);
    while (buffer.hasRemaining()) {
      buffer.put((byte) ' '); // so that the numbers are aligned in a mapped file
    }
    return buffer.flip();
  }

  private static int width(Numbers numbers) {
    return numbers instanceof Numbers.Floats ? Float.BYTES : Double.BYTES;
  }

  private static ByteBuffer bytes(Numbers numbers) {
    ByteBuffer buffer = little(Math.multiplyExact(numbers.size(), width(numbers)));
    if (numbers instanceof Numbers.Floats floats) {
      buffer.asFloatBuffer().put(floats.array());
    } else {
      buffer.asDoubleBuffer().put(((Numbers.Doubles) numbers).array());
    }
    return buffer;
  }

  private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a file.
   *
   * @throws DataException saying what is wrong with it
   */
  public static Safetensors read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(file, channel);
    } catch (NoSuchFileException e) {
      throw DataException.in(file, "no such file");
    } catch (IOException e) {
      throw DataException.in(file, "cannot be read: " + e.getMessage());
    }
  }

  private static Safetensors read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw foreign(file, "it has only " + size + " bytes");
    }
    long length = readAll(channel, LENGTH_BYTES).getLong();
    if (length < 2 || length > MOST_HEADER || length > size - LENGTH_BYTES) {
      throw foreign(
          file,
          "its header should have "
              + Long.toUnsignedString(length)
              + " bytes, the file has "
              + size);
    }
    byte[] text = readAll(channel, (int) length).array();
    JsonObject header;
    try {
      header = JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw foreign(file, "its header is not a JSON object");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonElement> field : header.entrySet()) {
      try {
        if (field.getKey().equals(METADATA)) {
          field
              .getValue()
              .getAsJsonObject()
              .entrySet()
              .forEach(e -> metadata.put(e.getKey(), e.getValue().getAsString()));
        } else {
          entries.add(Entry.of(field.getKey(), field.getValue().getAsJsonObject()));
        }
      } catch (RuntimeException e) { // Gson and the number parsers have many
        throw foreign(file, "its header has no proper entry for '" + field.getKey() + "'");
      }
    }
    entries.sort((a, b) -> Long.compare(a.from, b.from));
    checkPlaces(file, entries, size - LENGTH_BYTES - length);
    List<Tensor> tensors = new ArrayList<>();
    for (Entry entry : entries) {
      ByteBuffer bytes = readAll(channel, Math.toIntExact(entry.to - entry.from));
      tensors.add(new Tensor(entry.name, entry.shape, numbers(entry.precision, bytes)));
    }
    return new Safetensors(tensors, metadata);
  }

  /** The tensors must fill the rest of the file, without holes and without overlaps. */
  private static void checkPlaces(Path file, List<Entry> entries, long bytes) {
    long end = 0;
    for (Entry entry : entries) {
      if (!entry.type.equals("F32") && !entry.type.equals("F64")) {
        throw DataException.in(file, "tensor '" + entry.name + "' has the type " + entry.type)
            .help("only F32 and F64 can be read: convert it");
      }
      if (entry.from != end) {
        throw foreign(
            file,
            "tensor '"
                + entry.name
                + "' starts at byte "
                + entry.from
                + ", the one before ends at "
                + end);
      }
      long expected = entry.bytes();
      if (entry.to - entry.from != expected) {
        throw foreign(
            file,
            "tensor '"
                + entry.name
                + "' "
                + entry.shape
                + " should have "
                + expected
                + " bytes, not "
                + (entry.to - entry.from));
      }
      if (expected > Integer.MAX_VALUE - 8) {
        throw DataException.in(file, "tensor '" + entry.name + "' is larger than 2 GB");
      }
      end = entry.to;
    }
    if (bytes < end) {
      throw DataException.in(
              file, "the file is cut off: it has " + bytes + " of " + end + " bytes of numbers")
          .help("copy it again");
    }
    if (bytes > end) {
      throw foreign(file, (bytes - end) + " bytes follow the last tensor");
    }
  }

  private record Entry(
      String name, String type, Precision precision, List<Integer> shape, long from, long to) {
    static Entry of(String name, JsonObject json) {
      List<Integer> shape = new ArrayList<>();
      for (JsonElement size : json.getAsJsonArray("shape")) {
        long value = whole(size);
        shape.add(Math.toIntExact(value));
      }
      JsonArray offsets = json.getAsJsonArray("data_offsets");
      String type = json.getAsJsonPrimitive("dtype").getAsString();
      Entry entry =
          new Entry(
              name,
              type,
              type.equals("F64") ? Precision.F64 : Precision.F32,
              shape,
              whole(offsets.get(0)),
              whole(offsets.get(1)));
      if (offsets.size() != 2 || entry.to < entry.from || entry.bytes() < 0) {
        throw new IllegalArgumentException();
      }
      return entry;
    }

    /** What its shape needs; fails on a shape that no file can hold. */
    long bytes() {
      return Math.multiplyExact(Tensor.size(shape), precision.bytes());
    }

    private static long whole(JsonElement element) {
      JsonPrimitive primitive = element.getAsJsonPrimitive();
      if (!primitive.isNumber()) {
        throw new IllegalArgumentException();
      }
      long value = primitive.getAsBigDecimal().longValueExact();
      if (value < 0) {
        throw new IllegalArgumentException();
      }
      return value;
    }
  }

  private static Numbers numbers(Precision precision, ByteBuffer bytes) {
    if (precision == Precision.F32) {
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      return new Numbers.Floats(values);
    }
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return new Numbers.Doubles(values);
  }

  private static ByteBuffer readAll(FileChannel channel, int size) throws IOException {
    ByteBuffer buffer = little(size);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static DataException foreign(Path file, String why) {
    return DataException.in(file, "not a safetensors file, or a damaged one: " + why);
  }
}
