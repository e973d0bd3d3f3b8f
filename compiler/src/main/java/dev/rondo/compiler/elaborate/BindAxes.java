package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Scope.Time;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.compiler.syntax.TypeExpr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Says which axes the names of axes in a cell mean: {@code t} is the one it is applied over, others
 * are those that its arguments bring.
 */
final class BindAxes {
  private final InstantiateCells pass;

  BindAxes(InstantiateCells pass) {
    this.pass = pass;
  }

  /** An axis that the values in hand will tell. */
  Time unknown(Scope scope, List<String> of, Span span, String help) {
    return unknown(new Draft.Unknown(of, List.of(), List.of(), only(scope), span, help));
  }

  /** The axis of a scope that has one. */
  private static String only(Scope scope) {
    return scope.axes.size() == 1 ? scope.axes.values().iterator().next().axis() : "";
  }

  private Time unknown(Draft.Unknown unknown) {
    String name = "?" + (pass.draft.unknown.size() + 1);
    pass.draft.unknown.put(name, unknown);
    return new Time(name, false);
  }

  void bind(Scope caller, Scope inner, ModelFile.Cell cell, Expr.Call call) {
    Set<String> formals = new LinkedHashSet<>();
    for (ModelFile.Formal formal : cell.formals()) {
      formal.type().ifPresent(type -> type.over().forEach(o -> formals.add(o.axis().text())));
    }
    formals.remove("t");
    for (String axis : List.copyOf(formals)) {
      if (caller.names.get(axis) instanceof Scope.AxisEntry fixed) {
        inner.names.put(axis, fixed);
        formals.remove(axis);
      }
    }
    for (Expr.Arg arg : call.args()) {
      if (arg instanceof Expr.Arg.Over over) {
        over(caller, inner, formals, over);
      }
    }
    // in a cell that runs from the last step to the first, what it applies does so too
    Time here = caller.axes.values().iterator().next();
    boolean one = caller.axes.size() == 1 && formals.size() < 2 && here.reversed();
    List<String> brought = new ArrayList<>();
    for (String axis : formals) {
      if (!inner.axes.containsKey(axis)) {
        inner.axes.put(axis, one ? here : brought(caller, inner, cell, axis, call));
      }
      brought.add(inner.axes.get(axis).axis());
      capture(inner, cell, axis, call);
    }
    if (!inner.axes.containsKey("t")) {
      inner.axes.put("t", one ? here : own(caller, inner, cell, brought, call));
    }
  }

  private void over(Scope caller, Scope inner, Set<String> formals, Expr.Arg.Over over) {
    Time time = caller.axes.get(over.axis().text());
    if (time == null) {
      report(
          over.axis().span(),
          "'" + over.axis() + "' is not an axis here",
          "the axis here is " + String.join(", ", caller.axes.keySet()));
      return;
    }
    String name = formals.contains(over.axis().text()) ? over.axis().text() : "t";
    if (inner.axes.containsKey(name)) {
      report(over.span(), "a cell runs over an axis once", "");
    }
    inner.axes.put(name, new Time(time.axis(), time.reversed() != over.reverse()));
  }

  private static boolean mentions(ModelFile.Formal formal, String axis) {
    return formal.type().map(TypeExpr::over).orElse(List.of()).stream()
        .anyMatch(over -> over.axis().text().equals(axis));
  }

  /** An axis that arguments bring under a name of the cell. */
  private Time brought(
      Scope caller, Scope inner, ModelFile.Cell cell, String axis, Expr.Call call) {
    List<String> of = new ArrayList<>();
    List<String> others = new ArrayList<>();
    sort(inner, cell, axis, of, others, call);
    String same = caller.axes.containsKey(axis) ? caller.axes.get(axis).axis() : "";
    return unknown(
        new Draft.Unknown(
            of, others, List.of(), same, argument(cell, axis, call), "name it: over " + axis));
  }

  private void capture(Scope inner, ModelFile.Cell cell, String axis, Expr.Call call) {
    List<String> others = new ArrayList<>();
    sort(inner, cell, axis, new ArrayList<>(), others, call);
    pass.draft.captures.add(
        new Draft.Capture(inner.axes.get(axis).axis(), others, argument(cell, axis, call)));
  }

  /** Arguments that bring an axis, and the others; when they are there. */
  private void sort(
      Scope inner,
      ModelFile.Cell cell,
      String axis,
      List<String> of,
      List<String> others,
      Expr.Call call) {
    pass.later(
        () -> {
          for (ModelFile.Formal formal : cell.formals()) {
            String value = pass.value(inner, formal.name().text(), call.span());
            (mentions(formal, axis) ? of : others).add(value);
          }
        });
  }

  /** The first argument that brings an axis, as it is written. */
  private static Span argument(ModelFile.Cell cell, String axis, Expr.Call call) {
    for (int i = 0; i < Math.min(cell.formals().size(), call.args().size()); i++) {
      if (mentions(cell.formals().get(i), axis)
          && call.args().get(i) instanceof Expr.Arg.Positional positional) {
        return positional.span();
      }
    }
    return call.span();
  }

  /** The axis over which an application runs that does not say so. */
  private Time own(
      Scope caller, Scope inner, ModelFile.Cell cell, List<String> brought, Expr.Call call) {
    List<String> of = new ArrayList<>();
    sort(inner, cell, "t", of, of, call);
    return unknown(
        new Draft.Unknown(
            of,
            List.of(),
            brought,
            only(caller),
            call.span(),
            "say it in the application: %s(..., over s)".formatted(cell.name())));
  }

  private void report(Span span, String message, String help) {
    pass.diagnostics.report(new Diagnostic(span, message, help));
  }
}
