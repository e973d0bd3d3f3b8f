package dev.rondo.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The first values of a model's parameters. Draws are keyed by seed and path: a parameter that is
 * added changes no other's.
 */
public final class Initialize {
  /** Reads what was trained before. */
  @FunctionalInterface
  public interface Files {
    /** For a model that begins with no file. */
    Files NONE =
        (file, parameter, values) -> {
          throw new IllegalStateException(parameter.path() + " begins with " + file.file());
        };

    /** Puts what the file has in the place of drawn numbers. */
    void fill(Initial.File file, Signature.Parameter parameter, double[] values);
  }

  private final Map<String, Signature.Parameter> parameters;
  private final long seed;
  private final Files files;
  private final Map<String, double[]> known = new HashMap<>();

  private Initialize(Signature signature, long seed, Files files) {
    this.parameters =
        signature.parameters().stream()
            .collect(Collectors.toMap(Signature.Parameter::path, Function.identity()));
    this.seed = seed;
    this.files = files;
  }

  /** All parameters of a model that begins with no file, in its flat array. */
  public static Numbers parameters(Signature signature, Precision precision, long seed) {
    return parameters(signature, precision, seed, Files.NONE);
  }

  /** All parameters of a model, in its flat array. */
  public static Numbers parameters(
      Signature signature, Precision precision, long seed, Files files) {
    Initialize pass = new Initialize(signature, seed, files);
    Numbers result = Numbers.zeros(precision, signature.parameterCount());
    for (Signature.Parameter parameter : signature.parameters()) {
      double[] values = pass.values(parameter.path());
      for (int i = 0; i < values.length; i++) {
        result.set(parameter.offset() + i, values[i]);
      }
    }
    return result;
  }

  /** One parameter's values, row major. */
  public static double[] values(Signature signature, String path, long seed) {
    return new Initialize(signature, seed, Files.NONE).values(path);
  }

  private double[] values(String path) {
    return new InitialValues(parameters.get(path), seed, other -> read(other.path()), files)
        .values();
  }

  /** What a parameter reads is there before it, wherever it is declared. */
  private double[] read(String path) {
    double[] values = known.get(path);
    if (values == null) {
      values = values(path);
      known.put(path, values);
    }
    return values;
  }
}
