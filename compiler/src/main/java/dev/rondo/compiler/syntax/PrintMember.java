package dev.rondo.compiler.syntax;

import static dev.rondo.compiler.syntax.PrintSyntax.clause;
import static dev.rondo.compiler.syntax.PrintSyntax.names;

import dev.rondo.compiler.syntax.ModelFile.Name;
import java.util.Optional;

/** One line of a cell or model as source text. */
final class PrintMember {
  private PrintMember() {}

  static String print(Member member) {
    if (member instanceof Member.Input m) {
      return "input %s: %s%s"
          .formatted(m.name(), PrintSyntax.print(m.type()), clause(" = ", m.value()));
    } else if (member instanceof Member.Param m) {
      return "%s %s: %s %s %s"
          .formatted(
              m.fixed() ? "fixed" : "param",
              names(m.names()),
              PrintSyntax.print(m.type()),
              m.drawn() ? "~" : "=",
              PrintExpr.print(m.initial()));
    } else if (member instanceof Member.State m) {
      return "state %s: %s = %s"
          .formatted(names(m.names()), PrintSyntax.print(m.type()), PrintExpr.print(m.initial()));
    } else if (member instanceof Member.Noise m) {
      return "noise %s: %s ~ %s%s%s"
          .formatted(
              m.name(),
              PrintSyntax.print(m.type()),
              PrintExpr.print(m.draw()),
              clause(" else ", m.otherwise()),
              m.always() ? " always" : "");
    } else if (member instanceof Member.Axis m) {
      return "axis %s: %s%s".formatted(m.name(), PrintExpr.print(m.size()), clause(" by ", m.by()));
    } else if (member instanceof Member.Layer m) {
      return "layer %s = %s".formatted(m.name(), PrintExpr.print(m.cell()));
    } else if (member instanceof Member.Feed m) {
      return "feed %s = %s%s"
          .formatted(m.name(), PrintExpr.print(m.value()), clause(" until ", m.until()));
    } else if (member instanceof Member.Loss m) {
      return counted("loss", m.name(), m.value(), m.when());
    } else if (member instanceof Member.Metric m) {
      return counted("metric", m.name(), m.value(), m.when());
    } else if (member instanceof Member.Output m) {
      return "output %s%s".formatted(m.name(), clause(" = ", m.value()));
    } else {
      Member.Equation m = (Member.Equation) member;
      return "%s = %s".formatted(m.name(), PrintExpr.print(m.value()));
    }
  }

  private static String counted(String word, Optional<Name> name, Expr value, Optional<Expr> when) {
    return "%s %s%s%s"
        .formatted(
            word,
            name.map(n -> n + " = ").orElse(""),
            PrintExpr.print(value),
            clause(" when ", when));
  }
}
