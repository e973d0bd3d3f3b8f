package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Form;
import dev.rondo.compiler.elaborate.Scope.Callable;
import dev.rondo.compiler.elaborate.Scope.CellValue;
import dev.rondo.compiler.elaborate.Scope.Equation;
import dev.rondo.compiler.elaborate.Scope.FunValue;
import dev.rondo.compiler.elaborate.Scope.Instance;
import dev.rondo.compiler.elaborate.Scope.Known;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.ModelFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns expressions into items, one operation each. */
final class LowerExpressions {
  /** Stands where an error was reported, so that it is reported once. */
  static final String ERROR = "%error";

  private static final int DEEPEST_FUN = 100;

  private final InstantiateCells pass;
  private final LowerBrackets brackets;
  private String current = "";
  private int fresh;
  private int funs;

  LowerExpressions(InstantiateCells pass) {
    this.pass = pass;
    this.brackets = new LowerBrackets(pass, this);
  }

  /** Lowers an equation's right side to the item of its name. */
  void equation(Equation equation) {
    String result = named(equation.flat(), () -> lower(equation.written(), equation.value()));
    Draft draft = pass.draft;
    Draft.Item item = draft.items.get(result);
    if (item != null
        && result.startsWith(equation.flat() + "%")
        && !draft.states.containsKey(result)) {
      draft.items.remove(result);
      draft.items.put(
          equation.flat(),
          new Draft.Item(equation.flat(), item.form(), item.args(), item.span(), item.uses()));
    } else if (draft.states.containsKey(equation.flat())) {
      // an alias would begin with what it names begins with, and not with the state's initial value
      Draft.Form copy = new Draft.Apply(Op.COPY);
      draft.items.put(
          equation.flat(), new Draft.Item(equation.flat(), copy, List.of(result), equation.span()));
    } else {
      draft.aliases.put(equation.flat(), result);
    }
  }

  /** Lowers something whose parts are named after it. */
  String named(String name, Supplier<String> lowering) {
    String outer = current;
    current = name;
    String result = lowering.get();
    current = outer;
    return result;
  }

  /** A new item without arguments, or with the given ones. */
  String item(Scope scope, Form form, Span span, String... args) {
    return item(form, span, List.of(args), List.of());
  }

  private String item(Form form, Span span, List<String> args, List<Span> uses) {
    String name = current + "%" + ++fresh;
    pass.draft.items.put(name, new Draft.Item(name, form, args, span, uses));
    return name;
  }

  String apply(Op op, Span span, String... args) {
    return item(null, new Draft.Apply(op), span, args);
  }

  String literal(double value, Span span) {
    return item(null, new Draft.Literal(value, value == Math.rint(value)), span);
  }

  String lower(Scope scope, Expr expr) {
    Span span = expr.span();
    if (expr instanceof Expr.Number number) {
      return item(scope, new Draft.Literal(number.value(), number.integer()), span);
    }
    if (expr instanceof Expr.Text text) {
      return item(scope, new Draft.Symbol(text.value()), span);
    }
    if (expr instanceof Expr.NameRef ref) {
      return pass.value(scope, ref.name(), span);
    }
    if (expr instanceof Expr.Negate negate) {
      Optional<Double> number = Constants.number(negate);
      return number.isPresent()
          ? literal(number.get(), span)
          : apply(Op.NEG, span, lower(scope, negate.operand()));
    }
    if (expr instanceof Expr.Transpose transpose) {
      return item(scope, new Draft.Transpose(), span, lower(scope, transpose.operand()));
    }
    if (expr instanceof Expr.Binary binary) {
      return binary(scope, binary);
    }
    if (expr instanceof Expr.Conditional conditional) {
      return lower(scope, pass.sizes.branch(scope, conditional));
    }
    if (expr instanceof Expr.Vector vector) {
      String[] elements =
          vector.elements().stream().map(e -> lower(scope, e)).toArray(String[]::new);
      return item(scope, new Draft.Pile(), span, elements);
    }
    if (expr instanceof Expr.Bracket bracket) {
      return brackets.lower(scope, bracket);
    }
    if (expr instanceof Expr.Field field) {
      return pass.field(scope, field);
    }
    return call(scope, (Expr.Call) expr);
  }

  private String binary(Scope scope, Expr.Binary binary) {
    String left = lower(scope, binary.left());
    if (binary.op() == Expr.Operator.POWER) {
      Optional<Double> power = Constants.number(binary.right());
      if (power.isPresent() && (power.get() == 2 || power.get() == 3)) {
        String square = apply(Op.MUL, binary.span(), left, left);
        return power.get() == 2 ? square : apply(Op.MUL, binary.span(), square, left);
      }
    }
    String right = lower(scope, binary.right());
    // the place of the sign, so that an error of shapes points at it
    Span span = binary.operator();
    List<Span> uses = List.of(binary.left().span(), binary.right().span());
    return item(form(binary.op()), span, List.of(left, right), uses);
  }

