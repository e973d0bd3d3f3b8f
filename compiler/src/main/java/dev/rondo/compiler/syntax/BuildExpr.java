package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr.Arg;
import dev.rondo.compiler.syntax.Expr.Operator;
import dev.rondo.compiler.syntax.ModelFile.Name;
import dev.rondo.grammar.RondoBaseVisitor;
import dev.rondo.grammar.RondoParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Expressions, types and names: the part of {@link BuildSyntax} that goes on inside a line. */
final class BuildExpr extends RondoBaseVisitor<Expr> {
  private static final Map<String, Operator> OPERATORS =
      Arrays.stream(Operator.values())
          .collect(Collectors.toMap(Operator::sign, Function.identity()));

  private static final Set<Operator> COMPARISONS = EnumSet.range(Operator.LESS, Operator.NOT_EQUAL);

  private final Source source;
  private final Diagnostics errors;

  BuildExpr(Source source, Diagnostics errors) {
    this.source = source;
    this.errors = errors;
  }

  Expr build(ParserRuleContext context) {
    return visit(context);
  }

  Optional<Expr> maybe(ParserRuleContext context) {
    return Optional.ofNullable(context).map(this::build);
  }

  List<Expr> all(List<? extends ParserRuleContext> contexts) {
    return contexts.stream().map(this::build).toList();
  }

  Span span(ParserRuleContext context) {
    return new Span(source, context.start.getStartIndex(), context.stop.getStopIndex() + 1);
  }

  Span span(Token token) {
    return new Span(source, token.getStartIndex(), token.getStopIndex() + 1);
  }

  Name name(ParserRuleContext context) {
    Span span = span(context);
    return new Name(span.text(), span);
  }

  List<Name> names(List<? extends ParserRuleContext> contexts) {
    return contexts.stream().map(this::name).toList();
  }

  TypeExpr type(RondoParser.TypeContext context) {
    if (context instanceof RondoParser.FeaturesContext features) {
      return type(TypeExpr.Kind.FEATURES, features.expr(), features.over(), context);
    }
    if (context instanceof RondoParser.TokenContext token) {
      return type(TypeExpr.Kind.TOKEN, List.of(token.expr()), token.over(), context);
    }
    RondoParser.ScalarContext scalar = (RondoParser.ScalarContext) context;
    TypeExpr.Kind kind =
        scalar.word.getType() == RondoParser.INT ? TypeExpr.Kind.INT : TypeExpr.Kind.REAL;
    return type(kind, List.of(), scalar.over(), context);
  }

  private TypeExpr type(
      TypeExpr.Kind kind,
      List<RondoParser.ExprContext> sizes,
      List<RondoParser.OverContext> overs,
      RondoParser.TypeContext context) {
    List<TypeExpr.Over> over =
        overs.stream()
            .map(o -> new TypeExpr.Over(name(o.name(0)), second(o.name()).map(this::name)))
            .toList();
    return new TypeExpr(kind, all(sizes), over, span(context));
  }

  private static <T> Optional<T> second(List<T> list) {
    return list.size() > 1 ? Optional.of(list.get(1)) : Optional.empty();
  }

  @Override
  public Expr visitConditional(RondoParser.ConditionalContext context) {
    return new Expr.Conditional(
        build(context.expr(0)), build(context.expr(1)), build(context.expr(2)), span(context));
  }

  @Override
  public Expr visitPlain(RondoParser.PlainContext context) {
    return build(context.operation());
  }

  @Override
  public Expr visitOperand(RondoParser.OperandContext context) {
    return build(context.signed());
  }

  @Override
  public Expr visitBinary(RondoParser.BinaryContext context) {
    Expr left = build(context.operation(0));
    Expr right = build(context.operation(1));
    Expr.Binary built = binary(left, context.op, right, context);
    boolean unbracketed = context.operation(0) instanceof RondoParser.BinaryContext;
    if (unbracketed
        && COMPARISONS.contains(built.op())
        && left instanceof Expr.Binary first
        && COMPARISONS.contains(first.op())) {
      errors.report(
          new Diagnostic(
              built.operator(),
              "comparisons cannot be chained",
              "write (%s) * (%s %s %s): a comparison is 0 or 1"
                  .formatted(
                      first.span().text(),
                      first.right().span().text(),
                      built.op().sign(),
                      right.span().text())));
    }
    return built;
  }

