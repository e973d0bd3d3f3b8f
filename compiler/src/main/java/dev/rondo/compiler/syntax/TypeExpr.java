package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.ModelFile.Name;
import java.util.List;
import java.util.Optional;

/**
 * A written type: {@code [H, X] over t}, {@code token[V] over w over k in w}, {@code real}.
 *
 * @param kind features, token, real or int
 * @param sizes the sizes in the brackets (exactly one for a token, none for real and int)
 * @param over the axes, outermost first
 */
public record TypeExpr(Kind kind, List<Expr> sizes, List<Over> over, Span span) {
  public TypeExpr {
    sizes = List.copyOf(sizes);
    over = List.copyOf(over);
  }

  /** The word or bracket a type begins with. */
  public enum Kind {
    FEATURES,
    TOKEN,
    REAL,
    INT
  }

  /** {@code over k in w}. */
  public record Over(Name axis, Optional<Name> in) {}
}
