package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds along what each item varies: not at all, from sequence to sequence, or along which axes of
 * time.
 */
final class InferAxes {
  private final Draft draft;
  private final Map<String, Extent> extents = new LinkedHashMap<>();

  private InferAxes(Draft draft) {
    this.draft = draft;
  }

  static Map<String, Extent> infer(Draft draft, Diagnostics diagnostics) {
    new ResolveAxes(draft, diagnostics).run();
    Map<String, Extent> extents = along(draft);
    InferAxes pass = new InferAxes(draft);
    pass.extents.putAll(extents);
    draft.items.values().forEach(pass::another);
    draft.items.values().forEach(item -> pass.check(item, diagnostics));
    return extents;
  }

  /** The extents as far as the axes are known by now. */
  static Map<String, Extent> along(Draft draft) {
    InferAxes pass = new InferAxes(draft);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Item item : draft.items.values()) {
        Extent extent = pass.extent(item);
        changed |= !extent.equals(pass.extents.put(item.name(), extent));
      }
    }
    return pass.extents;
  }

  /** What is read along an axis at positions that vary over it is read under another name. */
  private void another(Item item) {
    if (item.form() instanceof Draft.LookUp look) {
      String axis = draft.time(look.axis());
      if (of(item.name()).has(axis)) {
        draft.times.putIfAbsent(
            axis + "'", new Draft.TimeAxis(Optional.of(axis), 1, Optional.empty(), item.span()));
      }
    }
  }

  private Extent of(String name) {
    return extents.getOrDefault(draft.resolve(name), Extent.CONSTANT);
  }

  /** The axis that an item goes along, moves on or takes away. */
  static Optional<String> axis(Item item) {
    if (item.form() instanceof Draft.StepPosition position) {
      return Optional.of(position.axis());
    }
    if (item.form() instanceof Draft.Shift shift) {
      return Optional.of(shift.axis());
    }
    if (item.form() instanceof Draft.End end) {
      return Optional.of(end.axis());
    }
    if (item.form() instanceof Draft.Length length) {
      return Optional.of(length.axis());
    }
    if (item.form() instanceof Draft.LookUp look) {
      return Optional.of(look.axis());
    }
    if (item.form() instanceof Draft.Fold fold) {
      return fold.time();
    }
    if (item.form() instanceof Draft.FoldCount count) {
      return count.time();
    }
    return Optional.empty();
  }

  private Extent extent(Item item) {
    if (item.form() instanceof Draft.In in) {
      return in.declaration().axes().isEmpty()
          ? Extent.SEQUENCE
          : closed(Extent.of(in.declaration().axes().stream().map(draft::time).toList()));
    }
    Extent extent = Extent.CONSTANT;
    for (String arg : item.args()) {
      extent = extent.join(of(arg));
    }
    // a state varies over what its initial value varies over
    Optional<String> outside = Outside.of(draft, item);
    if (outside.isPresent()) {
      extent = extent.join(of(outside.get()));
    }
    if (item.form() instanceof Draft.Rename rename) {
      if (!draft.times.containsKey(draft.time(rename.from()))) {
        return Extent.SEQUENCE;
      }
      return closed(
          extent.without(draft.time(rename.from())).with(List.of(draft.time(rename.to()))));
    }
    Optional<String> time = axis(item).map(draft::time);
    if (time.isEmpty()) {
      boolean count = item.form() instanceof Draft.FoldCount;
      return count ? Extent.CONSTANT : extent;
    }
    String axis = time.get();
    if (!draft.times.containsKey(axis)) {
      // what is left without an axis that is not known yet may be nothing
      return item.form() instanceof Draft.Shift ? extent : Extent.SEQUENCE;
    }
    if (item.form() instanceof Draft.StepPosition || item.form() instanceof Draft.Shift) {
      return closed(extent.with(List.of(axis)));
    }
    if (item.form() instanceof Draft.Length || item.form() instanceof Draft.FoldCount) {
      return closed(Extent.of(List.of(axis))).without(axis);
    }
    if (item.form() instanceof Draft.LookUp) {
      return of(item.arg(0)).without(axis).join(of(item.arg(1)));
    }
    return extent.without(axis);
  }

  /** With the axes in which its axes lie. */
  private Extent closed(Extent extent) {
    Extent all = extent;
    for (String axis : extent.axes()) {
      Optional<String> within = draft.within(axis);
      if (within.isPresent() && !all.has(within.get())) {
        all = closed(all.with(List.of(within.get())));
      }
    }
    return all;
  }

  private void check(Item item, Diagnostics diagnostics) {
    boolean steps =
        item.form() instanceof Draft.Shift
            || item.form() instanceof Draft.End
            || item.form() instanceof Draft.LookUp
            || item.form() instanceof Draft.Rename
            || (item.form() instanceof Draft.Fold fold && fold.time().isPresent());
    if (!steps || item.arg(0).equals(LowerExpressions.ERROR)) {
      return;
    }
    String named =
        item.form() instanceof Draft.Rename rename ? rename.from() : axis(item).orElseThrow();
    String axis = draft.time(named);
    if (draft.times.containsKey(axis) && !of(item.arg(0)).has(axis)) {
      diagnostics.report(lacks(item, axis));
    }
    for (String inner : of(item.arg(0)).axes()) {
      if (draft.within(inner).filter(axis::equals).isPresent()) {
        diagnostics.report(
            new Diagnostic(
                item.span(),
                "this varies over %1$s, which lies in %2$s: at another %2$s there are others of %1$s"
                    .formatted(inner, axis),
                "make one value of all %1$s first: x[%1$s = last], or sum(x, over %1$s)"
                    .formatted(inner)));
      }
    }
  }

  private Diagnostic lacks(Item item, String axis) {
    List<String> notes = new ArrayList<>();
    Item source = draft.items.get(draft.resolve(item.arg(0)));
    if (source != null
        && source.form() instanceof Draft.In in
        && in.declaration().axes().isEmpty()) {
      notes.add(
          "'"
              + in.declaration().name()
              + "' is one value a sequence (line "
              + source.span().line()
              + "); 'over "
              + axis
              + "' would give it steps");
    }
    String what =
        item.form() instanceof Draft.Shift
            ? "has no step before or after"
            : item.form() instanceof Draft.End
                ? "has no first or last step"
                : item.form() instanceof Draft.Fold
                    ? "has no steps to reduce"
                    : "has no steps to read";
    return new Diagnostic(
        item.span(), "this does not vary over " + axis + ", so it " + what, List.of(), notes, "");
  }
}
