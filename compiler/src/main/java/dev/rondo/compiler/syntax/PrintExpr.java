package dev.rondo.compiler.syntax;

import dev.rondo.compiler.syntax.Expr.Arg;
import dev.rondo.compiler.syntax.Expr.Operator;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Expressions as source text, with the parentheses that they need and no others. */
final class PrintExpr {
  // how tightly a thing binds: the grammar's levels
  private static final int CONDITIONAL = 0;
  private static final int COMPARISON = 1;
  private static final int SUM = 2;
  private static final int PRODUCT = 3;
  private static final int MATMUL = 4;
  private static final int SIGNED = 5;
  private static final int POWER = 6;
  private static final int POSTFIX = 7;

  private PrintExpr() {}

  static String print(Expr expr) {
    return print(expr, CONDITIONAL);
  }

  static String list(List<Expr> exprs) {
    return exprs.stream().map(PrintExpr::print).collect(Collectors.joining(", "));
  }

  private static String print(Expr expr, int least) {
    String text = bare(expr);
    return level(expr) < least ? "(" + text + ")" : text;
  }

  private static String bare(Expr expr) {
    if (expr instanceof Expr.Number e) {
      return number(e);
    } else if (expr instanceof Expr.Text e) {
      return quote(e.value());
    } else if (expr instanceof Expr.NameRef e) {
      return e.name();
    } else if (expr instanceof Expr.Negate e) {
      return "-" + print(e.operand(), SIGNED);
    } else if (expr instanceof Expr.Transpose e) {
      return print(e.operand(), POSTFIX) + "'";
    } else if (expr instanceof Expr.Binary e) {
      return binary(e);
    } else if (expr instanceof Expr.Conditional e) {
      return "if %s then %s else %s"
          .formatted(print(e.condition()), print(e.then()), print(e.otherwise()));
    } else if (expr instanceof Expr.Vector e) {
      return "[" + list(e.elements()) + "]";
    } else if (expr instanceof Expr.Bracket e) {
      return print(e.of(), POSTFIX)
          + e.items().stream().map(PrintExpr::item).collect(Collectors.joining(", ", "[", "]"));
    } else if (expr instanceof Expr.Call e) {
      return print(e.of(), POSTFIX)
          + e.args().stream().map(PrintExpr::arg).collect(Collectors.joining(", ", "(", ")"));
    } else {
      Expr.Field e = (Expr.Field) expr;
      return print(e.of(), POSTFIX) + "." + e.name();
    }
  }

  private static String binary(Expr.Binary e) {
    int level = level(e.op());
    if (e.op() == Operator.POWER) {
      return print(e.left(), POSTFIX) + "^" + print(e.right(), SIGNED);
    }
    // a chain of comparisons is no syntax, so their left side needs parentheses too
    int left = level == COMPARISON ? level + 1 : level;
    String sign = isOffset(e) ? e.op().sign() : " " + e.op().sign() + " ";
    return print(e.left(), left) + sign + print(e.right(), level + 1);
  }

  /** {@code t-1} is written without blanks, as a delay is. */
  private static boolean isOffset(Expr.Binary e) {
    return (e.op() == Operator.MINUS || e.op() == Operator.PLUS)
        && e.left() instanceof Expr.NameRef
        && e.right() instanceof Expr.Number number
        && number.integer();
  }

  private static int level(Expr expr) {
    if (expr instanceof Expr.Binary e) {
      return level(e.op());
    } else if (expr instanceof Expr.Negate) {
      return SIGNED;
    } else {
      return expr instanceof Expr.Conditional ? CONDITIONAL : POSTFIX;
    }
  }

  private static int level(Operator op) {
    return switch (op) {
      case POWER -> POWER;
      case MATMUL -> MATMUL;
      case TIMES, DIVIDE -> PRODUCT;
      case PLUS, MINUS -> SUM;
      case LESS, GREATER, LESS_EQUAL, GREATER_EQUAL, EQUAL, NOT_EQUAL -> COMPARISON;
    };
  }

  private static String item(Expr.Item item) {
    return item.axis().map(axis -> axis + " = ").orElse("")
        + print(item.value())
        + PrintSyntax.clause(" else ", item.otherwise());
  }

  private static String arg(Arg arg) {
    if (arg instanceof Arg.Positional a) {
      return print(a.value());
    } else if (arg instanceof Arg.Named a) {
      return PrintSyntax.path(a.path()) + " = " + print(a.value());
    } else if (arg instanceof Arg.From a) {
      String path = a.path().isEmpty() ? "" : " " + PrintSyntax.path(a.path());
      return "from" + path + " = " + print(a.value());
    } else {
      Arg.Over a = (Arg.Over) arg;
      return "over " + (a.reverse() ? "reverse " : "") + a.axis();
    }
  }

  /** Shortest digits; a real keeps a sign of being one, a point or an exponent. */
  private static String number(Expr.Number number) {
    BigDecimal value = new BigDecimal(Double.toString(number.value()));
    if (number.integer()) {
      return value.toBigIntegerExact().toString();
    }
    double size = Math.abs(number.value());
    if (size != 0 && (size < 1e-4 || size >= 1e7)) {
      return Double.toString(number.value()).replace(".0E", "e").replace('E', 'e');
    }
    String plain = value.stripTrailingZeros().toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  private static String quote(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        case '"', '\\' -> quoted.append('\\').append(c);
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
