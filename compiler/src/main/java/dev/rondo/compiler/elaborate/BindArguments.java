package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Scope.Equation;
import dev.rondo.compiler.elaborate.Scope.Instance;
import dev.rondo.compiler.elaborate.Scope.SizeEntry;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.Member;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.compiler.syntax.ModelFile.Name;
import dev.rondo.compiler.syntax.TypeExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gives each size and argument of a cell its name in the cell's scope. */
final class BindArguments {
  private final InstantiateCells pass;
  private final Scope caller;
  private final Scope inner;
  private final ModelFile.Cell cell;

  BindArguments(InstantiateCells pass, Scope caller, Scope inner, ModelFile.Cell cell) {
    this.pass = pass;
    this.caller = caller;
    this.inner = inner;
    this.cell = cell;
  }

  /** Binds the arguments of a call, and the sizes that they bring with them. */
  void bind(Expr.Call call) {
    cell.generics().forEach(generic -> generic(generic, call));
    values(call);
    pass.times.bind(caller, inner, cell, call);
    // one argument's sizes may be computed with those of another
    for (ModelFile.Formal formal : cell.formals()) {
      formal.type().ifPresent(type -> sizes(formal, type));
    }
    for (ModelFile.Formal formal : cell.formals()) {
      formal.type().ifPresent(type -> type(formal, type));
    }
  }

  private void generic(ModelFile.Generic generic, Expr.Call call) {
    String name = generic.name().text();
    if (inner.names.containsKey(name)) {
      return;
    }
    if (generic.value().isPresent()) {
      inner.names.put(name, pass.callees.generic(inner, generic, generic.value().get()));
    } else if (generic.kind() == ModelFile.GenericKind.SIZE) {
      String what = name + " of " + cell.name();
      inner.names.put(
          name, new SizeEntry(pass.openSize(inner.prefix + name, what, call.of().span())));
    } else {
      report(call.span(), cell.name() + " needs its '" + name + "' between brackets");
      inner.names.put(name, new Scope.Known(LowerExpressions.ERROR));
    }
  }

  private void sizes(ModelFile.Formal formal, TypeExpr type) {
    for (Expr size : type.sizes()) {
      if (size instanceof Expr.NameRef ref && !inner.names.containsKey(ref.name())) {
        String flat = inner.prefix + ref.name();
        String what = formal.name() + ": " + type.span().text();
        inner.names.put(ref.name(), new SizeEntry(pass.openSize(flat, what, formal.name().span())));
      }
    }
  }

  private void type(ModelFile.Formal formal, TypeExpr type) {
    Draft.Type declared = pass.declare.type(inner, type);
    Optional<Size> vocabulary = pass.declare.vocabulary(inner, type);
    String name = formal.name().text();
    Span span = inner.names.get(name) instanceof Equation e ? e.span() : formal.name().span();
    pass.later(
        () ->
            pass.draft.constraints.add(
                new Draft.Constraint(
                    pass.value(inner, name, span),
                    declared,
                    vocabulary,
                    "the argument '" + name + "' of " + cell.name(),
                    span)));
  }

  private void values(Expr.Call call) {
    int position = 0;
    for (Expr.Arg arg : call.args()) {
      if (arg instanceof Expr.Arg.Positional positional) {
        if (position == cell.formals().size()) {
          tooMany(call, arg.span());
          break;
        }
        put(cell.formals().get(position++).name(), positional.value());
      } else if (arg instanceof Expr.Arg.Named named) {
        named(named);
      } else if (arg instanceof Expr.Arg.From from) {
        from(from);
      }
    }
    for (ModelFile.Formal formal : cell.formals()) {
      String name = formal.name().text();
      if (!inner.names.containsKey(name)) {
        if (formal.value().isPresent()) {
          inner.names.put(
              name, new Equation(inner, inner.prefix + name, formal.value().get(), call.span()));
        } else {
          report(call.span(), cell.name() + " needs the argument '" + name + "': " + signature());
          inner.names.put(name, new Scope.Known(LowerExpressions.ERROR));
        }
      }
    }
    fromCaller();
    fromAll();
  }

  /** Nothing more is said about the others: which of them are meant is not known. */
  private void tooMany(Expr.Call call, Span at) {
    boolean noSizes = call.of() instanceof Expr.NameRef && !cell.generics().isEmpty();
    pass.diagnostics.report(
        new Diagnostic(
            at,
            cell.name()
                + " takes "
                + Callees.count(cell.formals().size(), "argument")
                + ": "
                + signature(),
            noSizes
                ? "sizes stand between brackets: %s%s"
                    .formatted(
                        cell.name(), cell.generics().stream().map(g -> g.name().text()).toList())
                : ""));
    cell.formals()
        .forEach(f -> inner.names.put(f.name().text(), new Scope.Known(LowerExpressions.ERROR)));
  }

