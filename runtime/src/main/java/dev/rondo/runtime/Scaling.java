package dev.rondo.runtime;

import java.util.Collections;
import java.util.List;

/**
 * How an input was brought to mean 0 and deviation 1: scaled = (value - mean) / deviation, feature
 * by feature.
 */
public record Scaling(List<Double> mean, List<Double> deviation) {
  public Scaling {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != deviation.size()) {
      throw new IllegalArgumentException(
          mean.size() + " means, " + deviation.size() + " deviations");
    }
  }

  /** Leaves values as they are. */
  public static Scaling none(int width) {
    return new Scaling(Collections.nCopies(width, 0.0), Collections.nCopies(width, 1.0));
  }

  public int width() {
    return mean.size();
  }

  public double scale(double value, int feature) {
    return (value - mean.get(feature)) / deviation.get(feature);
  }

  public double unscale(double scaled, int feature) {
    return scaled * deviation.get(feature) + mean.get(feature);
  }
}
