package dev.rondo.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a trained model's numbers are written outside of it.
 *
 * @param scaling by input: the model saw scaled values in training
 * @param symbols by the name of a vocabulary's size; a token is an index into them
 */
public record Encoding(Map<String, Scaling> scaling, Map<String, List<String>> symbols) {
  /** Numbers as the model sees them. */
  public static final Encoding NONE = new Encoding(Map.of(), Map.of());

  public Encoding {
    scaling = Collections.unmodifiableMap(new LinkedHashMap<>(scaling));
    Map<String, List<String>> copies = new LinkedHashMap<>();
    symbols.forEach((name, list) -> copies.put(name, List.copyOf(list)));
    symbols = Collections.unmodifiableMap(copies);
  }
}
