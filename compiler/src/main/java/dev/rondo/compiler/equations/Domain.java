package dev.rondo.compiler.equations;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a value is defined: at every position of an axis but the last ones.
 *
 * @param missing how many positions at the end of a sequence, by axis; an axis that is not named
 *     has all of them
 */
public record Domain(Map<String, Integer> missing) {
  /** Everywhere. */
  public static final Domain ALL = new Domain(Map.of());

  public Domain {
    Map<String, Integer> sorted = new TreeMap<>(missing);
    sorted.values().removeIf(m -> m == 0);
    missing = Collections.unmodifiableMap(sorted);
  }

  /** All positions of an axis but the last ones. */
  public static Domain without(String axis, int missing) {
    return new Domain(Map.of(axis, missing));
  }

  /** How many positions at the end of an axis are missing. */
  public int at(String axis) {
    return missing.getOrDefault(axis, 0);
  }

  /** Where both are defined. */
  public Domain and(Domain other) {
    Map<String, Integer> both = new TreeMap<>(missing);
    other.missing.forEach((axis, m) -> both.merge(axis, m, Math::max));
    return new Domain(both);
  }

  /** The same along some axes, everywhere along others. */
  public Domain along(Collection<String> axes) {
    Map<String, Integer> some = new TreeMap<>(missing);
    some.keySet().retainAll(axes);
    return new Domain(some);
  }

  /** With another number of missing positions along an axis. */
  public Domain with(String axis, int missing) {
    Map<String, Integer> other = new TreeMap<>(this.missing);
    other.put(axis, missing);
    return new Domain(other);
  }

  /** The same for a value whose axis {@code from} is called {@code to}. */
  public Domain renamed(String from, String to) {
    return from.equals(to) ? this : with(from, 0).with(to, at(from));
  }

  public boolean isAll() {
    return missing.isEmpty();
  }

  /** Whether it is defined wherever the other is, along some axes. */
  boolean covers(Domain other, Collection<String> axes) {
    return axes.stream().allMatch(axis -> at(axis) <= other.at(axis));
  }
}
