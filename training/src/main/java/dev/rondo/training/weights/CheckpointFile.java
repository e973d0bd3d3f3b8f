package dev.rondo.training.weights;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Signature;
import dev.rondo.training.Checkpoint;
import dev.rondo.training.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A run in a safetensors file: {@code last/}, {@code best/} and {@code optimizer/} parameters by
 * path, {@code carried/} state, and counters in the metadata.
 *
 * @param metadata as beside weights
 * @param run what must be the same for the run to go on, by a name for messages
 */
public record CheckpointFile(Metadata metadata, Map<String, String> run, Checkpoint checkpoint) {
  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .serializeSpecialFloatingPointValues()
          .registerTypeAdapter(OptionalDouble.class, new OptionalNumber())
          .create();
  private static final String FORMAT = "rondo checkpoint";

  public CheckpointFile {
    run = Map.copyOf(run);
  }

  /** A text, because JSON's null would be no optional value. */
  private static final class OptionalNumber extends TypeAdapter<OptionalDouble> {
    @Override
    public void write(JsonWriter out, OptionalDouble value) throws IOException {
      out.value(value.isPresent() ? Double.toString(value.getAsDouble()) : "");
    }

    @Override
    public OptionalDouble read(JsonReader in) throws IOException {
      String text = in.nextString();
      return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }
  }

  /** Writes it whole or not at all. */
  public void save(Path file, Signature signature) {
    List<Tensor> tensors = new ArrayList<>();
    add(tensors, "last/", signature, checkpoint.last());
    add(tensors, "best/", signature, checkpoint.best());
    checkpoint
        .optimizer()
        .forEach((name, numbers) -> add(tensors, "optimizer/" + name + "/", signature, numbers));
    checkpoint
        .carried()
        .forEach(
            (name, values) ->
                tensors.add(
                    new Tensor(
                        "carried/" + name, List.of(values.length), new Numbers.Doubles(values))));
    Map<String, String> fields = new LinkedHashMap<>(metadata.fields());
    fields.put("format", FORMAT);
    fields.put("run", GSON.toJson(run));
    fields.put("progress", GSON.toJson(checkpoint.progress()));
    new Safetensors(tensors, fields).write(file);
  }

  private static void add(
      List<Tensor> tensors, String prefix, Signature signature, Numbers numbers) {
    Precision precision = numbers instanceof Numbers.Floats ? Precision.F32 : Precision.F64;
    for (Signature.Parameter parameter : signature.parameters()) {
      Numbers values = Numbers.zeros(precision, parameter.size());
      System.arraycopy(numbers.array(), parameter.offset(), values.array(), 0, parameter.size());
      tensors.add(new Tensor(prefix + parameter.path(), parameter.shape(), values));
    }
  }

  /** A file that was read; its tensors wait for the model that they belong to. */
  public record Loaded(
      Path file,
      Metadata metadata,
      Map<String, String> run,
      Checkpoint.Progress progress,
      Map<String, Tensor> tensors) {
    public Loaded {
      run = Map.copyOf(run);
      tensors = Map.copyOf(tensors);
    }

    /**
     * For a model.
     *
     * @throws DataException if it is another model's
     */
    public Checkpoint of(Signature signature, Precision precision) {
      Map<String, Numbers> optimizer = new LinkedHashMap<>();
      Map<String, double[]> carried = new LinkedHashMap<>();
      for (String name : tensors.keySet()) {
        if (name.startsWith("optimizer/")) {
          String average = name.split("/", -1)[1];
          optimizer.computeIfAbsent(
              average, a -> flat("optimizer/" + a + "/", signature, precision));
        } else if (name.startsWith("carried/")) {
          Numbers values = tensors.get(name).values();
          double[] all = new double[values.size()];
          for (int i = 0; i < all.length; i++) {
            all[i] = values.get(i);
          }
          carried.put(name.substring("carried/".length()), all);
        }
      }
      return new Checkpoint(
          flat("last/", signature, precision),
          flat("best/", signature, precision),
          optimizer,
          carried,
          progress);
    }

    private Numbers flat(String prefix, Signature signature, Precision precision) {
      Numbers result = Numbers.zeros(precision, signature.parameterCount());
      for (Signature.Parameter parameter : signature.parameters()) {
        Tensor tensor = tensors.get(prefix + parameter.path());
        if (tensor == null || !tensor.shape().equals(parameter.shape())) {
          throw DataException.in(
              file, "this checkpoint has no proper '" + prefix + parameter.path() + "'");
        }
        for (int i = 0; i < parameter.size(); i++) {
          result.set(parameter.offset() + i, tensor.values().get(i));
        }
      }
      return result;
    }
  }

  /**
   * Reads one.
   *
   * @throws DataException if it is missing, damaged or something else
   */
  public static Loaded load(Path file) {
    Safetensors content = Safetensors.read(file);
    Map<String, String> fields = new LinkedHashMap<>(content.metadata());
    if (!FORMAT.equals(fields.get("format"))) {
      throw DataException.in(file, "this is no checkpoint of a training run");
    }
    fields.put("format", "rondo");
    Metadata metadata = Metadata.of(file, fields).orElseThrow();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    content.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    try {
      Map<String, String> run =
          GSON.fromJson(fields.get("run"), new TypeToken<LinkedHashMap<String, String>>() {});
      Checkpoint.Progress progress =
          GSON.fromJson(fields.get("progress"), Checkpoint.Progress.class);
      return new Loaded(file, metadata, run, progress, tensors);
    } catch (RuntimeException e) { // Gson wraps what a record's constructor throws
      throw DataException.in(file, "its counters are damaged: " + e.getMessage());
    }
  }
}
