package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Scope.Known;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.Member;
import dev.rondo.compiler.syntax.TypeExpr;
import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Initial;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Enters what is drawn. The draw itself is a uniform or normal number that the program is given,
 * like an input or a parameter; the distribution is made of it by ordinary operations.
 */
final class DeclareNoise {
  private static final String UPDATE = "update";
  private static final Map<String, Integer> DRAWS =
      Map.of("bernoulli", 1, "normal", 1, "uniform", 2, "constant", 1);

  private final InstantiateCells pass;

  DeclareNoise(InstantiateCells pass) {
    this.pass = pass;
  }

  void declare(Scope scope, Member.Noise noise) {
    String flat = scope.prefix + noise.name().text();
    pass.later(
        () ->
            pass.draft.aliases.put(flat, pass.lower.named(flat, () -> value(scope, noise, flat))));
  }

  /** What the noise is: drawn in training, and outside of it what is due there. */
  private String value(Scope scope, Member.Noise noise, String flat) {
    List<String> args = new ArrayList<>();
    Optional<String> draw = draw(scope, noise.draw(), args);
    if (draw.isEmpty() || args.contains(LowerExpressions.ERROR)) {
      return LowerExpressions.ERROR;
    }
    Span span = noise.draw().span();
    Draft.Type type = pass.declare.type(scope, noise.type());
    if (type.kind() != Signature.Kind.REAL) {
      pass.diagnostics.report(
          new Diagnostic(
              noise.name().span(),
              "noise is real numbers",
              "write " + noise.name() + ": real, or its sizes in brackets; floor(...) rounds"));
      return LowerExpressions.ERROR;
    }
    String value = due(scope, noise, draw.get(), args, drawn(scope, noise, draw.get(), args, flat));
    if (!draw.get().equals("constant")) { // one number will do for all
      pass.draft.constraints.add(
          new Draft.Constraint(value, type, "the noise '" + noise.name() + "'", span));
    }
    return value;
  }

  /** In training what is drawn, outside of it what is said. */
  private String due(
      Scope scope, Member.Noise noise, String draw, List<String> args, String drawn) {
    if (noise.always()) {
      return drawn;
    }
    Span span = noise.draw().span();
    String otherwise =
        noise.otherwise().isPresent()
            ? pass.lower.lower(scope, noise.otherwise().get())
            : mean(draw, args, span);
    String value = pass.lower.apply(Op.CHANCE, span, drawn, otherwise);
    if (noise.otherwise().isEmpty()) {
      pass.draft.means.put(value, noise.name());
    }
    return value;
  }

  private Optional<String> draw(Scope scope, Expr written, List<String> args) {
    if (written instanceof Expr.Call call
        && call.of() instanceof Expr.NameRef of
        && call.args().size() == DRAWS.getOrDefault(of.name(), -1)
        && call.args().stream().allMatch(Expr.Arg.Positional.class::isInstance)) {
      call.args()
          .forEach(a -> args.add(pass.lower.lower(scope, ((Expr.Arg.Positional) a).value())));
      return Optional.of(of.name());
    }
    pass.diagnostics.report(
        new Diagnostic(
            written.span(),
            "noise is bernoulli(p), normal(deviation), uniform(from, to) or constant(c)",
            ""));
    return Optional.empty();
  }

  private String drawn(
      Scope scope, Member.Noise noise, String draw, List<String> args, String flat) {
    Span span = noise.draw().span();
    if (draw.equals("constant")) {
      return args.get(0);
    }
    String number = number(scope, noise, Chance.name(draw.equals("normal"), flat));
    return switch (draw) {
      case "bernoulli" -> pass.lower.apply(Op.LESS, span, number, args.get(0));
      case "normal" -> pass.lower.apply(Op.MUL, span, number, args.get(0));
      default -> {
        String range = pass.lower.apply(Op.SUB, span, args.get(1), args.get(0));
        String part = pass.lower.apply(Op.MUL, span, number, range);
        yield pass.lower.apply(Op.ADD, span, args.get(0), part);
      }
    };
  }

  private String mean(String draw, List<String> args, Span span) {
    return switch (draw) {
      case "normal" -> pass.lower.literal(0, span);
      case "uniform" -> {
        String sum = pass.lower.apply(Op.ADD, span, args.get(0), args.get(1));
        yield pass.lower.apply(Op.MUL, span, sum, pass.lower.literal(0.5, span));
      }
      default -> args.get(0);
    };
  }

  /** The item of what is given: one a step, a sequence, or an update. */
  private String number(Scope scope, Member.Noise noise, String name) {
    List<TypeExpr.Over> over = noise.type().over();
    Draft.Type type = pass.declare.type(scope, noise.type());
    if (over.size() == 1 && over.get(0).axis().text().equals(UPDATE)) {
      Draft.ParamDeclaration declaration =
          new Draft.ParamDeclaration(name, type.shape(), List.of(), true, noise.name().span());
      pass.draft.updates.add(declaration);
      pass.draft.initials.put(name, new Initial.Constant(0));
      String item = "param " + name;
      pass.draft.items.put(
          item, new Draft.Item(item, new Draft.Param(declaration), List.of(), noise.span()));
      return item;
    }
    List<String> axes = new ArrayList<>();
    for (TypeExpr.Over axis : over) {
      if (scope.names.get(axis.axis().text()) instanceof Scope.AxisEntry) {
        continue;
      }
      Scope.Time time = scope.axes.get(axis.axis().text());
      if (time != null && axis.in().isEmpty()) {
        axes.add(time.axis());
      } else {
        pass.diagnostics.report(
            new Diagnostic(
                axis.axis().span(),
                "'" + axis.axis() + "' is not an axis here",
                "over " + String.join(", ", scope.axes.keySet()) + ", or over update"));
      }
    }
    Draft.InputDeclaration declaration =
        new Draft.InputDeclaration(
            name,
            new Draft.Type(Signature.Kind.REAL, type.shape()),
            axes,
            DeclareAxes.fixed(scope, noise.type()),
            Optional.empty(),
            Optional.empty(),
            noise.name().span());
    pass.draft.draws.add(declaration);
    pass.draft.items.put(
        name, new Draft.Item(name, new Draft.In(declaration), List.of(), noise.span()));
    return name;
  }

  /** The entry of a noise's name. */
  static Known entry(Scope scope, Member.Noise noise) {
    return new Known(scope.prefix + noise.name().text());
  }
}
