package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.ModelFile.Name;
import java.util.List;
import java.util.Optional;

/** An expression as written. */
public sealed interface Expr {
  Span span();

  /** A number; {@code integer} if it was written without point and exponent. */
  record Number(double value, boolean integer, Span span) implements Expr {}

  /** A string literal, without its quotes and with its escapes resolved. */
  record Text(String value, Span span) implements Expr {}

  /** A name. */
  record NameRef(String name, Span span) implements Expr {}

  /** {@code -e}. */
  record Negate(Expr operand, Span span) implements Expr {}

  /** {@code e'}. */
  record Transpose(Expr operand, Span span) implements Expr {}

  /** Two operands around an operator; {@code operator} is the place of the sign alone. */
  record Binary(Operator op, Expr left, Expr right, Span operator, Span span) implements Expr {}

  /** {@code if c then a else b}, on sizes, at compile time. */
  record Conditional(Expr condition, Expr then, Expr otherwise, Span span) implements Expr {}

  /** {@code [a, b, c]}. */
  record Vector(List<Expr> elements, Span span) implements Expr {
    public Vector {
      elements = List.copyOf(elements);
    }
  }

  /** {@code e[...]}: a delay, a place on an axis, an index, or the sizes of a cell. */
  record Bracket(Expr of, List<Item> items, Span span) implements Expr {
    public Bracket {
      items = List.copyOf(items);
    }
  }

  /** {@code axis = value else otherwise} between brackets. */
  record Item(Optional<Name> axis, Expr value, Optional<Expr> otherwise, Span span) {}

  /** {@code f(...)}. */
  record Call(Expr of, List<Arg> args, Span span) implements Expr {
    public Call {
      args = List.copyOf(args);
    }
  }

  /** {@code e.name}. */
  record Field(Expr of, Name name, Span span) implements Expr {}

  /** The operators, with the sign that is written for them. */
  enum Operator {
    POWER("^"),
    MATMUL("@"),
    TIMES("*"),
    DIVIDE("/"),
    PLUS("+"),
    MINUS("-"),
    LESS("<"),
    GREATER(">"),
    LESS_EQUAL("<="),
    GREATER_EQUAL(">="),
    EQUAL("=="),
    NOT_EQUAL("!=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /** One argument of a call. */
  sealed interface Arg {
    Span span();

    /** {@code e}. */
    record Positional(Expr value, Span span) implements Arg {}

    /** {@code a.b = e}. */
    record Named(List<Name> path, Expr value, Span span) implements Arg {
      public Named {
        path = List.copyOf(path);
      }
    }

    /** {@code from h = e} (a path) or {@code from = e} (an empty path: all states of e). */
    record From(List<Name> path, Expr value, Span span) implements Arg {
      public From {
        path = List.copyOf(path);
      }
    }

    /** {@code over reverse t}. */
    record Over(boolean reverse, Name axis, Span span) implements Arg {}
  }
}
