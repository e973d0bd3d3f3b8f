package dev.rondo.training.data;

import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.Signature.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Learns the mean and the deviation of every real input. */
final class Standardize {
  private Standardize() {}

  /**
   * From the training part alone: what is held back must not be known. An input that is not over
   * time counts once a sequence. A feature that never changes keeps deviation 1.
   *
   * @param widths numbers a value, by input
   */
  static Map<String, Scaling> learn(
      DataRequest request, Map<String, Integer> widths, List<Sequence> training) {
    List<Binding> inputs = request.inputs();
    Map<String, Scaling> result = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      Binding input = inputs.get(i);
      if (input.kind() == Kind.REAL && widths.containsKey(input.name())) {
        ToLongFunction<Sequence> count =
            sequence -> Signature.positions(request.axes(), input.axes(), sequence);
        result.put(input.name(), learn(i, count, widths.get(input.name()), training));
      }
    }
    return result;
  }

  private static Scaling learn(
      int input, ToLongFunction<Sequence> positions, int width, List<Sequence> training) {
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int feature = 0; feature < width; feature++) {
      double count = 0;
      double sum = 0;
      for (Sequence sequence : training) {
        long steps = positions.applyAsLong(sequence);
        for (long step = 0; step < steps; step++) {
          sum += sequence.value(input, step, feature);
        }
        count += steps;
      }
      double mean = count == 0 ? 0 : sum / count;
      double squares = 0; // in a second pass: exact where the mean is far from 0
      for (Sequence sequence : training) {
        long steps = positions.applyAsLong(sequence);
        for (long step = 0; step < steps; step++) {
          double distance = sequence.value(input, step, feature) - mean;
          squares += distance * distance;
        }
      }
      double deviation = count == 0 ? 1 : Math.sqrt(squares / count);
      means.add(mean);
      deviations.add(deviation > 0 ? deviation : 1);
    }
    return new Scaling(means, deviations);
  }
}
