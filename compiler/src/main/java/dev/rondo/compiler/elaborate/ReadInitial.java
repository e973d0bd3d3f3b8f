package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.Member;
import dev.rondo.runtime.Initial;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads how a parameter begins: numbers, draws, other parameters, and what is made of them. */
final class ReadInitial {
  private static final Map<String, Integer> DRAWS =
      Map.of(
          "normal",
          1,
          "uniform",
          2,
          "constant",
          1,
          "sparse",
          2,
          "spectral",
          2,
          "glorot",
          0,
          "he",
          0,
          "orthogonal",
          0,
          "identity",
          0);

  /** Those whose last argument is a draw itself. */
  private static final Set<String> OF_DRAWS = Set.of("sparse", "spectral");

  private static final String FROM_FILE = "from_file";
  private static final String TENSORS = ".safetensors";

  private static final Set<String> FUNCTIONS =
      Set.of("exp", "log", "sqrt", "abs", "sin", "cos", "tanh", "sigmoid", "floor", "round");

  private final InstantiateCells pass;
  private final Scope scope;
  private final Member.Param param;
  private final List<String> axes;

  private ReadInitial(InstantiateCells pass, Scope scope, Member.Param param) {
    this.pass = pass;
    this.scope = scope;
    this.param = param;
    this.axes = param.type().over().stream().map(over -> over.axis().text()).toList();
  }

  static Initial read(InstantiateCells pass, Scope scope, Member.Param param) {
    ReadInitial reader = new ReadInitial(pass, scope, param);
    Initial each = reader.initial(param.initial());
    return reader.axes.isEmpty() ? each : new Initial.Each(reader.axes.size(), each);
  }

  private Initial initial(Expr expr) {
    Optional<Double> number = Constants.number(expr);
    if (number.isPresent()) {
      return new Initial.Constant(number.get());
    }
    if (expr instanceof Expr.NameRef ref && axes.contains(ref.name())) {
      // its name is the position
      return new Initial.Position(axes.indexOf(ref.name()));
    }
    if (expr instanceof Expr.Vector vector) {
      return new Initial.Values(vector.elements().stream().map(this::element).toList());
    }
    if (expr instanceof Expr.Negate negate) {
      return new Initial.Apply("-", List.of(initial(negate.operand())));
    }
    if (expr instanceof Expr.Binary binary) {
      return new Initial.Apply(
          binary.op().sign(), List.of(initial(binary.left()), initial(binary.right())));
    }
    if (expr instanceof Expr.NameRef ref) {
      return DRAWS.containsKey(ref.name()) && !scope.names.containsKey(ref.name())
          ? draw(ref.name(), List.of(), expr)
          : other(ref);
    }
    if (expr instanceof Expr.Call call && call.of() instanceof Expr.NameRef ref) {
      List<Expr> args = new ArrayList<>();
      call.args().forEach(a -> args.add(a instanceof Expr.Arg.Positional p ? p.value() : call));
      if (ref.name().equals(FROM_FILE)) {
        return file(args, expr);
      }
      if (DRAWS.containsKey(ref.name())) {
        return draw(ref.name(), args, expr);
      }
      if (FUNCTIONS.contains(ref.name())) {
        return new Initial.Apply(ref.name(), args.stream().map(this::initial).toList());
      }
    }
    wrong(expr);
    return new Initial.Constant(0);
  }

  /** Another parameter, by its own name or by that of an argument. */
  private Initial other(Expr.NameRef ref) {
    Scope.Entry entry = scope.names.get(ref.name());
    if (entry instanceof Scope.Known known && known.flat().equals(LowerExpressions.ERROR)) {
      return new Initial.Constant(0); // reported where it is declared
    }
    if (entry instanceof Scope.Known || entry instanceof Scope.Equation) {
      Optional<Draft.ParamDeclaration> other =
          parameter(pass.draft.resolve(pass.value(scope, ref.name(), ref.span())));
      if (other.isPresent()) {
        return new Initial.Other(other.get().path(), !other.get().axes().isEmpty());
      }
    }
    wrong(ref);
    return new Initial.Constant(0);
  }

