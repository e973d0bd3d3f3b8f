package dev.rondo.training.weights;

import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Signature;
import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model's parameters by path, with what belongs to them.
 *
 * @param metadata empty for a file that something else wrote
 */
public record Weights(List<Tensor> tensors, Optional<Metadata> metadata) {
  public Weights {
    tensors = List.copyOf(tensors);
  }

  /** Of a model's flat array. */
  public static Weights of(Signature signature, Numbers parameters, Metadata metadata) {
    List<Tensor> tensors = new ArrayList<>();
    Precision precision = parameters instanceof Numbers.Floats ? Precision.F32 : Precision.F64;
    for (Signature.Parameter parameter : signature.parameters()) {
      Numbers values = Numbers.zeros(precision, parameter.size());
      System.arraycopy(parameters.array(), parameter.offset(), values.array(), 0, parameter.size());
      tensors.add(new Tensor(parameter.path(), parameter.shape(), values));
    }
    return new Weights(tensors, Optional.of(metadata));
  }

  /** The width of its numbers: F64 if any tensor has it. */
  public Precision precision() {
    return tensors.stream().anyMatch(tensor -> tensor.values() instanceof Numbers.Doubles)
        ? Precision.F64
        : Precision.F32;
  }

  /** Writes a safetensors file, whole or not at all. */
  public void save(Path file) {
    new Safetensors(tensors, metadata.map(Metadata::fields).orElse(Map.of())).write(file);
  }

  /**
   * Reads a safetensors file.
   *
   * @throws DataException if it is damaged or missing
   */
  public static Weights load(Path file) {
    Safetensors content = Safetensors.read(file);
    return new Weights(content.tensors(), Metadata.of(file, content.metadata()));
  }

  /**
   * A model's flat array, filled by tensor names. F64 and F32 become each other.
   *
   * @param file for the message
   * @throws DataException listing every tensor that is missing, too many or of another shape
   */
  public Numbers parameters(Signature signature, Precision precision, Path file) {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    Numbers result = Numbers.zeros(precision, signature.parameterCount());
    List<String> problems = new ArrayList<>();
    for (Signature.Parameter parameter : signature.parameters()) {
      Tensor tensor = byName.remove(parameter.path());
      if (tensor == null) {
        problems.add("missing: " + parameter.path() + " " + parameter.shape());
      } else if (!tensor.shape().equals(parameter.shape())) {
        problems.add(
            parameter.path()
                + " is "
                + tensor.shape()
                + " in the file, "
                + parameter.shape()
                + " in the model");
      } else {
        for (int i = 0; i < parameter.size(); i++) {
          result.set(parameter.offset() + i, tensor.values().get(i));
        }
      }
    }
    byName.values().forEach(t -> problems.add("not in the model: " + t.name() + " " + t.shape()));
    if (!problems.isEmpty()) {
      throw DataException.in(
              file,
              "these weights are not of the model "
                  + signature.model()
                  + ":\n      "
                  + String.join("\n      ", problems))
          .help(metadata.map(known -> differences(known, signature)).orElse(""));
    }
    return result;
  }

  /** What the metadata says about why tensors do not fit. */
  private static String differences(Metadata known, Signature signature) {
    if (!known.model().equals(signature.model())) {
      return "they were trained for the model " + known.model();
    }
    List<String> sizes = new ArrayList<>();
    signature
        .sizes()
        .forEach(
            (name, size) -> {
              Integer then = known.sizes().get(name);
              if (then != null && !then.equals(size)) {
                sizes.add(name + " = " + then);
              }
            });
    return sizes.isEmpty()
        ? "the model was changed since they were trained"
        : "they were trained with "
            + String.join(", ", sizes)
            + ": give "
            + (sizes.size() == 1 ? "that size" : Names.count(sizes.size(), "size"))
            + " with --size";
  }
}
