package dev.rondo.training;

import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.training.data.Binding;
import dev.rondo.training.data.Part;
import java.util.List;

/** Brings a data set's inputs into the order in which a program numbers them. */
final class Inputs {
  private Inputs() {}

  /** The same part for a program. Usually the orders agree, and nothing is wrapped. */
  static Part align(Part part, List<Binding> from, Signature signature) {
    int[] positions = new int[signature.inputs().size()];
    double[] values = new double[positions.length];
    boolean same = positions.length == from.size();
    for (int i = 0; i < positions.length; i++) {
      Signature.Input input = signature.inputs().get(i);
      positions[i] = position(from, input.name());
      if (positions[i] < 0 && !Chance.isDrawn(input.name())) {
        values[i] =
            input
                .value()
                .orElseThrow(
                    () -> new IllegalArgumentException("no data for input " + input.name()));
      }
      same &= positions[i] == i;
    }
    if (same) {
      return part;
    }
    return new Part(
        part.sequences().stream().map(sequence -> reordered(sequence, positions, values)).toList(),
        part.lead());
  }

  private static int position(List<Binding> from, String name) {
    for (int i = 0; i < from.size(); i++) {
      if (from.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static Sequence reordered(Sequence of, int[] positions, double[] values) {
    return of.with(
        (input, step, feature) ->
            positions[input] < 0 ? values[input] : of.value(positions[input], step, feature));
  }
}
