package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.equations.Graphs;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A cycle is legal only through a delay, and all delays of one cycle point the same way: that is
 * the direction of its loop.
 */
public final class CheckCausality {
  private final Draft draft;
  private final Diagnostics diagnostics;
  private final Map<String, Extent> extents;
  private final Map<String, List<String>> fixed;
  private final Map<String, Map<String, Integer>> found = new LinkedHashMap<>();

  private CheckCausality(
      Draft draft,
      Map<String, Extent> extents,
      Map<String, List<String>> fixed,
      Diagnostics diagnostics) {
    this.draft = draft;
    this.fixed = fixed;
    this.extents = extents;
    this.diagnostics = diagnostics;
  }

  /**
   * The direction of each item that is part of a recurrence, by axis: 1 from the first step to the
   * last, −1 from the last to the first. Others are not in the map.
   */
  public static Map<String, Map<String, Integer>> check(
      Draft draft,
      Map<String, Extent> extents,
      Map<String, List<String>> fixed,
      Diagnostics diagnostics) {
    CheckCausality pass = new CheckCausality(draft, extents, fixed, diagnostics);
    pass.instantaneous();
    if (diagnostics.any()) {
      return Map.of();
    }
    pass.loops(draft.items.keySet(), Set.of());
    return pass.found;
  }

  private List<String> all(Item item) {
    return all(draft, item);
  }

  /** What an item depends on, at whichever step. */
  static List<String> all(Draft draft, Item item) {
    List<String> args = new ArrayList<>();
    if (item.form() instanceof Draft.FoldCount) {
      return args; // how many there are does not depend on what they are
    }
    item.args().forEach(a -> args.add(draft.resolve(a)));
    Outside.of(draft, item).ifPresent(o -> args.add(draft.resolve(o)));
    return args;
  }

  private List<String> atOnce(Item item) {
    List<String> args = all(item);
    if (item.form() instanceof Draft.Shift shift && shift.by() != 0) {
      args.remove(0);
    }
    return args;
  }

  /** Depth-first search without recursion: a cycle is reported with the names along it. */
  private void instantaneous() {
    Set<String> done = new HashSet<>();
    for (String start : draft.items.keySet()) {
      List<String> path = new ArrayList<>();
      List<List<String>> rest = new ArrayList<>();
      push(start, done, path, rest);
      while (!path.isEmpty()) {
        List<String> next = rest.get(rest.size() - 1);
        if (next.isEmpty()) {
          done.add(path.remove(path.size() - 1));
          rest.remove(rest.size() - 1);
          continue;
        }
        String name = next.remove(0);
        int at = path.indexOf(name);
        if (at >= 0) {
          report(path.subList(at, path.size()));
          return;
        }
        push(name, done, path, rest);
      }
    }
  }

  private void push(String name, Set<String> done, List<String> path, List<List<String>> rest) {
    Item item = draft.items.get(name);
    if (item != null && !done.contains(name)) {
      path.add(name);
      rest.add(atOnce(item));
    }
  }

  private void report(List<String> cycle) {
    List<String> named = cycle.stream().filter(n -> !n.contains("%")).toList();
    List<String> shown = named.isEmpty() ? cycle.subList(0, 1) : named;
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      String next = shown.get((i + 1) % shown.size());
      Item item = draft.items.get(shown.get(i));
      notes.add(
          shown.get(i) + " needs " + next + " at the same step (line " + item.span().line() + ")");
    }
    Item first = draft.items.get(shown.get(0));
    diagnostics.report(
        new Diagnostic(
            first.span(),
            "'" + shown.get(0) + "' depends on itself at the same step",
            List.of(),
            notes,
            "a cycle needs a delay, such as " + shown.get(shown.size() - 1) + "[t-1]"));
  }

  /** What an item needs at the same step of the loops over some axes. */
  private List<String> within(Item item, Set<String> axes) {
    List<String> args = all(item);
    if (item.form() instanceof Draft.Shift shift
        && shift.by() != 0
        && axes.contains(draft.time(shift.axis()))) {
      args.remove(0);
    }
    return args;
  }

  /** The recurrences of some items, within loops over some axes: Allen and Kennedy. */
  private void loops(Collection<String> names, Set<String> axes) {
    Map<String, List<String>> graph = new LinkedHashMap<>();
    names.forEach(n -> graph.put(n, within(draft.items.get(n), axes)));
    for (List<String> group : Graphs.components(graph)) {
      if (group.size() > 1 || graph.get(group.get(0)).contains(group.get(0))) {
        loop(group, axes);
      }
    }
  }

  private List<String> axes() {
    List<String> axes = new ArrayList<>(draft.times.keySet());
    axes.addAll(draft.axes.keySet());
    return axes;
  }

  private void loop(List<String> group, Set<String> axes) {
    Set<String> members = new HashSet<>(group);
    for (String axis : axes()) {
      List<Item> reads = reads(group, members, axis);
      boolean oneWay =
          !reads.isEmpty()
              && reads.stream().allMatch(i -> by(i) > 0 == by(reads.get(0)) > 0)
              && group.stream().allMatch(name -> runs(name, members, axis));
      if (!axes.contains(axis) && oneWay) {
        int direction = by(reads.get(0)) > 0 ? 1 : -1;
        group.forEach(
            n -> found.computeIfAbsent(n, x -> new LinkedHashMap<>()).put(axis, direction));
        Set<String> inner = new HashSet<>(axes);
        inner.add(axis);
        loops(group, inner);
        return;
      }
    }
    report(group, members);
  }

  /** Reads of other steps along an axis. */
  private List<Item> reads(List<String> group, Set<String> members, String axis) {
    return group.stream()
        .map(draft.items::get)
        .filter(
            item ->
                item.form() instanceof Draft.Shift shift
                    && shift.by() != 0
                    && draft.time(shift.axis()).equals(axis)
                    && members.contains(draft.resolve(item.arg(0))))
        .toList();
  }

  /** Whether an item has steps along an axis and reads no others than it says. */
  private boolean runs(String name, Set<String> members, String axis) {
    Item item = draft.items.get(name);
    boolean anywhere =
        item.form() instanceof Draft.LookUp look
            && draft.time(look.axis()).equals(axis)
            && members.contains(draft.resolve(item.arg(0)));
    boolean along =
        extents.getOrDefault(name, Extent.CONSTANT).has(axis)
            || fixed.getOrDefault(name, List.of()).contains(axis);
    return along && !anywhere;
  }

  private void report(List<String> group, Set<String> members) {
    for (String axis : axes()) {
      List<Item> reads = reads(group, members, axis);
      for (Item item : reads) {
        if (by(item) > 0 != by(reads.get(0)) > 0) {
          diagnostics.report(
              new Diagnostic(
                  item.span(),
                  "one recurrence reads both earlier and later steps",
                  List.of(new Diagnostic.Label(reads.get(0).span(), "")),
                  List.of(),
                  "a loop has one direction: split it into two recurrences"));
          return;
        }
      }
    }
    List<String> named = group.stream().filter(n -> !n.contains("%")).toList();
    String name = named.isEmpty() ? group.get(0) : named.get(0);
    diagnostics.report(
        new Diagnostic(
            draft.items.get(name).span(),
            "'" + name + "' needs all of its own steps at each of them",
            "a recurrence goes step by step: read them with a delay, such as " + name + "[t-1]"));
  }

  private static int by(Item item) {
    return ((Draft.Shift) item.form()).by();
  }
}
