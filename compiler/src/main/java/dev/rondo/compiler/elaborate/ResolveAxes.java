package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.elaborate.Draft.Unknown;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the axis over which each application runs that does not say so, and which axis an argument
 * brings: what varies over them tells. One after the other, those first that depend on no other.
 */
final class ResolveAxes {
  private final Draft draft;
  private final Diagnostics diagnostics;
  private final Map<String, Unknown> open;

  ResolveAxes(Draft draft, Diagnostics diagnostics) {
    this.draft = draft;
    this.diagnostics = diagnostics;
    this.open = new LinkedHashMap<>(draft.unknown);
  }

  void run() {
    if (draft.times.size() == 1) {
      String axis = draft.times.keySet().iterator().next();
      open.keySet().forEach(name -> draft.found.put(name, axis));
      open.clear();
    }
    boolean removed = true;
    while (removed) {
      removed = open.keySet().removeIf(name -> !used(name) && !wished(name));
    }
    while (!open.isEmpty()) {
      Map<String, Set<String>> waiting = waiting();
      String next = open.keySet().iterator().next();
      for (Map.Entry<String, Unknown> unknown : open.entrySet()) {
        if (ready(unknown.getKey(), unknown.getValue(), waiting)) {
          next = unknown.getKey();
          break;
        }
      }
      resolve(next, open.remove(next), InferAxes.along(draft));
    }
    if (!draft.captures.isEmpty()) {
      captured(InferAxes.along(draft));
    }
  }

  /** Whether what tells the axis depends on no other axis that is not found yet. */
  private boolean ready(String name, Unknown unknown, Map<String, Set<String>> waiting) {
    Set<String> needs = new HashSet<>();
    unknown.all().forEach(arg -> needs.addAll(waiting.getOrDefault(draft.resolve(arg), Set.of())));
    // which axis it would rather be is not known before that one is
    needs.add(draft.time(unknown.wish()));
    needs.retainAll(open.keySet());
    needs.remove(name);
    return needs.isEmpty();
  }

  /** The axes, not found yet, on which each item depends. */
  private Map<String, Set<String>> waiting() {
    Map<String, Set<String>> waiting = new HashMap<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Item item : draft.items.values()) {
        Set<String> own = new HashSet<>();
        InferAxes.axis(item).map(draft::time).filter(open::containsKey).ifPresent(own::add);
        if (item.form() instanceof Draft.Rename rename
            && open.containsKey(draft.time(rename.from()))) {
          own.add(draft.time(rename.from()));
        }
        item.args().forEach(a -> own.addAll(waiting.getOrDefault(draft.resolve(a), Set.of())));
        Outside.of(draft, item)
            .ifPresent(a -> own.addAll(waiting.getOrDefault(draft.resolve(a), Set.of())));
        changed |= !own.equals(waiting.getOrDefault(item.name(), Set.of()));
        waiting.put(item.name(), own);
      }
    }
    return waiting;
  }

  private Set<String> along(List<String> args, Map<String, Extent> extents) {
    Set<String> axes = new LinkedHashSet<>();
    for (String arg : args) {
      axes.addAll(extents.getOrDefault(draft.resolve(arg), Extent.CONSTANT).axes());
    }
    return axes;
  }

  private void resolve(String name, Unknown unknown, Map<String, Extent> extents) {
    Set<String> axes = along(unknown.of(), extents);
    Set<String> others = along(unknown.others(), extents);
    Set<String> found = new TreeSet<>(axes);
    found.removeAll(others);
    unknown.brought().forEach(axis -> found.remove(draft.time(axis)));
    if (found.size() > 1) {
      // what all of them vary over
      for (String arg : unknown.of()) {
        Set<String> own = along(List.of(arg), extents);
        if (!own.isEmpty()) {
          found.retainAll(own);
        }
      }
    }
    String wish = draft.time(unknown.wish());
    if (found.contains(wish) || (axes.isEmpty() && draft.times.containsKey(wish))) {
      draft.found.put(name, wish);
      return;
    }
    if (found.size() == 1) {
      draft.found.put(name, found.iterator().next());
      return;
    }
    Set<String> both = new TreeSet<>(axes);
    both.retainAll(others);
    if (found.isEmpty() && !both.isEmpty()) {
      twice(unknown.span(), both.iterator().next());
    } else if (found.size() > 1) {
      diagnostics.report(
          new Diagnostic(
              unknown.span(),
              "this varies over " + String.join(" and ", found) + ": which is meant?",
              unknown.help()));
    } else {
      diagnostics.report(
          new Diagnostic(
              unknown.span(),
              "this varies over no axis of time, and there are " + String.join(", ", names()),
              unknown.help()));
    }
  }

  private List<String> names() {
    return draft.times.keySet().stream().toList();
  }

  /** Whether an application would rather run over this axis: that of the cell it is in. */
  private boolean wished(String name) {
    return open.values().stream().anyMatch(unknown -> unknown.wish().equals(name));
  }

  private boolean used(String name) {
    return draft.times.values().stream().anyMatch(t -> t.source().filter(name::equals).isPresent())
        || open.values().stream().anyMatch(u -> u.brought().contains(name))
        || draft.items.values().stream()
            .anyMatch(
                item ->
                    InferAxes.axis(item).filter(name::equals).isPresent()
                        || (item.form() instanceof Draft.Rename r && r.from().equals(name)));
  }

  /** An axis that an argument brings may not be one that others vary over. */
  private void captured(Map<String, Extent> extents) {
    for (Draft.Capture capture : draft.captures) {
      String axis = draft.time(capture.axis());
      boolean reported = !draft.times.containsKey(axis);
      if (!reported && along(capture.others(), extents).contains(axis)) {
        twice(capture.span(), axis);
      }
    }
  }

  private void twice(Span span, String axis) {
    diagnostics.report(
        new Diagnostic(
            span,
            "the axis " + axis + " is here already: it cannot be captured twice",
            "declare another one of the same length: axis u: %s, and read %s[%s = u]"
                .formatted(axis, span.text(), axis)));
  }
}
