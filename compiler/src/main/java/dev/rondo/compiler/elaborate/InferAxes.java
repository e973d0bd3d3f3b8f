package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds along what each item varies: not at all, from sequence to sequence, or from step to step.
 */
public final class InferAxes {
  /** In ascending order: what varies from step to step also does from sequence to sequence. */
  public enum Extent {
    CONSTANT,
    SEQUENCE,
    STEP;

    Extent join(Extent other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  private final Draft draft;
  private final Map<String, Extent> extents = new LinkedHashMap<>();

  private InferAxes(Draft draft) {
    this.draft = draft;
  }

  public static Map<String, Extent> infer(Draft draft, Diagnostics diagnostics) {
    InferAxes pass = new InferAxes(draft);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Item item : draft.items.values()) {
        Extent extent = pass.extent(item);
        changed |= extent != pass.extents.put(item.name(), extent);
      }
    }
    draft.items.values().forEach(item -> pass.check(item, diagnostics));
    return pass.extents;
  }

  private Extent of(String name) {
    return extents.getOrDefault(draft.resolve(name), Extent.CONSTANT);
  }

  private Extent extent(Item item) {
    if (item.form() instanceof Draft.In in) {
      return in.declaration().overTime() ? Extent.STEP : Extent.SEQUENCE;
    }
    if (item.form() instanceof Draft.StepPosition || item.form() instanceof Draft.Shift) {
      return Extent.STEP;
    }
    if (item.form() instanceof Draft.Length || item.form() instanceof Draft.End) {
      return Extent.SEQUENCE;
    }
    if (item.form() instanceof Draft.Fold fold && fold.time()) {
      return Extent.SEQUENCE;
    }
    if (item.form() instanceof Draft.FoldCount count) {
      return count.time() ? Extent.SEQUENCE : Extent.CONSTANT;
    }
    Extent extent = Extent.CONSTANT;
    for (String arg : item.args()) {
      extent = extent.join(of(arg));
    }
    return extent;
  }

  private void check(Item item, Diagnostics diagnostics) {
    boolean steps =
        item.form() instanceof Draft.Shift
            || item.form() instanceof Draft.End
            || (item.form() instanceof Draft.Fold fold && fold.time());
    if (steps && of(item.arg(0)) != Extent.STEP && !item.arg(0).equals(LowerExpressions.ERROR)) {
      List<String> notes = new ArrayList<>();
      Item source = draft.items.get(draft.resolve(item.arg(0)));
      if (source != null && source.form() instanceof Draft.In in) {
        notes.add(
            "'"
                + in.declaration().name()
                + "' is one value a sequence (line "
                + source.span().line()
                + "); 'over "
                + draft.axis
                + "' would give it steps");
      }
      String what =
          item.form() instanceof Draft.Shift
              ? "has no step before or after"
              : item.form() instanceof Draft.End
                  ? "has no first or last step"
                  : "has no steps to reduce";
      diagnostics.report(
          new Diagnostic(
              item.span(),
              "this does not vary over " + draft.axis + ", so it " + what,
              List.of(),
              notes,
              ""));
    }
  }
}
