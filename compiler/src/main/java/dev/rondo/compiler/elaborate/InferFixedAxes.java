package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds along which axes of fixed length each item varies. */
final class InferFixedAxes {
  private final Draft draft;
  private final Map<String, Set<String>> along = new LinkedHashMap<>();

  private InferFixedAxes(Draft draft) {
    this.draft = draft;
  }

  /** By item, the axes in the order of their declarations. */
  static Map<String, List<String>> infer(Draft draft, Diagnostics diagnostics) {
    InferFixedAxes pass = new InferFixedAxes(draft);
    boolean changed = !draft.axes.isEmpty();
    while (changed) {
      changed = false;
      for (Item item : draft.items.values()) {
        Set<String> own = pass.of(item);
        changed |= !own.equals(pass.along.put(item.name(), own));
      }
    }
    Map<String, List<String>> ordered = new LinkedHashMap<>();
    pass.along.forEach(
        (name, axes) ->
            ordered.put(name, draft.axes.keySet().stream().filter(axes::contains).toList()));
    draft.items.values().forEach(item -> pass.check(item, diagnostics));
    return ordered;
  }

  private Set<String> of(String name) {
    return along.getOrDefault(draft.resolve(name), Set.of());
  }

  private Set<String> of(Item item) {
    Set<String> axes = new LinkedHashSet<>();
    item.args().forEach(arg -> axes.addAll(of(arg)));
    if (draft.states.containsKey(item.name())) {
      axes.addAll(draft.states.get(item.name()).axes());
    }
    if (item.form() instanceof Draft.AxisPosition position) {
      axes.add(position.axis());
    } else if (item.form() instanceof Draft.In in) {
      axes.addAll(in.declaration().fixed());
    } else if (item.form() instanceof Draft.Param param) {
      axes.addAll(param.declaration().axes());
    } else if (item.form() instanceof Draft.OntoAxis onto) {
      axes.add(onto.axis());
    } else if (item.form() instanceof Draft.Shift shift && draft.axes.containsKey(shift.axis())) {
      axes.add(shift.axis());
    } else if (item.form() instanceof Draft.Taps taps) {
      axes.add(taps.axis());
    } else if (item.form() instanceof Draft.OffAxis off) {
      axes.remove(off.axis());
    } else if (item.form() instanceof Draft.PickAxis pick) {
      axes.remove(pick.axis());
    } else if (item.form() instanceof Draft.Fold fold) {
      fold.axis().ifPresent(axes::remove);
    } else if (item.form() instanceof Draft.FoldCount) {
      return Set.of();
    }
    return axes;
  }

  /** The axis that an item takes away must be there. */
  private void check(Item item, Diagnostics diagnostics) {
    Draft.StateDeclaration state = draft.states.get(item.name());
    if (state != null && !state.axes().containsAll(of(item.name()))) {
      Set<String> more = new LinkedHashSet<>(of(item.name()));
      more.removeAll(state.axes());
      String over = shown(more.iterator().next());
      diagnostics.report(
          new Diagnostic(
              state.span(),
              "the state '" + shown(item.name()) + "' varies over " + over,
              "say so where it is declared: over " + over));
    }
    String axis = null;
    if (item.form() instanceof Draft.OffAxis off) {
      axis = off.axis();
    } else if (item.form() instanceof Draft.PickAxis pick) {
      axis = pick.axis();
    } else if (item.form() instanceof Draft.Fold fold && fold.axis().isPresent()) {
      axis = fold.axis().get();
    } else if (item.form() instanceof Draft.Shift shift && draft.axes.containsKey(shift.axis())) {
      axis = shift.axis();
    } else if (item.form() instanceof Draft.OntoAxis onto
        && of(item.arg(0)).contains(onto.axis())) {
      diagnostics.report(
          new Diagnostic(item.span(), "this varies over " + shown(onto.axis()) + " already"));
    }
    if (axis != null
        && !of(item.arg(0)).contains(axis)
        && !item.arg(0).equals(LowerExpressions.ERROR)) {
      diagnostics.report(new Diagnostic(item.span(), "this does not vary over " + shown(axis)));
    }
  }

  private static String shown(String flat) {
    return flat.substring(flat.lastIndexOf('.') + 1);
  }
}
