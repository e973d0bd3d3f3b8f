package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Scope.CellValue;
import dev.rondo.compiler.elaborate.Scope.Entry;
import dev.rondo.compiler.elaborate.Scope.Equation;
import dev.rondo.compiler.elaborate.Scope.Known;
import dev.rondo.compiler.elaborate.Scope.SizeEntry;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.Member;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.compiler.syntax.ModelFile.Name;
import dev.rondo.compiler.syntax.TypeExpr;
import dev.rondo.runtime.Signature;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Enters what a model or cell declares into its scope; nothing is computed before all is known. */
final class DeclareMembers {
  private final InstantiateCells pass;
  private final DeclareResults results;
  private final DeclareNoise noise;
  private final DeclareAxes axes;
  private final DeclareLayers layers;

  DeclareMembers(InstantiateCells pass) {
    this.pass = pass;
    this.results = new DeclareResults(pass);
    this.noise = new DeclareNoise(pass);
    this.axes = new DeclareAxes(pass);
    this.layers = new DeclareLayers(pass);
  }

  void sizes(Scope scope, ModelFile.Model model, Map<String, Integer> bound) {
    for (ModelFile.Generic generic : model.generics()) {
      String name = generic.name().text();
      if (generic.kind() != ModelFile.GenericKind.SIZE) {
        report(generic.name().span(), "a model takes sizes, not cells or functions");
        scope.names.put(name, new Known(LowerExpressions.ERROR));
        continue;
      }
      Optional<Size> value = generic.value().map(e -> pass.sizes.size(scope, e));
      if (bound.containsKey(name)) {
        value = Optional.of(Size.of(bound.get(name)));
      }
      scope.names.put(name, new SizeEntry(Size.of(name)));
      pass.draft.sizes.put(name, value.map(pass.sizes::bound));
      pass.draft.places.put(name, generic.name().span());
    }
  }

  /** For a cell on its own: every size a symbol, every argument an input. */
  void formalsAsInputs(Scope scope, ModelFile.Cell cell) {
    for (ModelFile.Generic generic : cell.generics()) {
      scope.names.put(
          generic.name().text(),
          generic.kind() == ModelFile.GenericKind.SIZE
              ? new SizeEntry(Size.of(generic.name().text()))
              : pass.callees.generic(scope, generic, generic.value().orElseThrow()));
      pass.draft.sizes.put(generic.name().text(), Optional.empty());
    }
    for (ModelFile.Formal formal : cell.formals()) {
      TypeExpr type = formal.type().orElseThrow();
      for (Expr size : type.sizes()) {
        if (size instanceof Expr.NameRef ref && !scope.names.containsKey(ref.name())) {
          scope.names.put(ref.name(), new SizeEntry(Size.of(ref.name())));
          pass.draft.sizes.put(ref.name(), Optional.empty());
        }
      }
      List<String> over = type.over().stream().map(o -> o.axis().text()).toList();
      over.forEach(axis -> axes.enter(scope, axis, Optional.empty(), formal.name().span()));
      input(scope, formal.name(), type, Optional.empty(), over.isEmpty() ? List.of("t") : over);
    }
  }

  void members(Scope scope, List<Member> members) {
    axes.time(scope, members);
    if (scope.prefix.isEmpty() && (pass.alone() || scope.axes.isEmpty())) {
      axes.enter(scope, "t", Optional.empty(), null);
    }
    members.forEach(m -> axes.declare(scope, m));
    members.forEach(m -> names(scope, m));
    members.forEach(m -> declareLayer(scope, m));
    members.forEach(m -> paths(scope, m));
    members.forEach(m -> results.declare(scope, m));
  }

  private void names(Scope scope, Member member) {
    if (member instanceof Member.Input input) {
      List<String> over =
          input.type().over().stream()
              .map(o -> o.axis().text())
              .filter(axis -> !(scope.names.get(axis) instanceof Scope.AxisEntry))
              .toList();
      input(scope, input.name(), input.type(), input.value(), over);
    } else if (member instanceof Member.Param param) {
      param.names().forEach(name -> param(scope, name, param));
    } else if (member instanceof Member.State state) {
      state.names().forEach(name -> state(scope, name, state));
    } else if (member instanceof Member.Equation equation) {
      put(
          scope,
          equation.name(),
          new Equation(
              scope,
              scope.prefix + equation.name().text(),
              equation.value(),
              equation.name().span()));
    } else if (member instanceof Member.Output output && output.value().isPresent()) {
      put(
          scope,
          output.name(),
          new Equation(
              scope,
              scope.prefix + output.name().text(),
              output.value().get(),
              output.name().span()));
    } else if (member instanceof Member.Noise noise) {
      put(scope, noise.name(), DeclareNoise.entry(scope, noise));
      this.noise.declare(scope, noise);
    }
  }

