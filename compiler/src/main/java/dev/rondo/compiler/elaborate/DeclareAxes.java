package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.Member;
import dev.rondo.compiler.syntax.ModelFile.Name;
import dev.rondo.compiler.syntax.TypeExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Enters the axes that inputs bring, and those of fixed length. */
final class DeclareAxes {
  private final InstantiateCells pass;

  DeclareAxes(InstantiateCells pass) {
    this.pass = pass;
  }

  /** The time axis, by the inputs that run over it. */
  void time(Scope scope, List<Member> members) {
    Set<String> fixed =
        members.stream()
            .filter(Member.Axis.class::isInstance)
            .map(member -> ((Member.Axis) member).name().text())
            .collect(Collectors.toSet());
    for (Member member : members) {
      if (member instanceof Member.Input input) {
        time(scope, input.type(), fixed);
      }
    }
  }

  private void time(Scope scope, TypeExpr type, Set<String> fixed) {
    for (TypeExpr.Over over : type.over()) {
      String axis = over.axis().text();
      if (fixed.contains(axis)) {
        continue;
      }
      Optional<String> within = over.in().map(Name::text);
      if (within.isPresent() && !scope.axes.containsKey(within.get())) {
        pass.diagnostics.report(
            new Diagnostic(
                over.in().get().span(),
                "'" + within.get() + "' is not an axis of this input",
                "write over %s over %s in %s".formatted(within.get(), axis, within.get())));
        continue;
      }
      if (within.flatMap(outer -> pass.draft.within(scope.axes.get(outer).axis())).isPresent()) {
        pass.diagnostics.report(
            new Diagnostic(
                over.in().get().span(),
                "an axis in one that lies in another itself is not built yet"));
      }
      enter(scope, axis, within, over.axis().span());
    }
  }

  /** An axis that inputs bring. */
  void enter(Scope scope, String axis, Optional<String> within, Span span) {
    Draft.TimeAxis known = pass.draft.times.get(axis);
    if (known == null) {
      pass.draft.times.put(axis, new Draft.TimeAxis(Optional.empty(), 1, within, span));
      scope.axes.put(axis, new Scope.Time(axis, false));
    } else if (!known.within().equals(within)) {
      pass.diagnostics.report(
          new Diagnostic(
              span,
              "the axis "
                  + axis
                  + " lies within another one here than on line "
                  + known.span().line(),
              "two inputs over one axis say the same of it"));
    }
  }

  /** Before all else: what is declared may vary over them. */
  void declare(Scope scope, Member member) {
    if (!(member instanceof Member.Axis axis)) {
      return;
    }
    String flat = scope.prefix + axis.name().text();
    boolean another = axis.size() instanceof Expr.NameRef ref && scope.axes.containsKey(ref.name());
    if (another) {
      Scope.Time source = scope.axes.get(((Expr.NameRef) axis.size()).name());
      pass.draft.times.put(
          flat,
          new Draft.TimeAxis(
              Optional.of(source.axis()), by(scope, axis), Optional.empty(), axis.span()));
      scope.axes.put(axis.name().text(), new Scope.Time(flat, source.reversed()));
      return;
    }
    if (axis.by().isPresent()) {
      pass.diagnostics.report(
          new Diagnostic(
              axis.span(), "'by' takes every so many steps of an axis of time", "axis p: t by 2"));
      pass.declare.put(scope, axis.name(), new Scope.Known(LowerExpressions.ERROR));
      return;
    }
    pass.draft.axes.put(flat, pass.sizes.size(scope, axis.size()));
    pass.declare.put(scope, axis.name(), new Scope.AxisEntry(flat));
  }

  private int by(Scope scope, Member.Axis axis) {
    if (axis.by().isEmpty()) {
      return 1;
    }
    Size size = pass.sizes.bound(pass.sizes.atLeast(1, scope, axis.by().get()));
    if (size.value().isEmpty() && !pass.alone()) {
      pass.diagnostics.report(
          new Diagnostic(
              axis.by().get().span(),
              "'by' takes a size that is known when the model is compiled"));
    }
    return size.value().orElse(1);
  }

  /** The fixed axes of a declared type; what it says of time is looked at elsewhere. */
  static List<String> fixed(Scope scope, TypeExpr type) {
    List<String> axes = new ArrayList<>();
    for (TypeExpr.Over over : type.over()) {
      if (scope.names.get(over.axis().text()) instanceof Scope.AxisEntry axis) {
        axes.add(axis.flat());
      }
    }
    return axes;
  }
}