  private Optional<Draft.ParamDeclaration> parameter(String flat) {
    Draft.Item item = pass.draft.items.get(flat);
    return item != null && item.form() instanceof Draft.Param param
        ? Optional.of(param.declaration())
        : Optional.empty();
  }

  /** A table of rows by symbol, or a tensor by its name. */
  private Initial file(List<Expr> args, Expr at) {
    if (args.isEmpty()
        || args.size() > 2
        || !args.stream().allMatch(Expr.Text.class::isInstance)
        || ((Expr.Text) args.get(0)).value().endsWith(TENSORS) != (args.size() == 2)) {
      pass.diagnostics.report(
          new Diagnostic(
              at.span(),
              "from_file takes a text file, or a safetensors file and the name of a tensor in it",
              "from_file(\"vectors.txt\"), or from_file(\"weights.safetensors\", \"table\")"));
      return new Initial.Constant(0);
    }
    if (!axes.isEmpty()) {
      pass.diagnostics.report(
          new Diagnostic(
              at.span(),
              "a file fills a whole parameter, but over an axis each position begins by itself",
              "declare it "
                  + param.names().get(0)
                  + ": [...] without the axis, and take its parts"));
    }
    drawn(FROM_FILE, at);
    Optional<String> tensor =
        args.size() == 2 ? Optional.of(((Expr.Text) args.get(1)).value()) : Optional.empty();
    return new Initial.File(((Expr.Text) args.get(0)).value(), tensor, Optional.empty());
  }

  private void drawn(String name, Expr at) {
    if (!param.drawn()) {
      pass.diagnostics.report(
          new Diagnostic(
              at.span(),
              "'" + name + "' is a draw, but '=' sets a value",
              "write ~ " + at.span().text()));
    }
  }

  private Initial draw(String name, List<Expr> args, Expr at) {
    drawn(name, at);
    int expected = DRAWS.get(name);
    if (args.size() != expected) {
      pass.diagnostics.report(
          new Diagnostic(
              at.span(),
              "'"
                  + name
                  + "' takes "
                  + Callees.count(expected, "number")
                  + ", but there "
                  + (args.size() == 1 ? "is 1" : "are " + args.size()),
              expected == 1
                  ? "for example " + name + "(0.1)"
                  : name.equals("uniform") ? "for example uniform(-0.1, 0.1)" : ""));
      return new Initial.Constant(0);
    }
    boolean ofDraw = OF_DRAWS.contains(name);
    List<Double> numbers =
        args.subList(0, args.size() - (ofDraw ? 1 : 0)).stream().map(this::argument).toList();
    return new Initial.Draw(
        name, numbers, ofDraw ? List.of(initial(args.get(args.size() - 1))) : List.of());
  }

  private double argument(Expr expr) {
    return number(expr, "a draw takes", "a draw may be scaled and moved: a + b * uniform(0, 1)");
  }

  private double element(Expr expr) {
    return number(expr, "a list of initial values has", "");
  }

  private double number(Expr expr, String what, String help) {
    Optional<Double> number = Constants.number(expr);
    if (number.isEmpty()) {
      pass.diagnostics.report(
          new Diagnostic(
              expr.span(), what + " numbers, and '" + expr.span().text() + "' is none", help));
    }
    return number.orElse(0.0);
  }

  private void wrong(Expr at) {
    boolean name = at instanceof Expr.NameRef;
    Set<String> known = new LinkedHashSet<>(DRAWS.keySet());
    known.add(FROM_FILE);
    known.addAll(FUNCTIONS);
    scope.names.forEach(
        (local, entry) -> {
          if (entry instanceof Scope.Known other && parameter(other.flat()).isPresent()) {
            known.add(local);
          }
        });
    pass.diagnostics.report(
        new Diagnostic(
            at.span(),
            "an initial value is made of numbers, draws and parameters"
                + (name ? ", and '" + at.span().text() + "' is none of them" : ""),
            at instanceof Expr.NameRef || at instanceof Expr.Call
                ? Suggest.help(named(at), known)
                : ""));
  }

  private static String named(Expr at) {
    Expr of = at instanceof Expr.Call call ? call.of() : at;
    return of.span().text();
  }
}
