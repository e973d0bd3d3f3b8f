package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds at how many steps before the end each item stops being defined: {@code x[t+1]} at one. */
public final class InferDomains {
  /** More than any offset a person writes: a recurrence that reads what is never defined. */
  private static final int ENDLESS = 100_000;

  private final Draft draft;
  private final Map<String, Map<String, Integer>> directions;
  private final Map<String, Domain> domains = new LinkedHashMap<>();

  private InferDomains(Draft draft, Map<String, Map<String, Integer>> directions) {
    this.draft = draft;
    this.directions = directions;
  }

  /** The missing steps of each item; {@code directions} are those of the recurrences. */
  public static Map<String, Domain> infer(
      Draft draft, Map<String, Map<String, Integer>> directions, Diagnostics diagnostics) {
    InferDomains pass = new InferDomains(draft, directions);
    draft.items.keySet().forEach(n -> pass.domains.put(n, Domain.ALL));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Item item : draft.items.values()) {
        Domain domain = pass.domain(item);
        changed |= !domain.equals(pass.domains.put(item.name(), domain));
      }
      if (pass.domains.values().stream().anyMatch(InferDomains::endless)) {
        break;
      }
    }
    // a recurrence that was refused may have no end
    if (!diagnostics.any()) {
      pass.check(diagnostics);
    }
    return pass.domains;
  }

  private static boolean endless(Domain domain) {
    return domain.missing().values().stream().anyMatch(m -> m > ENDLESS);
  }

  private Domain of(String name) {
    return domains.getOrDefault(draft.resolve(name), Domain.ALL);
  }

  private Domain domain(Item item) {
    if (item.form() instanceof Draft.Shift shift && !draft.axes.containsKey(shift.axis())) {
      return shifted(item, shift);
    }
    if (item.form() instanceof Draft.FoldCount || item.form() instanceof Draft.Length) {
      return Domain.ALL;
    }
    Domain domain = Domain.ALL;
    for (String arg : item.args()) {
      domain = domain.and(of(arg));
    }
    if (item.form() instanceof Draft.Rename rename) {
      return domain.renamed(draft.time(rename.from()), draft.time(rename.to()));
    }
    if (item.form() instanceof Draft.LookUp look) {
      return of(item.arg(0)).with(draft.time(look.axis()), 0).and(of(item.arg(1)));
    }
    Optional<String> axis = InferAxes.axis(item).map(draft::time);
    return axis.isPresent() ? domain.with(axis.get(), 0) : domain;
  }

  private Domain shifted(Item item, Draft.Shift shift) {
    String axis = draft.time(shift.axis());
    Domain source = of(item.arg(0));
    if (item.args().size() == 2) {
      Domain outside = of(item.arg(1));
      return source.and(outside).with(axis, outside.at(axis));
    }
    boolean starts =
        draft.states.containsKey(draft.resolve(item.arg(0))) && direction(item.arg(0), axis) < 0;
    boolean due = shift.by() < 0 && (shift.past() || starts);
    return source.with(axis, due ? 0 : Math.max(0, source.at(axis) - shift.by()));
  }

  private int direction(String name, String axis) {
    return directions.getOrDefault(draft.resolve(name), Map.of()).getOrDefault(axis, 1);
  }

  private void check(Diagnostics diagnostics) {
    for (Item item : draft.items.values()) {
      Domain domain = domains.get(item.name());
      if (directions.getOrDefault(item.name(), Map.of()).keySet().stream()
          .anyMatch(axis -> domain.at(axis) > 0)) {
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
          if (!of(value).isAll()) {
            int missing = most(of(value));
            Item cause = cause(draft.items.get(draft.resolve(value)));
            String steps = missing == 1 ? "step" : missing + " steps";
            diagnostics.report(
                new Diagnostic(
                    cause.span(),
                    "the output '" + name + "' is not defined at the last " + steps,
                    help(cause)));
          }
        });
  }

  private static int most(Domain domain) {
    return domain.missing().values().stream().mapToInt(m -> m).max().orElse(0);
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
        if (source != null
            && most(of(arg)) > 0
            && (next == null || most(of(arg)) > most(of(next.name())))) {
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
