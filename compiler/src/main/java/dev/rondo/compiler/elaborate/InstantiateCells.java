package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Scope.CellValue;
import dev.rondo.compiler.elaborate.Scope.Entry;
import dev.rondo.compiler.elaborate.Scope.Equation;
import dev.rondo.compiler.elaborate.Scope.Instance;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.ModelFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a model's cells and functions out, like hardware modules, until one flat system is left.
 */
public final class InstantiateCells {
  /** Deeper than any model a person writes: a cell that applies itself without an end. */
  private static final int DEEPEST = 200;

  final Draft draft;
  final Diagnostics diagnostics;
  final Callees callees;
  final EvaluateSizes sizes;
  final DeclareMembers declare;
  final LowerExpressions lower;
  final BindAxes times;
  private final IdentityHashMap<Equation, String> resolved = new IdentityHashMap<>();
  private final Set<String> resolving = new HashSet<>();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private int open;
  private boolean alone;

  private InstantiateCells(Draft draft, Definitions definitions, Diagnostics diagnostics) {
    this.draft = draft;
    this.diagnostics = diagnostics;
    this.sizes = new EvaluateSizes(draft, diagnostics);
    this.callees = new Callees(definitions, this);
    this.declare = new DeclareMembers(this);
    this.lower = new LowerExpressions(this);
    this.times = new BindAxes(this);
  }

  /**
   * A model as one flat system.
   *
   * @param bound sizes given from outside, over their defaults
   * @param found sizes that were inferred before, by key: conditions decide on them
   */
  public static Draft instantiate(
      Definitions definitions,
      ModelFile.Model model,
      Map<String, Integer> bound,
      Map<String, Size> found,
      Diagnostics diagnostics) {
    Draft draft = new Draft(model.name().text());
    draft.decided.putAll(found);
    draft.place = Optional.of(model.name().span());
    InstantiateCells pass = new InstantiateCells(draft, definitions, diagnostics);
    Scope scope = new Scope("", "", model.name().text());
    pass.declare.sizes(scope, model, bound);
    pass.declare.members(scope, model.members());
    pass.finish();
    return draft;
  }

  /** A cell on its own, its sizes rigid symbols: checks it for every use there can be. */
  public static Draft standalone(
      Definitions definitions, ModelFile.Cell cell, Diagnostics diagnostics) {
    Draft draft = new Draft(cell.name().text());
    InstantiateCells pass = new InstantiateCells(draft, definitions, diagnostics);
    Scope scope = new Scope("", "", cell.name().text());
    pass.alone = true;
    pass.declare.formalsAsInputs(scope, cell);
    pass.declare.members(scope, cell.members());
    pass.result(scope, cell);
    pass.later(() -> pass.value(scope, cell.result().text(), cell.result().span()));
    pass.finish();
    return draft;
  }

  private void finish() {
    while (!work.isEmpty()) {
      work.removeFirst().run();
    }
  }

  /** Whether this is a cell on its own, none of whose sizes has a number. */
  boolean alone() {
    return alone;
  }

  /** Leaves something for when everything in sight is declared. */
  void later(Runnable task) {
    work.addLast(task);
  }

  Size openSize(String key, String reason, Span span) {
    String name = "?" + ++open;
    draft.keys.put(name, key);
    draft.reasons.put(name, reason);
    draft.places.put(name, span);
    return Size.of(name);
  }

  /** The flat name of a value by its local name. */
  String value(Scope scope, String name, Span span) {
    Entry entry = scope.names.get(name);
    if (entry instanceof Scope.Known known) {
      return known.flat();
    }
    if (entry instanceof Equation equation) {
      return resolve(equation);
    }
    if (entry instanceof Scope.SizeEntry size) {
      return lower.item(scope, new Draft.SizeValue(size.size()), span);
    }
    if (entry instanceof Scope.AxisEntry axis) {
      return lower.item(scope, new Draft.AxisPosition(axis.flat()), span);
    }
    if (scope.axes.containsKey(name)) {
      Scope.Time time = scope.axes.get(name);
      return lower.item(scope, new Draft.StepPosition(time.axis(), time.reversed()), span);
    }
    diagnostics.report(callees.unknown(scope, name, entry, span));
    return LowerExpressions.ERROR;
  }

  /** The flat name that an equation's name stands for: its own, or what it is an alias of. */
  String resolve(Equation equation) {
    String known = resolved.get(equation);
    if (known != null) {
      return known;
    }
    if (!resolving.add(equation.flat())) {
      diagnostics.report(
          new Diagnostic(
              equation.span(),
              "'" + equation.flat() + "' is defined by itself alone: a cycle without a delay"));
      return LowerExpressions.ERROR;
    }
    String target = alias(equation).orElse(equation.flat());
    resolving.remove(equation.flat());
    resolved.put(equation, target);
    if (target.equals(equation.flat())) {
      later(() -> lower.equation(equation));
    } else {
      draft.aliases.put(equation.flat(), target);
    }
    return target;
  }

  /** The flat name of a result's value: an item of its own, or what it is an alias of. */
  String lowered(Scope scope, String flat, Expr value) {
    return resolve(new Equation(scope, flat, value, value.span()));
  }

