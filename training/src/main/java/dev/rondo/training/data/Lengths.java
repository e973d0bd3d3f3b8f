package dev.rondo.training.data;

import dev.rondo.runtime.Signature;
import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long one sequence is along each axis: all inputs that run over it must agree. */
final class Lengths {
  private final Path file;
  private final List<Signature.Axis> axes;
  private final List<List<Integer>> lengths = new ArrayList<>();
  private final Map<Integer, String> measured = new HashMap<>();

  Lengths(Path file, List<Signature.Axis> axes) {
    this.file = file;
    this.axes = axes;
    axes.forEach(axis -> lengths.add(new ArrayList<>()));
  }

  /**
   * An input has so many positions along an axis.
   *
   * @param outer at the position of the axis that it lies in
   */
  void measure(int line, int axis, int outer, int length, String input) {
    List<Integer> own = lengths.get(axis);
    int at = axes.get(axis).within() < 0 ? 0 : outer;
    while (own.size() <= at) {
      own.add(-1);
    }
    if (own.get(at) >= 0 && own.get(at) != length) {
      String along = axes.size() > 1 ? " along " + axes.get(axis).name() : "";
      String other = measured.get(axis);
      throw DataException.at(
          file,
          line,
          other.equals(input)
              ? "'%s' has %s%s, and then %s"
                  .formatted(input, Names.count(own.get(at), "step"), along, length)
              : "'%s' has %s%s, '%s' has %s"
                  .formatted(other, Names.count(own.get(at), "step"), along, input, length));
    }
    own.set(at, length);
    measured.putIfAbsent(axis, input);
  }

  /** An axis that inputs run over must have a length. */
  void require(int line, int axis) {
    if (!measured.containsKey(axis)) {
      boolean empty = axes.get(axis).within() >= 0 && measured.containsKey(axes.get(axis).within());
      if (!empty) {
        String along = axes.size() > 1 ? " along " + axes.get(axis).name() : "";
        throw DataException.at(file, line, "no field says how many steps the sequence has" + along);
      }
      lengths.set(axis, List.of(0));
    }
  }

  /** The length along the first axis. */
  int first() {
    return lengths.isEmpty() || lengths.get(0).isEmpty() ? 0 : lengths.get(0).get(0);
  }

  List<List<Integer>> all() {
    return Collections.unmodifiableList(lengths);
  }
}
