package dev.rondo.training.data;

import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Data that was read, bound to a model's inputs, with what was learned from it.
 *
 * @param file where the training data came from
 * @param inputs what the sequences' inputs are, by position
 * @param vocabularies by the name of their size
 * @param scaling by input; empty if nothing was scaled
 * @param shapes by input, as found: what binds the model's sizes
 * @param validation empty if nothing is held back
 * @param test what is looked at once, when everything is decided; empty if there is nothing
 */
public record Dataset(
    Path file,
    List<Binding> inputs,
    Map<String, Vocabulary> vocabularies,
    Map<String, Scaling> scaling,
    Map<String, List<Integer>> shapes,
    Part training,
    Optional<Part> validation,
    Optional<Part> test) {
  public Dataset {
    inputs = List.copyOf(inputs);
    vocabularies = Collections.unmodifiableMap(new LinkedHashMap<>(vocabularies));
    scaling = Collections.unmodifiableMap(new LinkedHashMap<>(scaling));
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
  }

  /** Without a part to test on. */
  public Dataset(
      Path file,
      List<Binding> inputs,
      Map<String, Vocabulary> vocabularies,
      Map<String, Scaling> scaling,
      Map<String, List<Integer>> shapes,
      Part training,
      Optional<Part> validation) {
    this(file, inputs, vocabularies, scaling, shapes, training, validation, Optional.empty());
  }

  /** Everything, each sequence whole: the training part, then validation, then test. */
  public Part all() {
    List<Sequence> sequences = new ArrayList<>(training.sequences());
    for (Part part : Stream.of(validation, test).flatMap(Optional::stream).toList()) {
      if (part.lead() > 0) { // its one sequence begins with those before
        sequences.clear();
      }
      sequences.addAll(part.sequences());
    }
    return new Part(sequences);
  }
}
