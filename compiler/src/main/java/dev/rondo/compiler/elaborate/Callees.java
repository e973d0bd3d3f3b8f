package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Scope.Builtin;
import dev.rondo.compiler.elaborate.Scope.Callable;
import dev.rondo.compiler.elaborate.Scope.CellValue;
import dev.rondo.compiler.elaborate.Scope.Entry;
import dev.rondo.compiler.elaborate.Scope.FunValue;
import dev.rondo.compiler.elaborate.Scope.SizeEntry;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.ModelFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what is applied: a cell with its sizes, a function, a function of the language. */
final class Callees {
  private final Definitions definitions;
  private final InstantiateCells pass;

  Callees(Definitions definitions, InstantiateCells pass) {
    this.definitions = definitions;
    this.pass = pass;
  }

  /**
   * What an expression in front of {@code (...)} names; empty, and nothing reported, if nothing.
   */
  Optional<Callable> find(Scope scope, Expr of) {
    if (of instanceof Expr.NameRef ref) {
      Entry entry = scope.names.get(ref.name());
      if (entry instanceof Callable callable) {
        return Optional.of(callable);
      }
      if (entry == null) {
        return global(ref.name(), ref.span());
      }
      return Optional.empty();
    }
    if (of instanceof Expr.Bracket bracket
        && find(scope, bracket.of()).orElse(null) instanceof CellValue value) {
      return Optional.of(sized(scope, value, bracket));
    }
    return Optional.empty();
  }

  private Optional<Callable> global(String name, Span at) {
    // in a library file a name is the library's, whatever a user's file calls so
    boolean library = Library.holds(at.source());
    Optional<ModelFile.Cell> cell = library ? Library.cell(name) : definitions.cell(name);
    if (cell.isPresent()) {
      return Optional.of(new CellValue(cell.get(), Map.of(), Optional.empty()));
    }
    Optional<ModelFile.Fun> fun = library ? Library.fun(name) : definitions.fun(name);
    if (fun.isPresent()) {
      return Optional.of(new FunValue(fun.get()));
    }
    return Functions.has(name) ? Optional.of(new Builtin(name)) : Optional.empty();
  }

  /** A cell with the sizes between its brackets. */
  private CellValue sized(Scope scope, CellValue value, Expr.Bracket bracket) {
    List<ModelFile.Generic> declared = value.cell().generics();
    Map<String, Entry> generics = new LinkedHashMap<>(value.generics());
    int position = 0;
    for (Expr.Item item : bracket.items()) {
      Optional<ModelFile.Generic> generic =
          item.axis().isPresent()
              ? declared.stream()
                  .filter(g -> g.name().text().equals(item.axis().get().text()))
                  .findFirst()
              : position < declared.size()
                  ? Optional.of(declared.get(position++))
                  : Optional.empty();
      if (generic.isEmpty()) {
        pass.diagnostics.report(
            new Diagnostic(
                item.span(),
                value.cell().name()
                    + " takes "
                    + count(declared.size(), "size")
                    + (declared.isEmpty() ? "" : ": " + signature(value.cell()))));
        continue;
      }
      generics.put(generic.get().name().text(), generic(scope, generic.get(), item.value()));
    }
    return new CellValue(value.cell(), generics, value.params());
  }

  /** The value of one generic. */
  Entry generic(Scope scope, ModelFile.Generic generic, Expr value) {
    if (generic.kind() == ModelFile.GenericKind.SIZE) {
      return new SizeEntry(pass.sizes.atLeast(0, scope, value));
    }
    if (isWrong(scope, value)) {
      return new Scope.Known(LowerExpressions.ERROR);
    }
    boolean cell = generic.kind() == ModelFile.GenericKind.CELL;
    Optional<Callable> found = find(scope, value);
    if (found.isEmpty() || found.get() instanceof CellValue != cell) {
      pass.diagnostics.report(
          new Diagnostic(
              value.span(),
              "'"
                  + generic.name()
                  + "' needs a "
                  + (cell ? "cell" : "function")
                  + ", but '"
                  + value.span().text()
                  + "' is none"));
      return new Scope.Known(LowerExpressions.ERROR);
    }
    return found.get();
  }

  private static String signature(ModelFile.Cell cell) {
    return cell.name() + cell.generics().stream().map(g -> g.name().text()).toList().toString();
  }

  static String count(int n, String what) {
    return n == 0 ? "no " + what + "s" : n + " " + what + (n == 1 ? "" : "s");
  }

  /** The error for a name that stands for no value. */
  Diagnostic unknown(Scope scope, String name, Entry entry, Span span) {
    if (entry instanceof Callable || (entry == null && global(name, span).isPresent())) {
      boolean cell = (entry == null ? global(name, span).get() : entry) instanceof CellValue;
      return new Diagnostic(
          span,
          "'" + name + "' is a " + (cell ? "cell" : "function") + ", not a value",
          "apply it: " + name + "(...)");
    }
    if (name.equals("first") || name.equals("last")) {
      return new Diagnostic(
          span, "'" + name + "' means something only between brackets, as in h[" + name + "]");
    }
    Set<String> known = new LinkedHashSet<>(scope.names.keySet());
    known.addAll(scope.axes.keySet());
    known.addAll(definitions.funs().keySet());
    known.addAll(Functions.names());
    List<String> all = new ArrayList<>(known);
    return new Diagnostic(span, "unknown name '" + name + "'", Suggest.help(name, all));
  }

  /** Whether something has a name whose declaration was reported. */
  static boolean isWrong(Scope scope, Expr of) {
    Expr named = of instanceof Expr.Bracket bracket ? bracket.of() : of;
    return named instanceof Expr.NameRef ref
        && scope.names.get(ref.name()) instanceof Scope.Known known
        && known.flat().equals(LowerExpressions.ERROR);
  }

  /** The error for something applied that cannot be. */
  Diagnostic notCallable(Scope scope, Expr of) {
    Expr named = of instanceof Expr.Bracket bracket ? bracket.of() : of;
    if (named instanceof Expr.NameRef ref && !scope.names.containsKey(ref.name())) {
      Set<String> known = new LinkedHashSet<>(definitions.names());
      known.addAll(Functions.names());
      return new Diagnostic(
          ref.span(),
          "unknown cell or function '" + ref.name() + "'",
          Suggest.help(ref.name(), known));
    }
    String text = of.span().text();
    if (of instanceof Expr.Field field && isUnknown(scope, field.of())) {
      return new Diagnostic(
          of.span(), "unknown cell or function '" + text + "'", Elsewhere.help(field));
    }
    if (of instanceof Expr.Call call && find(scope, call.of()).orElse(null) instanceof CellValue) {
      String sizes =
          call.args().stream().map(a -> a.span().text()).collect(Collectors.joining(", "));
      String cell = call.of().span().text();
      return new Diagnostic(
          of.span(),
          "'" + text + "' is a value and cannot be applied",
          call.of() instanceof Expr.NameRef
              ? "sizes stand between brackets: " + cell + "[" + sizes + "](...)"
              : "");
    }
    return new Diagnostic(
        of.span(),
        "'" + text + "' is a value and cannot be applied",
        of instanceof Expr.NameRef
            ? "a product is written with '*' or '@'; the step before is " + text + "[t-1]"
            : "a product is written with '*' or '@'");
  }

  /** Whether an expression is a name that nothing has. */
  boolean isUnknown(Scope scope, Expr of) {
    return of instanceof Expr.NameRef ref
        && !scope.names.containsKey(ref.name())
        && !scope.axes.containsKey(ref.name())
        && global(ref.name(), ref.span()).isEmpty();
  }
}
