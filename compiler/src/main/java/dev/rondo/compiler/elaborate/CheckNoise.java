package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.ModelFile.Name;
import java.util.EnumSet;
import java.util.Set;

/**
 * Checks that the mean of a noise, which it is outside training, means something where it is used:
 * the mean of a coin behind {@code where} is neither of its sides.
 */
final class CheckNoise {
  private static final Set<Op> DECIDE =
      EnumSet.of(
          Op.SELECT,
          Op.LESS,
          Op.LESS_EQUAL,
          Op.GREATER,
          Op.GREATER_EQUAL,
          Op.EQUAL,
          Op.NOT_EQUAL,
          Op.POW,
          Op.FLOOR,
          Op.ROUND,
          Op.SIGN,
          Op.STEP);

  private CheckNoise() {}

  static void check(Draft draft, Diagnostics diagnostics) {
    for (Draft.Item item : draft.items.values()) {
      if (item.form() instanceof Draft.Apply apply && DECIDE.contains(apply.op())) {
        item.args().forEach(arg -> check(draft, arg, item.span(), diagnostics));
      }
    }
    for (Draft.TermDeclaration term : draft.terms) {
      term.when().ifPresent(when -> check(draft, when, term.span(), diagnostics));
    }
  }

  private static void check(Draft draft, String item, Span at, Diagnostics diagnostics) {
    Name noise = draft.means.get(draft.resolve(item));
    if (noise != null) {
      diagnostics.report(
          new Diagnostic(
              at,
              "outside training '" + noise + "' is its mean, which decides nothing here",
              "say what it is there: noise "
                  + noise
                  + ": ... else 0, or always, to draw it there too"));
    }
  }
}
