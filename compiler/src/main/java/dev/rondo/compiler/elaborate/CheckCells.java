package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.Member;
import dev.rondo.compiler.syntax.ModelFile;

/**
 * Checks a cell on its own, for all sizes at once. A cell that takes cells, that decides on sizes
 * or that has untyped arguments means something only where it is applied, and is checked there.
 */
final class CheckCells {
  private CheckCells() {}

  static void check(Definitions definitions, ModelFile.Cell cell, Diagnostics diagnostics) {
    boolean open =
        cell.formals().stream().anyMatch(f -> f.type().isEmpty())
            || cell.generics().stream()
                .anyMatch(g -> g.kind() != ModelFile.GenericKind.SIZE && g.value().isEmpty())
            || cell.members().stream().anyMatch(CheckCells::decides);
    if (!open) {
      Draft draft = InstantiateCells.standalone(definitions, cell, diagnostics);
      Elaborated.infer(draft, diagnostics);
    }
  }

  private static boolean decides(Member member) {
    return (member instanceof Member.Equation e && decides(e.value()))
        || member instanceof Member.Axis;
  }

  private static boolean decides(Expr expr) {
    return expr instanceof Expr.Conditional
        || Expressions.parts(expr).stream().anyMatch(CheckCells::decides);
  }
}