  private static Form form(Expr.Operator operator) {
    return switch (operator) {
      case MATMUL -> new Draft.MatMul();
      case POWER -> new Draft.Apply(Op.POW);
      case TIMES -> new Draft.Apply(Op.MUL);
      case DIVIDE -> new Draft.Apply(Op.DIV);
      case PLUS -> new Draft.Apply(Op.ADD);
      case MINUS -> new Draft.Apply(Op.SUB);
      case LESS -> new Draft.Apply(Op.LESS);
      case GREATER -> new Draft.Apply(Op.GREATER);
      case LESS_EQUAL -> new Draft.Apply(Op.LESS_EQUAL);
      case GREATER_EQUAL -> new Draft.Apply(Op.GREATER_EQUAL);
      case EQUAL -> new Draft.Apply(Op.EQUAL);
      case NOT_EQUAL -> new Draft.Apply(Op.NOT_EQUAL);
    };
  }

  private String call(Scope scope, Expr.Call call) {
    Optional<Callable> callee = pass.callees.find(scope, call.of());
    if (callee.isEmpty()) {
      if (!Callees.isWrong(scope, call.of())) {
        pass.diagnostics.report(pass.callees.notCallable(scope, call.of()));
      }
      return ERROR;
    }
    if (callee.get() instanceof CellValue) {
      Instance instance = pass.instance(scope, call);
      return pass.value(instance.scope(), instance.result(), call.span());
    }
    List<String> args = new ArrayList<>();
    Optional<String> time = Optional.empty();
    Optional<String> axis = Optional.empty();
    for (Expr.Arg arg : call.args()) {
      if (arg instanceof Expr.Arg.Positional positional) {
        args.add(lower(scope, positional.value()));
      } else if (arg instanceof Expr.Arg.Over over && scope.axes.containsKey(over.axis().text())) {
        time = Optional.of(scope.axes.get(over.axis().text()).axis());
      } else if (arg instanceof Expr.Arg.Over over
          && scope.names.get(over.axis().text()) instanceof Scope.AxisEntry fixed) {
        axis = Optional.of(fixed.flat());
      } else if (arg instanceof Expr.Arg.Over over) {
        boolean reported =
            scope.names.get(over.axis().text()) instanceof Known known
                && known.flat().equals(ERROR);
        if (!reported) {
          report(
              over.axis().span(),
              "'" + over.axis() + "' is not an axis here",
              "the axis here is " + String.join(", ", scope.axes.keySet()));
        }
        return ERROR;
      } else {
        report(arg.span(), "a function's arguments have no names", "");
        return ERROR;
      }
    }
    if (callee.get() instanceof FunValue fun) {
      return inline(scope, fun.fun(), args, call);
    }
    String name = ((Scope.Builtin) callee.get()).name();
    return Functions.lower(name, new Functions.Site(this, pass, scope, call, args, time, axis));
  }

  private String inline(Scope scope, ModelFile.Fun fun, List<String> args, Expr.Call call) {
    if (args.size() != fun.formals().size()) {
      report(
          call.span(),
          fun.name()
              + " takes "
              + Callees.count(fun.formals().size(), "argument")
              + ": "
              + fun.name()
              + fun.formals().toString().replace('[', '(').replace(']', ')'),
          "");
      return ERROR;
    }
    if (++funs > DEEPEST_FUN) {
      report(call.span(), "'" + fun.name() + "' calls itself without an end", "");
      funs--;
      return ERROR;
    }
    Scope inner = new Scope(scope.prefix, scope.params, fun.name().text());
    inner.axes.putAll(scope.axes);
    for (int i = 0; i < args.size(); i++) {
      inner.names.put(fun.formals().get(i).text(), new Known(args.get(i)));
    }
    String result = lower(inner, fun.body());
    if (!fun.derivatives().isEmpty()) {
      result = surrogate(inner, fun, args, result);
    }
    funs--;
    return result;
  }

  /** A function's value with the derivatives that it says. */
  private String surrogate(Scope scope, ModelFile.Fun fun, List<String> args, String value) {
    Span span = fun.derivatives().get(0).span();
    if (fun.derivatives().size() != args.size()) {
      report(
          span,
          fun.name()
              + " has "
              + Callees.count(args.size(), "argument")
              + ", but "
              + Callees.count(fun.derivatives().size(), "derivative"),
          "one for each argument, in their order; 0 for none");
      return value;
    }
    String result = item(scope, new Draft.Apply(Op.STOP), span, value);
    for (int i = 0; i < args.size(); i++) {
      String derivative = lower(scope, fun.derivatives().get(i));
      Form form = new Draft.Apply(Op.SURROGATE);
      result = item(scope, form, fun.derivatives().get(i).span(), result, args.get(i), derivative);
    }
    return result;
  }

  private void report(Span span, String message, String help) {
    pass.diagnostics.report(new Diagnostic(span, message, help));
  }
}
