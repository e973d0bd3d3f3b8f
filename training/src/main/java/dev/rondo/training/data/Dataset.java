package dev.rondo.training.data;

import dev.rondo.runtime.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data in memory, bound to a model's inputs, with what was learned from it.
 *
 * @param file where the training data came from
 * @param inputs what the sequences' inputs are, by position
 * @param vocabularies by the name of their size
 * @param scaling by input; empty if nothing was scaled
 * @param shapes by input, as found: what binds the model's sizes
 * @param validation empty if nothing is held back
 */
public record Dataset(
    Path file,
    List<Binding> inputs,
    Map<String, Vocabulary> vocabularies,
    Map<String, Scaling> scaling,
    Map<String, List<Integer>> shapes,
    Part training,
    Optional<Part> validation) {
  public Dataset {
    inputs = List.copyOf(inputs);
    vocabularies = Collections.unmodifiableMap(new LinkedHashMap<>(vocabularies));
    scaling = Collections.unmodifiableMap(new LinkedHashMap<>(scaling));
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
  }

  /** Everything, each sequence whole: the training part, then the validation part. */
  public Part all() {
    if (validation.isEmpty() || validation.get().lead() > 0) {
      return new Part(validation.orElse(training).sequences());
    }
    List<Sequence> sequences = new ArrayList<>(training.sequences());
    sequences.addAll(validation.get().sequences());
    return new Part(sequences);
  }
}
