package dev.rondo.compiler.elaborate;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Along what something varies: not at all, from sequence to sequence, or along axes of time too.
 *
 * @param axes the axes of time; what varies along one also differs between sequences
 */
public record Extent(Set<String> axes, boolean sequence) {
  static final Extent CONSTANT = new Extent(Set.of(), false);
  static final Extent SEQUENCE = new Extent(Set.of(), true);

  static Extent of(Collection<String> axes) {
    return new Extent(new TreeSet<>(axes), true);
  }

  boolean isConstant() {
    return !sequence;
  }

  boolean hasSteps() {
    return !axes.isEmpty();
  }

  boolean has(String axis) {
    return axes.contains(axis);
  }

  Extent join(Extent other) {
    if (axes.containsAll(other.axes)) {
      return sequence || !other.sequence ? this : new Extent(axes, true);
    }
    return with(other.axes);
  }

  Extent with(Collection<String> others) {
    Set<String> both = new TreeSet<>(axes);
    both.addAll(others);
    return new Extent(both, true);
  }

  /** The value at one position of an axis, or what is made of all of them. */
  Extent without(String axis) {
    Set<String> rest = new TreeSet<>(axes);
    rest.remove(axis);
    return new Extent(rest, true);
  }
}