  void put(Scope scope, Name name, Entry entry) {
    Entry earlier = scope.names.putIfAbsent(name.text(), entry);
    if (earlier != null) {
      String what =
          entry instanceof Equation && earlier instanceof Equation
              ? "a second equation for '" + name + "'"
              : "'" + name + "' is declared already";
      String where =
          earlier instanceof Equation e
              ? "the first is on line " + e.span().line()
              : declaredOn(earlier).map(line -> "it is on line " + line).orElse("");
      pass.diagnostics.report(
          new Diagnostic(
              name.span(),
              what,
              List.of(),
              where.isEmpty() ? List.of() : List.of(where),
              entry instanceof Equation
                  ? "every name has exactly one equation; the step before is " + name + "[t-1]"
                  : "call one of them otherwise"));
    }
  }

  private Optional<Integer> declaredOn(Entry entry) {
    return entry instanceof Known known && pass.draft.items.containsKey(known.flat())
        ? Optional.of(pass.draft.items.get(known.flat()).span().line())
        : Optional.empty();
  }

  private void input(
      Scope scope, Name name, TypeExpr type, Optional<Expr> value, List<String> over) {
    Draft.Type declared = type(scope, type);
    Optional<Double> number =
        value.flatMap(
            e -> {
              Optional<Double> n = Constants.number(e);
              if (n.isEmpty()) {
                report(e.span(), "the value of an input that nobody gives must be a number");
              }
              return n;
            });
    Optional<Size> vocabulary =
        declared.kind() == Signature.Kind.TOKEN
            ? Optional.of(pass.sizes.size(scope, type.sizes().get(0)))
            : Optional.empty();
    Draft.InputDeclaration declaration =
        new Draft.InputDeclaration(
            name.text(),
            declared,
            over,
            DeclareAxes.fixed(scope, type),
            number,
            vocabulary,
            name.span());
    pass.draft.inputs.put(name.text(), declaration);
    pass.draft.items.put(
        name.text(),
        new Draft.Item(name.text(), new Draft.In(declaration), List.of(), name.span()));
    put(scope, name, new Known(name.text()));
  }

  /** A written type with its sizes; a token's vocabulary is not part of its shape. */
  Draft.Type type(Scope scope, TypeExpr type) {
    return switch (type.kind()) {
      case TOKEN -> new Draft.Type(Signature.Kind.TOKEN, List.of());
      case INT -> new Draft.Type(Signature.Kind.INT, List.of());
      case REAL -> new Draft.Type(Signature.Kind.REAL, List.of());
      case FEATURES ->
          new Draft.Type(
              Signature.Kind.REAL,
              type.sizes().stream().map(e -> pass.sizes.atLeast(1, scope, e)).toList());
    };
  }

  private void param(Scope scope, Name name, Member.Param param) {
    String path = scope.params + name.text();
    List<String> over = DeclareAxes.fixed(scope, param.type());
    if (over.size() < param.type().over().size()) {
      pass.diagnostics.report(
          new Diagnostic(
              param.type().span(),
              "a parameter is the same at every step: it varies over axes of fixed length alone",
              "axis n: 4, and over n"));
    }
    List<Size> shape = type(scope, param.type()).shape();
    Constants.checkLength(shape.stream().map(pass.sizes::bound).toList(), param, pass.diagnostics);
    if (!pass.draft.params.containsKey(path)) {
      Draft.ParamDeclaration declaration =
          new Draft.ParamDeclaration(path, shape, over, param.fixed(), name.span());
      pass.draft.params.put(path, declaration);
      // later: it may begin with a parameter that is declared behind it
      pass.later(() -> pass.draft.initials.put(path, ReadInitial.read(pass, scope, param)));
      pass.draft.items.put(
          "param " + path,
          new Draft.Item("param " + path, new Draft.Param(declaration), List.of(), name.span()));
    } else {
      pass.draft.constraints.add(
          new Draft.Constraint(
              "param " + path,
              new Draft.Type(Signature.Kind.REAL, shape),
              "the layer's parameter " + path,
              name.span()));
    }
    put(scope, name, new Known("param " + path));
  }

  private void state(Scope scope, Name name, Member.State state) {
    if (scope.states.putIfAbsent(name.text(), name.span()) != null) {
      report(name.span(), "'" + name + "' is declared a state already");
      return;
    }
    String flat = scope.prefix + name.text();
    String initial = flat + "%0";
    Draft.Type type = type(scope, state.type());
    pass.draft.states.put(
        flat,
        new Draft.StateDeclaration(
            type, DeclareAxes.fixed(scope, state.type()), initial, name.span()));
    pass.later(
        () -> {
          Entry named = scope.names.get(name.text());
          if (named != null && !(named instanceof Equation)) {
            report(name.span(), "'" + name + "' is declared already: a state has an equation");
            return;
          }
          if (named == null) {
            pass.diagnostics.report(
                new Diagnostic(
                    name.span(),
                    "the state '" + name + "' has no equation",
                    "write what it is at step t: " + name + " = ..."));
            scope.names.put(name.text(), new Known(LowerExpressions.ERROR));
            return;
          }
          pass.value(scope, name.text(), name.span());
          pass.draft.constraints.add(
              new Draft.Constraint(flat, type, "the state '" + name + "'", name.span()));
          initial(scope, name, initial, state.initial());
          pass.draft.constraints.add(
              new Draft.Constraint(
                  initial,
                  type,
                  "the initial value of '" + name + "'",
                  initialAt(scope, state, name)));
        });
  }

