package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.Member;
import dev.rondo.compiler.syntax.TypeExpr;
import java.util.ArrayList;
import java.util.List;
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
        pass.diagnostics.report(
            InstantiateCells.notBuilt(over.axis().span(), "an input over an axis of fixed length"));
        continue;
      }
      if (over.in().isPresent() || (!scope.axes.isEmpty() && !scope.axes.contains(axis))) {
        pass.diagnostics.report(
            InstantiateCells.notBuilt(over.axis().span(), "a second time axis ('" + axis + "')"));
      }
      scope.axes.add(axis);
      pass.draft.axis = axis;
    }
  }

  /** Before all else: what is declared may vary over them. */
  void declare(Scope scope, Member member) {
    if (!(member instanceof Member.Axis axis)) {
      return;
    }
    boolean another = axis.size() instanceof Expr.NameRef ref && scope.axes.contains(ref.name());
    if (another || axis.by().isPresent()) {
      pass.diagnostics.report(
          InstantiateCells.notBuilt(axis.span(), "an axis that is made of another"));
      pass.declare.put(scope, axis.name(), new Scope.Known(LowerExpressions.ERROR));
      return;
    }
    String flat = scope.prefix + axis.name().text();
    pass.draft.axes.put(flat, pass.sizes.size(scope, axis.size()));
    pass.declare.put(scope, axis.name(), new Scope.AxisEntry(flat));
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
