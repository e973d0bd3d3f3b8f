package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.equations.Graphs;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final Map<String, Integer> component = new HashMap<>();

  private CheckCausality(Draft draft, Diagnostics diagnostics) {
    this.draft = draft;
    this.diagnostics = diagnostics;
  }

  /**
   * The direction of each item that is part of a recurrence: 1 from the first step to the last, −1
   * from the last to the first. Others are not in the map.
   */
  public static Map<String, Integer> check(Draft draft, Diagnostics diagnostics) {
    CheckCausality pass = new CheckCausality(draft, diagnostics);
    pass.instantaneous();
    return diagnostics.any() ? Map.of() : pass.directions();
  }

  private List<String> all(Item item) {
    List<String> args = new ArrayList<>();
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

  private Map<String, Integer> directions() {
    Map<String, List<String>> graph = new LinkedHashMap<>();
    draft.items.values().forEach(i -> graph.put(i.name(), all(i)));
    int number = 0;
    Set<Integer> cyclic = new HashSet<>();
    for (List<String> group : Graphs.components(graph)) {
      for (String name : group) {
        component.put(name, number);
      }
      if (group.size() > 1 || graph.get(group.get(0)).contains(group.get(0))) {
        cyclic.add(number);
      }
      number++;
    }
    Map<Integer, Item> direction = new HashMap<>();
    Map<String, Integer> found = new LinkedHashMap<>();
    for (Item item : draft.items.values()) {
      Integer own = component.get(item.name());
      if (item.form() instanceof Draft.Shift shift
          && shift.by() != 0
          && own.equals(component.get(draft.resolve(item.arg(0))))) {
        Item other = direction.putIfAbsent(own, item);
        if (other != null && by(other) > 0 != shift.by() > 0) {
          diagnostics.report(
              new Diagnostic(
                  item.span(),
                  "one recurrence reads both earlier and later steps",
                  List.of(new Diagnostic.Label(other.span(), "")),
                  List.of(),
                  "a loop has one direction: split it into two recurrences"));
        }
      }
    }
    for (Item item : draft.items.values()) {
      Integer own = component.get(item.name());
      if (cyclic.contains(own) && direction.containsKey(own)) {
        found.put(item.name(), by(direction.get(own)) > 0 ? 1 : -1);
      }
    }
    return found;
  }

  private static int by(Item item) {
    return ((Draft.Shift) item.form()).by();
  }
}
