package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.ModelFile.Formal;
import dev.rondo.compiler.syntax.ModelFile.Generic;
import dev.rondo.compiler.syntax.ModelFile.GenericKind;
import dev.rondo.compiler.syntax.ModelFile.Name;
import dev.rondo.compiler.syntax.ModelFile.Setting;
import dev.rondo.grammar.RondoBaseVisitor;
import dev.rondo.grammar.RondoLexer;
import dev.rondo.grammar.RondoParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * ANTLR's tree to records. The grammar is wider than the language: what it lets through only for
 * the sake of a better message is rejected here. After a rejection the records hold a stand-in and
 * must not be used.
 */
final class BuildSyntax {
  private final Source source;
  private final CommonTokenStream tokens;
  private final Diagnostics errors;
  private final BuildExpr exprs;
  private final Members members = new Members();

  BuildSyntax(Source source, CommonTokenStream tokens, Diagnostics errors) {
    this.source = source;
    this.tokens = tokens;
    this.errors = errors;
    this.exprs = new BuildExpr(source, errors);
  }

  ModelFile file(RondoParser.FileContext file) {
    Items items = new Items();
    file.item().forEach(items::visit);
    return new ModelFile(
        source, items.imports, items.funs, items.cells, items.models, items.trains);
  }

  /** Only for the errors: a part of a file that is wrong in another place. */
  void part(ParserRuleContext alone) {
    ParseTree part = alone.getChild(0);
    if (part instanceof RondoParser.ItemContext item) {
      new Items().visit(item);
    } else if (part instanceof RondoParser.SettingContext setting) {
      setting(setting);
    } else {
      members.visit(part);
    }
  }

  private final class Items extends RondoBaseVisitor<Void> {
    final List<ModelFile.Import> imports = new ArrayList<>();
    final List<ModelFile.Fun> funs = new ArrayList<>();
    final List<ModelFile.Cell> cells = new ArrayList<>();
    final List<ModelFile.Model> models = new ArrayList<>();
    final List<ModelFile.Train> trains = new ArrayList<>();

    @Override
    public Void visitImportItem(RondoParser.ImportItemContext context) {
      List<Name> path = exprs.names(context.path().name());
      imports.add(new ModelFile.Import(path, exprs.span(context)));
      return null;
    }

    @Override
    public Void visitFunItem(RondoParser.FunItemContext context) {
      List<Name> names = exprs.names(context.name());
      List<Expr> bodies = exprs.all(context.expr());
      funs.add(
          new ModelFile.Fun(
              names.get(0),
              names.subList(1, names.size()),
              bodies.get(0),
              bodies.subList(1, bodies.size()),
              doc(context),
              exprs.span(context)));
      return null;
    }

    @Override
    public Void visitCellItem(RondoParser.CellItemContext context) {
      Name name = exprs.name(context.name(0));
      Name result = name;
      if (context.name().size() > 1) {
        result = exprs.name(context.name(1));
      } else {
        errors.report(
            new Diagnostic(
                name.span(),
                "the cell %s does not say which of its names is the result".formatted(name),
                "write -> h before the brace, for a cell whose result is h"));
      }
      cells.add(
          new ModelFile.Cell(
              name,
              generics(context.generics()),
              context.formal().stream().map(BuildSyntax.this::formal).toList(),
              result,
              context.member().stream().map(members::visit).toList(),
              doc(context),
              exprs.span(context)));
      return null;
    }

    @Override
    public Void visitModelItem(RondoParser.ModelItemContext context) {
      models.add(
          new ModelFile.Model(
              exprs.name(context.name()),
              generics(context.generics()),
              context.member().stream().map(members::visit).toList(),
              doc(context),
              exprs.span(context)));
      return null;
    }

    @Override
    public Void visitTrainItem(RondoParser.TrainItemContext context) {
      trains.add(
          new ModelFile.Train(
              Optional.ofNullable(context.name()).map(exprs::name),
              context.setting().stream().map(BuildSyntax.this::setting).toList(),
              exprs.span(context)));
      return null;
    }
  }

  private Setting setting(RondoParser.SettingContext context) {
    return new Setting(exprs.name(context.name()), exprs.build(context.expr()));
  }

  private List<Generic> generics(RondoParser.GenericsContext context) {
    return context == null ? List.of() : context.generic().stream().map(this::generic).toList();
  }

  private Generic generic(RondoParser.GenericContext context) {
    GenericKind kind = GenericKind.SIZE;
    if (context.kind != null) {
      kind = context.kind.getType() == RondoParser.CELL ? GenericKind.CELL : GenericKind.FUN;
    }
    return new Generic(exprs.name(context.name()), kind, exprs.maybe(context.expr()));
  }

  private Formal formal(RondoParser.FormalContext context) {
    return new Formal(
        exprs.name(context.name()),
        Optional.ofNullable(context.type()).map(exprs::type),
        exprs.maybe(context.expr()));
  }

  /** The {@code ///} lines right before a definition, without their slashes. */
  private String doc(ParserRuleContext definition) {
    List<Token> hidden = tokens.getHiddenTokensToLeft(definition.start.getTokenIndex());
    if (hidden == null) {
      return "";
    }
    return hidden.stream()
        .filter(token -> token.getType() == RondoLexer.DOC)
        .map(token -> exprs.span(token).text().substring(3).strip())
        .collect(Collectors.joining("\n"));
  }