  private Optional<String> alias(Equation equation) {
    if (draft.states.containsKey(equation.flat())) {
      return Optional.empty();
    }
    Scope scope = equation.written();
    Expr value = reduced(scope, equation.value());
    if (value instanceof Expr.NameRef ref
        && (scope.names.get(ref.name()) instanceof Equation
            || scope.names.get(ref.name()) instanceof Scope.Known)) {
      return Optional.of(value(scope, ref.name(), ref.span()));
    }
    if (value instanceof Expr.Field field) {
      return Optional.of(field(scope, field));
    }
    if (value instanceof Expr.Call call
        && callees.find(scope, call.of()).orElse(null) instanceof CellValue) {
      Instance instance = instance(scope, call);
      return Optional.of(value(instance.scope(), instance.result(), call.span()));
    }
    return Optional.empty();
  }

  /** An expression behind its conditions on sizes. */
  Expr reduced(Scope scope, Expr expr) {
    Expr reduced = expr;
    while (reduced instanceof Expr.Conditional conditional) {
      reduced = sizes.branch(scope, conditional);
    }
    return reduced;
  }

  /** {@code l.c}: a value inside an application. */
  String field(Scope scope, Expr.Field field) {
    Optional<Instance> instance = instanceOf(scope, field.of());
    if (instance.isEmpty()) {
      diagnostics.report(noParts(scope, field));
      return LowerExpressions.ERROR;
    }
    Scope inner = instance.get().scope();
    String name = field.name().text();
    if (!(inner.names.get(name) instanceof Equation
        || inner.names.get(name) instanceof Scope.Known)) {
      diagnostics.report(
          new Diagnostic(
              field.name().span(),
              inner.title + " has no '" + name + "'",
              Suggest.nearest(name, inner.names.keySet())
                  .map(near -> "did you mean '" + near + "'?")
                  .orElseGet(() -> "it has " + String.join(", ", equations(inner)))));
      return LowerExpressions.ERROR;
    }
    return value(inner, name, field.span());
  }

  private Diagnostic noParts(Scope scope, Expr.Field field) {
    String of = field.of().span().text();
    String name = field.name().text();
    if (callees.isUnknown(scope, field.of())) {
      return callees.unknown(scope, of, null, field.of().span());
    }
    boolean cell = callees.find(scope, field.of()).orElse(null) instanceof CellValue;
    String help =
        switch (name) {
          case "T" -> "a transpose is written " + of + "'";
          case "shape", "size" -> "sizes have the names that stand in a value's type";
          default -> cell ? "apply it: y = " + of + "(...), then y." + name : "";
        };
    return new Diagnostic(
        field.of().span(), "'" + of + "' is not an application, so it has no parts", help);
  }

  private static List<String> equations(Scope scope) {
    return scope.names.entrySet().stream()
        .filter(e -> e.getValue() instanceof Equation)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The application that an expression names, if it names one. */
  Optional<Instance> instanceOf(Scope scope, Expr expr) {
    Expr of = reduced(scope, expr);
    if (of instanceof Expr.Call call
        && callees.find(scope, call.of()).orElse(null) instanceof CellValue) {
      return Optional.of(instance(scope, call));
    }
    if (of instanceof Expr.NameRef ref && scope.names.get(ref.name()) instanceof Equation e) {
      return instanceOf(e.written(), e.value());
    }
    if (of instanceof Expr.Field field) {
      return instanceOf(scope, field.of())
          .flatMap(i -> instanceOf(i.scope(), new Expr.NameRef(field.name().text(), field.span())));
    }
    return Optional.empty();
  }

  /** The application at a call; made when first asked for. */
  Instance instance(Scope scope, Expr.Call call) {
    Instance known = scope.instances.get(call);
    if (known != null) {
      return known;
    }
    CellValue value = (CellValue) callees.find(scope, call.of()).orElseThrow();
    ModelFile.Cell cell = value.cell();
    String path = scope.paths.computeIfAbsent(call, c -> freshPath(scope, cell));
    Scope inner =
        new Scope(
            scope.prefix + path + ".",
            value.params().orElse(scope.params + path) + ".",
            cell.name().text());
    Instance instance = new Instance(inner, cell.result().text());
    scope.instances.put(call, instance);
    inner.depth = scope.depth + 1;
    if (inner.depth > DEEPEST) {
      diagnostics.report(
          new Diagnostic(
              call.span(),
              "'" + cell.name() + "' applies itself without an end",
              "end the recursion with 'if' on a size"));
      return instance;
    }
    inner.names.putAll(value.generics());
    new BindArguments(this, scope, inner, cell).bind(call);
    declare.members(inner, cell.members());
    result(inner, cell);
    reached(inner);
    return instance;
  }

  /** An initial value with a path needs an application at that path. */
  private void reached(Scope scope) {
    for (Map.Entry<String, Equation> from : scope.from.entrySet()) {
      boolean here = !from.getKey().contains(".");
      if (!here
          && scope.paths.values().stream().noneMatch(p -> from.getKey().startsWith(p + "."))) {
        diagnostics.report(
            new Diagnostic(
                from.getValue().span(),
                scope.title + " has no application on the way to '" + from.getKey() + "'",
                Suggest.help(from.getKey(), scope.paths.values())));
      }
    }
  }

  /** The value of a cell must be one of its names. */
  private void result(Scope scope, ModelFile.Cell cell) {
    String name = cell.result().text();
    if (!scope.names.containsKey(name)) {
      diagnostics.report(
          new Diagnostic(
              cell.result().span(),
              "'" + name + "', the value of " + cell.name() + ", has no equation",
              "write it: " + name + " = ..."));
      scope.names.put(name, new Scope.Known(LowerExpressions.ERROR));
    }
  }

  private static String freshPath(Scope scope, ModelFile.Cell cell) {
    String path = cell.name().text();
    for (int i = 2; scope.has(path); i++) {
      path = cell.name().text() + i;
    }
    return path;
  }
}
