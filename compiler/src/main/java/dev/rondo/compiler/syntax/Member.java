package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.ModelFile.Name;
import java.util.List;
import java.util.Optional;

/** One line of a cell or model. */
public sealed interface Member {
  Span span();

  /** {@code input x: type = default}. */
  record Input(Name name, TypeExpr type, Optional<Expr> value, Span span) implements Member {}

  /** {@code param W, U: type ~ draw} or {@code = value}; {@code fixed} for one never trained. */
  record Param(
      boolean fixed, List<Name> names, TypeExpr type, boolean drawn, Expr initial, Span span)
      implements Member {
    public Param {
      names = List.copyOf(names);
    }
  }

  /** {@code state h, c: type = initial}; the value is missing only in a wrong file. */
  record State(List<Name> names, TypeExpr type, Expr initial, Span span) implements Member {
    public State {
      names = List.copyOf(names);
    }
  }

  /** {@code noise m: type ~ draw else e} or {@code always}. */
  record Noise(
      Name name, TypeExpr type, Expr draw, Optional<Expr> otherwise, boolean always, Span span)
      implements Member {}

  /** {@code axis k: size by stride}. */
  record Axis(Name name, Expr size, Optional<Expr> by, Span span) implements Member {}

  /** {@code layer enc = GRU[H]}. */
  record Layer(Name name, Expr cell, Span span) implements Member {}

  /** {@code feed x = e until "s"}. */
  record Feed(Name name, Expr value, Optional<Expr> until, Span span) implements Member {}

  /** {@code loss name = e when m}. */
  record Loss(Optional<Name> name, Expr value, Optional<Expr> when, Span span) implements Member {}

  /** {@code metric name = e when m}. */
  record Metric(Optional<Name> name, Expr value, Optional<Expr> when, Span span)
      implements Member {}

  /** {@code output y = e}; without a value the equation of that name. */
  record Output(Name name, Optional<Expr> value, Span span) implements Member {}

  /** {@code y = e}. */
  record Equation(Name name, Expr value, Span span) implements Member {}
}