  private void put(Name formal, Expr value) {
    inner.names.put(
        formal.text(), new Equation(caller, inner.prefix + formal.text(), value, value.span()));
  }

  private void named(Expr.Arg.Named named) {
    String name = named.path().get(0).text();
    Optional<ModelFile.Formal> formal =
        cell.formals().stream().filter(f -> f.name().text().equals(name)).findFirst();
    if (formal.isEmpty() || named.path().size() > 1) {
      pass.diagnostics.report(
          new Diagnostic(
              named.path().get(0).span(),
              cell.name() + " has no argument '" + name + "': " + signature(),
              Suggest.help(name, cell.formals().stream().map(f -> f.name().text()).toList())));
    } else if (inner.names.containsKey(name)) {
      report(named.span(), "'" + name + "' is given twice");
    } else {
      put(formal.get().name(), named.value());
    }
  }

  private void from(Expr.Arg.From from) {
    if (from.path().isEmpty()) {
      Optional<Instance> source = pass.instanceOf(caller, from.value());
      if (source.isEmpty()) {
        report(
            from.value().span(),
            "'from =' takes the final states of an application, and '"
                + from.value().span().text()
                + "' is none");
      }
      inner.fromAll = source;
      inner.fromAt = Optional.of(from.span());
      return;
    }
    String path = from.path().stream().map(Name::text).collect(Collectors.joining("."));
    Span at = from.path().get(0).span().to(from.path().get(from.path().size() - 1).span());
    from(path, new Equation(caller, inner.prefix + path, from.value(), at));
  }

  /** An initial value: of a state here, or on its way to an application inside. */
  private void from(String path, Equation value) {
    if (path.contains(".")) {
      inner.from.put(path, value);
      return;
    }
    List<String> states =
        cell.members().stream()
            .filter(m -> m instanceof Member.State)
            .flatMap(m -> ((Member.State) m).names().stream())
            .map(Name::text)
            .toList();
    if (!states.contains(path)) {
      pass.diagnostics.report(
          new Diagnostic(
              value.span(),
              cell.name() + " has no state '" + path + "'",
              states.isEmpty() ? "" : "its states are " + String.join(", ", states)));
      return;
    }
    inner.from.put(path, value);
  }

  /** Initial values that the caller was given for this application inside it. */
  private void fromCaller() {
    String own = inner.prefix.substring(caller.prefix.length());
    for (Map.Entry<String, Equation> entry : List.copyOf(caller.from.entrySet())) {
      // y.Stack.y.h belongs to y.Stack, not to y
      boolean longer =
          caller.paths.values().stream()
              .anyMatch(p -> p.startsWith(own) && entry.getKey().startsWith(p + "."));
      if (entry.getKey().startsWith(own) && !longer) {
        from(entry.getKey().substring(own.length()), entry.getValue());
      }
    }
  }

  /** {@code from = enc} reaches the applications inside by their path. */
  private void fromAll() {
    if (inner.fromAll.isPresent() || caller.fromAll.isEmpty()) {
      return;
    }
    Scope source = caller.fromAll.get().scope();
    String path = inner.prefix.substring(caller.prefix.length(), inner.prefix.length() - 1);
    for (Map.Entry<Expr, String> entry : source.paths.entrySet()) {
      if (entry.getValue().equals(path)) {
        inner.fromAll = Optional.of(pass.instance(source, (Expr.Call) entry.getKey()));
        inner.fromAt = caller.fromAt;
      }
    }
    boolean hasStates =
        cell.members().stream().anyMatch(m -> m instanceof Member.State)
            || cell.generics().stream().anyMatch(g -> g.kind() == ModelFile.GenericKind.CELL);
    if (inner.fromAll.isEmpty() && hasStates) {
      report(
          caller.fromAt.orElseThrow(),
          "'from =' matches states by path, and "
              + source.title
              + " has no application '"
              + path
              + "' as "
              + caller.title
              + " has");
    }
  }

  private String signature() {
    List<String> formals = new ArrayList<>();
    cell.formals()
        .forEach(f -> formals.add(f.name() + f.type().map(t -> ": " + t.span().text()).orElse("")));
    return cell.name() + "(" + String.join(", ", formals) + ")";
  }

  private void report(Span span, String message) {
    pass.diagnostics.report(new Diagnostic(span, message));
  }
}
