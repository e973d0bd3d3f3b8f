package dev.rondo.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model's losses and metrics come to on some data.
 *
 * @param loss Σ over the losses of Σ sum / Σ count
 * @param terms the metrics, and the losses if there are several
 */
public record Evaluation(double loss, Map<String, Double> terms, long sequences, long steps) {
  public Evaluation {
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
  }
}
