package dev.rondo.tests.random;

import dev.rondo.tests.random.RandomScope.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads along an axis at positions that are computed, or under the name of another axis. */
final class RandomLooks {
  private final RandomTimes times;
  private final RandomScope model;

  RandomLooks(RandomTimes times) {
    this.times = times;
    this.model = times.model;
  }

  void add() {
    Set<String> over = times.over();
    List<String> axes = times.delays(over).stream().filter(times::free).toList();
    Optional<Value> value = times.newest(over, -1);
    if (axes.isEmpty() || value.isEmpty()) {
      return;
    }
    String axis = model.pick(axes);
    List<String> names =
        times.extents().stream()
            .flatMap(Set::stream)
            .distinct()
            .filter(a -> !times.without(over, axis).contains(a))
            .toList();
    String other = model.pick(names);
    boolean renamed = times.time(other).source().equals(axis) && !other.equals(axis);
    String position = renamed && model.chance(0.7) ? other : position(other, axis);
    // a length is the same at all positions
    if (!position.replaceAll("length\\(.\\)", "").contains(other)) {
      other = "";
    }
    Set<String> rest = new LinkedHashSet<>(times.without(over, axis));
    if (!other.isEmpty()) {
      rest.add(other);
    }
    rest = times.closed(rest);
    String name = model.fresh("look");
    String of = value.get().text();
    if (!of.matches("[a-z]+[0-9]*")) {
      return;
    }
    String otherwise = !position.equals(other) && model.chance(0.3) ? " else 0.3" : "";
    String e = "%s[%s = %s%s]".formatted(of, axis, position, otherwise);
    model.members.add(name + " = tanh(" + e + ")");
    times.publish(name, value.get().shape(), rest, List.of());
  }

  /** An integer that varies over an axis, or over none. */
  private String position(String other, String axis) {
    String n = other;
    if (model.chance(0.3)) {
      String input = "n" + other;
      String over = times.closed(Set.of(other)).size() > 1 ? "t over k in t" : other;
      if (times.time(other).source().equals(other)) {
        String member = "input " + input + ": int over " + over;
        if (!model.members.contains(member)) {
          model.members.add(0, member);
        }
        n = input;
      }
    }
    return switch (model.random.nextInt(9)) {
      case 0 -> n;
      case 1 -> n + " - 1";
      case 2 -> "mod(" + n + ", 1 + length(" + axis + "))";
      case 3 -> "mod(" + n + " + 1, 3)";
      case 4 -> n + " * " + n;
      case 5 -> "2 * " + n + " + 1";
      case 6 -> "length(" + axis + ") - 1 - " + n;
      case 7 -> "mod(3 * " + n + ", 2 + length(" + axis + "))";
      default -> model.pick("0", "1", "length(" + axis + ") - 1");
    };
  }
}
