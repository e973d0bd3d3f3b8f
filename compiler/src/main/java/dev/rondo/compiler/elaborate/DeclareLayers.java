package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Scope.CellValue;
import dev.rondo.compiler.elaborate.Scope.Entry;
import dev.rondo.compiler.elaborate.Scope.Known;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.Member;
import java.util.Optional;

/** Cells whose parameters are declared once and shared by their applications. */
final class DeclareLayers {
  private final InstantiateCells pass;

  DeclareLayers(InstantiateCells pass) {
    this.pass = pass;
  }

  /** What a layer's name stands for. */
  Entry entry(Scope scope, Member.Layer layer) {
    if (pass.callees.find(scope, layer.cell()).orElse(null) instanceof CellValue value) {
      return new CellValue(
          value.cell(), value.generics(), Optional.of(scope.params + layer.name().text()));
    }
    if (!Callees.isWrong(scope, layer.cell())) {
      pass.diagnostics.report(notCell(scope, layer));
    }
    return new Known(LowerExpressions.ERROR);
  }

  private Diagnostic notCell(Scope scope, Member.Layer layer) {
    Expr cell = layer.cell();
    if (cell instanceof Expr.Call call
        && pass.callees.find(scope, call.of()).orElse(null) instanceof CellValue) {
      return new Diagnostic(
          cell.span(),
          "a layer is a cell with its sizes, but this is a value",
          "apply it later: layer %s = %s, then %s(...)"
              .formatted(layer.name(), call.of().span().text(), layer.name()));
    }
    return pass.callees.find(scope, cell).isPresent()
        ? new Diagnostic(
            cell.span(), "a layer is a cell with its sizes, but this is a function", "")
        : pass.callees.notCallable(scope, cell);
  }
}