  private final class Members extends RondoBaseVisitor<Member> {
    @Override
    public Member visitInputMember(RondoParser.InputMemberContext context) {
      Name name = exprs.name(context.name());
      return new Member.Input(
          name,
          type("input", List.of(name), context.type()),
          exprs.maybe(context.expr()),
          exprs.span(context));
    }

    @Override
    public Member visitParamMember(RondoParser.ParamMemberContext context) {
      List<Name> names = exprs.names(context.name());
      String word = context.word.getText();
      return new Member.Param(
          context.word.getType() == RondoParser.FIXED,
          names,
          type(word, names, context.type()),
          context.sign != null && context.sign.getType() == RondoParser.TILDE,
          initial(
              context.expr(),
              word,
              names,
              context.type(),
              " ~ glorot to draw it, or = 0 to set it"),
          exprs.span(context));
    }

    @Override
    public Member visitStateMember(RondoParser.StateMemberContext context) {
      List<Name> names = exprs.names(context.name());
      return new Member.State(
          names,
          type("state", names, context.type()),
          initial(context.expr(), "state", names, context.type(), " = 0"),
          exprs.span(context));
    }

    @Override
    public Member visitNoiseMember(RondoParser.NoiseMemberContext context) {
      Name name = exprs.name(context.name());
      boolean drawn = context.TILDE() != null;
      List<Name> names = List.of(name);
      return new Member.Noise(
          name,
          type("noise", names, context.type()),
          initial(
              drawn ? context.expr(0) : null, "noise", names, context.type(), " ~ bernoulli(0.8)"),
          context.ELSE() == null
              ? Optional.empty()
              : Optional.of(exprs.build(context.expr(drawn ? 1 : 0))),
          context.ALWAYS() != null,
          exprs.span(context));
    }

    @Override
    public Member visitAxisMember(RondoParser.AxisMemberContext context) {
      return new Member.Axis(
          exprs.name(context.name()),
          exprs.build(context.expr(0)),
          exprs.maybe(context.expr(1)),
          exprs.span(context));
    }

    @Override
    public Member visitLayerMember(RondoParser.LayerMemberContext context) {
      return new Member.Layer(
          exprs.name(context.name()), exprs.build(context.expr()), exprs.span(context));
    }

    @Override
    public Member visitFeedMember(RondoParser.FeedMemberContext context) {
      return new Member.Feed(
          exprs.name(context.name()),
          exprs.build(context.expr(0)),
          exprs.maybe(context.expr(1)),
          exprs.span(context));
    }

    @Override
    public Member visitLossMember(RondoParser.LossMemberContext context) {
      Optional<Name> name = Optional.ofNullable(context.name()).map(exprs::name);
      Expr value = exprs.build(context.expr(0));
      Optional<Expr> when = exprs.maybe(context.expr(1));
      Span span = exprs.span(context);
      return context.word.getType() == RondoParser.METRIC
          ? new Member.Metric(name, value, when, span)
          : new Member.Loss(name, value, when, span);
    }

    @Override
    public Member visitOutputMember(RondoParser.OutputMemberContext context) {
      return new Member.Output(
          exprs.name(context.name()), exprs.maybe(context.expr()), exprs.span(context));
    }

    @Override
    public Member visitEquationMember(RondoParser.EquationMemberContext context) {
      Name name = exprs.name(context.name());
      if (!context.PRIME().isEmpty()) {
        errors.report(
            new Diagnostic(
                exprs.span(context.PRIME(0).getSymbol()),
                "Rondo has no primes",
                "write %s = ... and read the step before as %s[t-1]".formatted(name, name)));
      } else if (context.items() != null) {
        errors.report(
            new Diagnostic(
                exprs.span(context.items()),
                "the left side of an equation is a name alone",
                "write %s = ...: it holds at every step, and %s[t-1] is its value at the step before"
                    .formatted(name, name)));
      }
      return new Member.Equation(name, exprs.build(context.expr()), exprs.span(context));
    }

    private TypeExpr type(String word, List<Name> names, RondoParser.TypeContext context) {
      if (context != null) {
        return exprs.type(context);
      }
      Name last = names.get(names.size() - 1);
      errors.report(
          new Diagnostic(
              last.span(),
              "%s %s has no type".formatted(word, last),
              "write %s %s: [H], with its sizes in the brackets, or %s: real for one number"
                  .formatted(word, last, last)));
      return new TypeExpr(TypeExpr.Kind.REAL, List.of(), List.of(), last.span());
    }

    private Expr initial(
        RondoParser.ExprContext value,
        String word,
        List<Name> names,
        RondoParser.TypeContext type,
        String example) {
      if (value != null) {
        return exprs.build(value);
      }
      Span first = names.get(0).span();
      if (type != null) {
        boolean drawn = word.equals("noise");
        errors.report(
            new Diagnostic(
                first,
                drawn
                    ? "noise %s does not say how it is drawn".formatted(names.get(0))
                    : "%s %s has no initial value".formatted(word, names.get(0)),
                "write %s %s: %s%s"
                    .formatted(
                        word,
                        names.stream().map(Name::text).collect(Collectors.joining(", ")),
                        exprs.span(type).text(),
                        example)));
      }
      return new Expr.Number(0, true, first);
    }
  }
}
