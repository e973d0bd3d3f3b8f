package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds at how many steps before the end each item stops being defined: {@code x[t+1]} at one. */
public final class InferDomains {
  /** More than any offset a person writes: a recurrence that reads what is never defined. */
  private static final int ENDLESS = 100_000;

  private final Draft draft;
  private final Map<String, Integer> directions;
  private final Map<String, Integer> missing = new LinkedHashMap<>();

  private InferDomains(Draft draft, Map<String, Integer> directions) {
    this.draft = draft;
    this.directions = directions;
  }

  /** The missing steps of each item; {@code directions} are those of the recurrences. */
  public static Map<String, Integer> infer(
      Draft draft, Map<String, Integer> directions, Diagnostics diagnostics) {
    InferDomains pass = new InferDomains(draft, directions);
    draft.items.keySet().forEach(n -> pass.missing.put(n, 0));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Item item : draft.items.values()) {
        int steps = pass.steps(item);
        changed |= steps != pass.missing.put(item.name(), steps);
      }
      if (pass.missing.values().stream().anyMatch(m -> m > ENDLESS)) {
        break;
      }
    }
    pass.check(diagnostics);
    return pass.missing;
  }

  private int of(String name) {
    return missing.getOrDefault(draft.resolve(name), 0);
  }

  private int steps(Item item) {
    if (item.form() instanceof Draft.End
        || (item.form() instanceof Draft.Fold fold && fold.time())
        || item.form() instanceof Draft.FoldCount) {
      return 0;
    }
    if (item.form() instanceof Draft.Shift shift) {
      if (item.args().size() == 2) {
        return of(item.arg(1));
      }
      int source = of(item.arg(0));
      boolean starts =
          draft.states.containsKey(draft.resolve(item.arg(0)))
              && directions.getOrDefault(draft.resolve(item.arg(0)), 1) < 0;
      if (shift.by() < 0 && (shift.past() || starts)) {
        return 0;
      }
      return Math.max(0, source - shift.by());
    }
    int most = 0;
    for (String arg : item.args()) {
      most = Math.max(most, of(arg));
    }
    return most;
  }

  private void check(Diagnostics diagnostics) {
    for (Item item : draft.items.values()) {
      if (directions.containsKey(item.name()) && missing.get(item.name()) > 0) {
        Item cause = cause(item);
        diagnostics.report(
            new Diagnostic(
                cause.span(),
                "this recurrence reads a step that is not defined at the end of the sequence",
                help(cause)));
        return;
      }
    }
    draft.outputs.forEach(
        (name, value) -> {
          if (of(value) > 0) {
            Item cause = cause(draft.items.get(draft.resolve(value)));
            String steps = of(value) == 1 ? "step" : of(value) + " steps";
            diagnostics.report(
                new Diagnostic(
                    cause.span(),
                    "the output '" + name + "' is not defined at the last " + steps,
                    help(cause)));
          }
        });
  }

  private static String help(Item cause) {
    String read = cause.span().text();
    return "say what it is behind the end: "
        + (read.endsWith("]") ? read.substring(0, read.length() - 1) : "x[t+1")
        + " else 0]";
  }

  /** The read ahead because of which an item is not defined everywhere. */
  private Item cause(Item item) {
    Item at = item;
    for (int i = 0; i < draft.items.size(); i++) {
      if (at.form() instanceof Draft.Shift shift && shift.by() < 0) {
        return at;
      }
      Item next = null;
      for (String arg : at.args()) {
        Item source = draft.items.get(draft.resolve(arg));
        if (source != null && of(arg) > 0 && (next == null || of(arg) > of(next.name()))) {
          next = source;
        }
      }
      if (next == null) {
        return at;
      }
      at = next;
    }
    return at;
  }
}
