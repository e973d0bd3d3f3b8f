package dev.rondo.training.data;

import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Signature;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model asks of its data.
 *
 * @param axes the model's axes of time
 * @param inputs the model's, in its order
 * @param literals symbols that stand in the model's text, by the name of their vocabulary's size
 * @param vocabularies those that are known already, from the weights: the data may have no others
 * @param scaling what is known already, from the weights
 * @param untils the symbol that ends every sequence of a token input, by input
 * @param folder what relative file names are relative to
 */
public record DataRequest(
    List<Signature.Axis> axes,
    List<Binding> inputs,
    Map<String, List<String>> literals,
    Map<String, Vocabulary> vocabularies,
    Map<String, Scaling> scaling,
    Map<String, String> untils,
    Path folder) {
  public DataRequest {
    axes = List.copyOf(axes);
    inputs = List.copyOf(inputs);
    // not Map.copyOf: its order is another one in every run, and these go into the weights' file
    literals = Collections.unmodifiableMap(new LinkedHashMap<>(literals));
    vocabularies = Collections.unmodifiableMap(new LinkedHashMap<>(vocabularies));
    scaling = Collections.unmodifiableMap(new LinkedHashMap<>(scaling));
    untils = Collections.unmodifiableMap(new LinkedHashMap<>(untils));
  }

  /** For a model of one axis without weights. */
  public DataRequest(List<Binding> inputs, Map<String, List<String>> literals, Path folder) {
    this(Signature.Axis.TIME, inputs, literals, Map.of(), Map.of(), Map.of(), folder);
  }

  /** For a model of one axis whose sequences end where they end. */
  public DataRequest(
      List<Binding> inputs,
      Map<String, List<String>> literals,
      Map<String, Vocabulary> vocabularies,
      Map<String, Scaling> scaling,
      Path folder) {
    this(Signature.Axis.TIME, inputs, literals, vocabularies, scaling, Map.of(), folder);
  }

  /** The same, with what was learned from data. */
  DataRequest knowing(Map<String, Vocabulary> learned, Map<String, Scaling> scales) {
    return new DataRequest(axes, inputs, literals, learned, scales, untils, folder);
  }
}
