package dev.rondo.training.optimize;

import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.List;

/** Neighbouring numbers of a flat array: {@code from} to before {@code to}. */
public record Range(int from, int to) {
  /** Where a model's trained parameters are; neighbours are joined, {@code fixed} ones left out. */
  public static List<Range> trained(Signature signature) {
    List<Range> result = new ArrayList<>();
    for (Signature.Parameter parameter : signature.parameters()) {
      if (parameter.fixed() || parameter.size() == 0) {
        continue;
      }
      int end = parameter.offset() + parameter.size();
      int last = result.size() - 1;
      if (last >= 0 && result.get(last).to() == parameter.offset()) {
        result.set(last, new Range(result.get(last).from(), end));
      } else {
        result.add(new Range(parameter.offset(), end));
      }
    }
    return List.copyOf(result);
  }
}
