package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr.Arg;
import dev.rondo.compiler.syntax.Expr.Operator;
import dev.rondo.compiler.syntax.ModelFile.Formal;
import dev.rondo.compiler.syntax.ModelFile.Generic;
import dev.rondo.compiler.syntax.ModelFile.GenericKind;
import dev.rondo.compiler.syntax.ModelFile.Name;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Files that are right by the grammar, and mean nothing: every construct, words used as names. */
final class RandomSyntax {
  private static final Source NOWHERE = new Source("random", "");
  private static final Span SPAN = new Span(NOWHERE, 0, 0);

  /** Every word that is not reserved is a name too, and is tried as one. */
  private static final List<String> NAMES =
      List.of(
          "x",
          "h",
          "W",
          "αΩ_1",
          "first",
          "last",
          "t",
          "always",
          "axis",
          "by",
          "derivative",
          "feed",
          "fixed",
          "from",
          "in",
          "input",
          "int",
          "layer",
          "loss",
          "metric",
          "noise",
          "output",
          "over",
          "param",
          "real",
          "reverse",
          "state",
          "token",
          "train",
          "until",
          "when");

  private static final List<String> TEXTS = List.of("", "<s>", "a \"b\"\\", "é😀", "\n\t// no");

  private final Random random;

  RandomSyntax(long seed) {
    this.random = new Random(seed);
  }

  ModelFile file() {
    return new ModelFile(
        NOWHERE,
        list(0, 2, () -> new ModelFile.Import(names(), SPAN)),
        list(
            0,
            2,
            () ->
                new ModelFile.Fun(
                    name(), list(0, 2, this::name), expr(), list(0, 2, this::expr), doc(), SPAN)),
        list(
            0,
            2,
            () ->
                new ModelFile.Cell(
                    name(),
                    list(0, 2, this::generic),
                    list(0, 2, this::formal),
                    name(),
                    list(0, 5, this::member),
                    doc(),
                    SPAN)),
        list(
            0,
            2,
            () ->
                new ModelFile.Model(
                    name(), list(0, 2, this::generic), list(0, 8, this::member), doc(), SPAN)),
        list(
            0,
            2,
            () ->
                new ModelFile.Train(
                    maybe(this::name),
                    list(0, 4, () -> new ModelFile.Setting(name(), expr())),
                    SPAN)));
  }

  private Generic generic() {
    return new Generic(name(), pick(List.of(GenericKind.values())), maybe(this::expr));
  }

  private Formal formal() {
    return new Formal(name(), maybe(this::type), maybe(this::expr));
  }

  private Member member() {
    return switch (random.nextInt(12)) {
      case 0 -> new Member.Input(name(), type(), maybe(this::expr), SPAN);
      case 1 ->
          new Member.Param(
              random.nextBoolean(), names(), type(), random.nextBoolean(), expr(), SPAN);
      case 2 -> new Member.State(names(), type(), expr(), SPAN);
      case 3 -> new Member.Noise(name(), type(), expr(), maybe(this::expr), false, SPAN);
      case 4 ->
          new Member.Noise(name(), type(), expr(), Optional.empty(), random.nextBoolean(), SPAN);
      case 5 -> new Member.Axis(name(), expr(), maybe(this::expr), SPAN);
      case 6 -> new Member.Layer(name(), expr(), SPAN);
      case 7 -> new Member.Feed(name(), expr(), maybe(this::expr), SPAN);
      case 8 -> new Member.Loss(maybe(this::name), expr(), maybe(this::expr), SPAN);
      case 9 -> new Member.Metric(maybe(this::name), expr(), maybe(this::expr), SPAN);
      case 10 -> new Member.Output(name(), maybe(this::expr), SPAN);
      default -> new Member.Equation(name(), expr(), SPAN);
    };
  }

  private TypeExpr type() {
    TypeExpr.Kind kind = pick(List.of(TypeExpr.Kind.values()));
    List<Expr> sizes =
        switch (kind) {
          case FEATURES -> list(0, 2, () -> expr(2));
          case TOKEN -> List.of(expr(2));
          case REAL, INT -> List.of();
        };
    return new TypeExpr(
        kind, sizes, list(0, 2, () -> new TypeExpr.Over(name(), maybe(this::name))), SPAN);
  }

  private Expr expr() {
    return expr(4);
  }

  private Expr expr(int depth) {
    if (depth == 0) {
      return leaf();
    }
    Supplier<Expr> inner = () -> expr(depth - 1);
    return switch (random.nextInt(11)) {
      case 0, 1, 2 -> operation(inner);
      case 3 -> new Expr.Negate(inner.get(), SPAN);
      case 4 -> new Expr.Transpose(inner.get(), SPAN);
      case 5 -> new Expr.Conditional(inner.get(), inner.get(), inner.get(), SPAN);
      case 6 -> new Expr.Vector(list(1, 2, inner), SPAN);
      case 7 ->
          new Expr.Bracket(
              inner.get(),
              list(1, 2, () -> new Expr.Item(maybe(this::name), inner.get(), maybe(inner), SPAN)),
              SPAN);
      case 8 -> new Expr.Call(inner.get(), list(0, 3, () -> arg(inner)), SPAN);
      case 9 -> new Expr.Field(inner.get(), name(), SPAN);
      default -> leaf();
    };
  }

  private Expr operation(Supplier<Expr> inner) {
    return new Expr.Binary(pick(List.of(Operator.values())), inner.get(), inner.get(), SPAN, SPAN);
  }

  private Expr leaf() {
    return switch (random.nextInt(5)) {
      case 0 -> new Expr.Number(random.nextInt(100), true, SPAN);
      case 1 -> new Expr.Number(Math.exp(random.nextGaussian() * 20), false, SPAN);
      case 2 -> new Expr.Text(pick(TEXTS), SPAN);
      default -> new Expr.NameRef(pick(NAMES), SPAN);
    };
  }

  private Arg arg(Supplier<Expr> inner) {
    return switch (random.nextInt(5)) {
      case 0 -> new Arg.Named(pathNotFrom(), inner.get(), SPAN);
      case 1 -> new Arg.From(list(0, 2, this::name), inner.get(), SPAN);
      case 2 -> new Arg.Over(random.nextBoolean(), name(), SPAN);
      default -> new Arg.Positional(inner.get(), SPAN);
    };
  }

  /** {@code from = e} is an initial state and not an argument of that name. */
  private List<Name> pathNotFrom() {
    return Stream.generate(this::names)
        .filter(path -> !path.get(0).text().equals("from"))
        .findFirst()
        .orElseThrow();
  }

  private String doc() {
    return pick(List.of("", "One line.", "Two\n\nparagraphs."));
  }

  private Name name() {
    return new Name(pick(NAMES), SPAN);
  }

  private List<Name> names() {
    return list(1, 3, this::name);
  }

  private <T> Optional<T> maybe(Supplier<T> make) {
    return random.nextBoolean() ? Optional.of(make.get()) : Optional.empty();
  }

  private <T> List<T> list(int least, int most, Supplier<T> make) {
    return Stream.generate(make).limit(least + random.nextInt(most - least + 1)).toList();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