  /** Where the initial value of a state is given: here, or where the cell is applied. */
  private static Span initialAt(Scope scope, Member.State state, Name name) {
    Equation from = scope.from.get(name.text());
    return from != null ? from.value().span() : scope.fromAt.orElse(state.initial().span());
  }

  private void initial(Scope scope, Name name, String flat, Expr written) {
    Equation from = scope.from.get(name.text());
    if (from != null) {
      pass.draft.aliases.put(
          flat, pass.resolve(new Equation(from.written(), flat + "%", from.value(), from.span())));
    } else if (scope.fromAll.isPresent()) {
      Scope source = scope.fromAll.get().scope();
      String state = pass.value(source, name.text(), name.span());
      Scope.Time time = source.axes.get("t");
      Draft.Form end = new Draft.End(time.axis(), !time.reversed());
      pass.draft.items.put(flat, new Draft.Item(flat, end, List.of(state), name.span()));
    } else {
      pass.draft.aliases.put(
          flat, pass.resolve(new Equation(scope, flat + "%", written, written.span())));
    }
  }

  private void declareLayer(Scope scope, Member member) {
    if (member instanceof Member.Layer layer) {
      put(scope, layer.name(), layers.entry(scope, layer));
    }
  }

  /** Gives every application in an equation its path, in the order of the source. */
  private void paths(Scope scope, Member member) {
    String name;
    Expr value;
    if (member instanceof Member.Equation equation) {
      name = equation.name().text();
      value = equation.value();
    } else if (member instanceof Member.Output output && output.value().isPresent()) {
      name = output.name().text();
      value = output.value().get();
    } else {
      results.nameAndValue(member).ifPresent(e -> paths(scope, e.name(), e.value(), false));
      return;
    }
    paths(scope, name, value, true);
    pass.later(() -> pass.value(scope, name, member.span()));
  }

  private void paths(Scope scope, String equation, Expr value, boolean whole) {
    Expr reduced = pass.reduced(scope, value);
    if (reduced instanceof Expr.Call call
        && pass.callees.find(scope, call.of()).orElse(null) instanceof CellValue cell) {
      String path = equation;
      if (!whole) {
        path = equation + "." + cell.cell().name();
        for (int i = 2; scope.has(path); i++) {
          path = equation + "." + cell.cell().name() + i;
        }
      }
      scope.paths.put(call, path);
    }
    for (Expr part : Expressions.parts(reduced)) {
      paths(scope, equation, part, false);
    }
  }

  /** Binds the arguments of a call, and the sizes that they bring with them. */
  void arguments(Scope caller, Scope inner, ModelFile.Cell cell, Expr.Call call) {
    for (ModelFile.Generic generic : cell.generics()) {
      String name = generic.name().text();
      if (!inner.names.containsKey(name)) {
        if (generic.value().isPresent()) {
          inner.names.put(name, pass.callees.generic(inner, generic, generic.value().get()));
        } else if (generic.kind() == ModelFile.GenericKind.SIZE) {
          inner.names.put(
              name,
              new SizeEntry(
                  pass.openSize(
                      inner.prefix + name, name + " of " + cell.name(), call.of().span())));
        } else {
          report(call.span(), cell.name() + " needs its '" + name + "' between brackets");
          inner.names.put(name, new Known(LowerExpressions.ERROR));
        }
      }
    }
    new BindArguments(pass, caller, inner, cell).bind(call);
    pass.times.bind(caller, inner, cell, call);
    for (ModelFile.Formal formal : cell.formals()) {
      formal.type().ifPresent(type -> formalType(inner, cell, formal, type));
    }
  }

  private void formalType(
      Scope inner, ModelFile.Cell cell, ModelFile.Formal formal, TypeExpr type) {
    for (Expr size : type.sizes()) {
      if (size instanceof Expr.NameRef ref && !inner.names.containsKey(ref.name())) {
        inner.names.put(
            ref.name(),
            new SizeEntry(
                pass.openSize(
                    inner.prefix + ref.name(),
                    formal.name() + ": " + type.span().text(),
                    formal.name().span())));
      }
    }
    Draft.Type declared = type(inner, type);
    String name = formal.name().text();
    Span span = inner.names.get(name) instanceof Equation e ? e.span() : formal.name().span();
    pass.later(
        () ->
            pass.draft.constraints.add(
                new Draft.Constraint(
                    pass.value(inner, name, span),
                    declared,
                    "the argument '" + name + "' of " + cell.name(),
                    span)));
  }

  private void report(Span span, String message) {
    pass.diagnostics.report(new Diagnostic(span, message));
  }
}