  @Override
  public Expr visitSigned(RondoParser.SignedContext context) {
    return context.power() != null
        ? build(context.power())
        : new Expr.Negate(build(context.signed()), span(context));
  }

  @Override
  public Expr visitPower(RondoParser.PowerContext context) {
    Expr base = build(context.postfix());
    return context.op == null ? base : binary(base, context.op, build(context.signed()), context);
  }

  private Expr.Binary binary(Expr left, Token sign, Expr right, ParserRuleContext context) {
    Operator op =
        sign.getType() == RondoParser.CIRCLE_DOT ? Operator.TIMES : OPERATORS.get(sign.getText());
    return new Expr.Binary(op, left, right, span(sign), span(context));
  }

  @Override
  public Expr visitTranspose(RondoParser.TransposeContext context) {
    return new Expr.Transpose(build(context.postfix()), span(context));
  }

  @Override
  public Expr visitBracket(RondoParser.BracketContext context) {
    List<Expr.Item> items = context.items().bracketItem().stream().map(this::item).toList();
    return new Expr.Bracket(build(context.postfix()), items, span(context));
  }

  private Expr.Item item(RondoParser.BracketItemContext context) {
    return new Expr.Item(
        Optional.ofNullable(context.name()).map(this::name),
        build(context.expr(0)),
        second(context.expr()).map(this::build),
        span(context));
  }

  @Override
  public Expr visitCall(RondoParser.CallContext context) {
    List<Arg> args = context.arg().stream().map(this::arg).toList();
    return new Expr.Call(build(context.postfix()), args, span(context));
  }

  private Arg arg(RondoParser.ArgContext context) {
    Span span = span(context);
    if (context instanceof RondoParser.PositionalContext positional) {
      return new Arg.Positional(build(positional.expr()), span);
    }
    if (context instanceof RondoParser.NamedContext named) {
      List<ParserRuleContext> path = new ArrayList<>();
      path.add(named.argPath().argName());
      path.addAll(named.argPath().name());
      return new Arg.Named(names(path), build(named.expr()), span);
    }
    if (context instanceof RondoParser.FromContext from) {
      List<Name> path = from.path() == null ? List.of() : names(from.path().name());
      return new Arg.From(path, build(from.expr()), span);
    }
    RondoParser.OverArgContext over = (RondoParser.OverArgContext) context;
    return new Arg.Over(over.REVERSE() != null, name(over.name()), span);
  }

  @Override
  public Expr visitField(RondoParser.FieldContext context) {
    return new Expr.Field(build(context.postfix()), name(context.name()), span(context));
  }

  @Override
  public Expr visitParenthesis(RondoParser.ParenthesisContext context) {
    return build(context.expr());
  }

  @Override
  public Expr visitVector(RondoParser.VectorContext context) {
    return new Expr.Vector(all(context.expr()), span(context));
  }

  @Override
  public Expr visitNumber(RondoParser.NumberContext context) {
    Span span = span(context);
    String text = span.text();
    boolean integer = text.chars().allMatch(c -> c >= '0' && c <= '9');
    return new Expr.Number(Double.parseDouble(text), integer, span);
  }

  @Override
  public Expr visitText(RondoParser.TextContext context) {
    Span span = span(context);
    return new Expr.Text(unescape(span), span);
  }

  @Override
  public Expr visitNameRef(RondoParser.NameRefContext context) {
    Span span = span(context);
    return new Expr.NameRef(span.text(), span);
  }

  private String unescape(Span literal) {
    String text = literal.text();
    StringBuilder value = new StringBuilder();
    boolean escaped = false;
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (!escaped) {
        escaped = c == '\\';
        if (!escaped) {
          value.append(c);
        }
        continue;
      }
      escaped = false;
      switch (c) {
        case 'n' -> value.append('\n');
        case 't' -> value.append('\t');
        case 'r' -> value.append('\r');
        case '"', '\\' -> value.append(c);
        default -> {
          Span at = new Span(source, literal.start() + i - 1, literal.start() + i + 1);
          errors.report(
              new Diagnostic(
                  at,
                  "'%s' means nothing in a string".formatted(at.text()),
                  "write \\\\ for a backslash; \\\" \\n \\t \\r are the others"));
        }
      }
    }
    return value.toString();
  }
}
