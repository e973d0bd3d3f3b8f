package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.equations.Graphs;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Items of a recurrence along an axis of fixed length, which is written out: an equation for each
 * of its positions.
 *
 * @param members what varies over the axis in that recurrence
 * @param position the one in hand
 */
record Unrolled(String axis, Set<String> members, int position) {
  static final Unrolled NONE = new Unrolled("", Set.of(), 0);

  boolean holds(String item) {
    return members.contains(item);
  }

  String suffix() {
    return "%" + axis + position;
  }

  Unrolled at(int other) {
    return new Unrolled(axis, members, other);
  }

  /** By item, those that are written out. */
  static Map<String, Unrolled> find(Elaborated model) {
    Map<String, Unrolled> found = new LinkedHashMap<>();
    Draft draft = model.draft();
    boolean shifts = draft.items.values().stream().anyMatch(item -> axis(draft, item) != null);
    if (!shifts) {
      return found;
    }
    Map<String, List<String>> graph = new LinkedHashMap<>();
    draft.items.forEach((name, item) -> graph.put(name, CheckCausality.all(draft, item)));
    for (List<String> group : Graphs.components(graph)) {
      for (String name : group) {
        Item item = draft.items.get(name);
        String axis = axis(draft, item);
        if (axis != null && group.contains(draft.resolve(item.arg(0)))) {
          Set<String> members = new HashSet<>(group);
          members.removeIf(member -> !model.fixedAxes(member).contains(axis));
          Unrolled unrolled = new Unrolled(axis, members, 0);
          members.forEach(member -> found.put(member, unrolled));
          break;
        }
      }
    }
    return found;
  }

  /** The axis of fixed length along which an item is shifted, or null. */
  private static String axis(Draft draft, Item item) {
    return item.form() instanceof Draft.Shift shift
            && shift.by() != 0
            && draft.axes.containsKey(shift.axis())
        ? shift.axis()
        : null;
  }
}
