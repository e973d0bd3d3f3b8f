package dev.rondo.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one epoch came to.
 *
 * @param epoch from 1
 * @param trainingLoss mean over the epoch, while the parameters changed
 * @param validationLoss with the parameters at the epoch's end; empty without validation data
 * @param metrics on the validation part: the model's metrics, and its losses if there are several
 * @param rate the learning rate of its last update
 * @param stepsPerSecond steps of sequences in training, validation not counted
 * @param seconds with validation
 * @param best the best so far
 */
public record EpochReport(
    int epoch,
    double trainingLoss,
    OptionalDouble validationLoss,
    Map<String, Double> metrics,
    double rate,
    double stepsPerSecond,
    double seconds,
    boolean best) {
  public EpochReport {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
