package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.runtime.Initial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The functions of the language: how each is made of items. */
final class Functions {
  private static final Map<String, Function> ALL = new LinkedHashMap<>();

  private Functions() {}

  /** A call being lowered. */
  record Site(
      LowerExpressions lower,
      InstantiateCells pass,
      Scope scope,
      Expr.Call call,
      List<String> args,
      Optional<String> time,
      Optional<String> axis) {
    Span span() {
      return call.span();
    }

    String arg(int i) {
      return args.get(i);
    }

    String op(Op op, String... operands) {
      return lower.apply(op, span(), operands);
    }

    String number(double value) {
      return lower.literal(value, span());
    }

    String form(Draft.Form form, String... operands) {
      return lower.item(scope, form, span(), operands);
    }

    String wrong(String message, String help) {
      pass.diagnostics.report(new Diagnostic(span(), message, help));
      return LowerExpressions.ERROR;
    }
  }

  @FunctionalInterface
  private interface Builder {
    String build(Site site);
  }

  /** {@code over}: whether it can run over an axis. */
  private record Function(int least, int most, boolean over, Builder builder) {}

  static boolean has(String name) {
    return ALL.containsKey(name);
  }

  static Set<String> names() {
    return ALL.keySet();
  }

  static String lower(String name, Site site) {
    Function function = ALL.get(name);
    int n = site.args().size();
    if (n < function.least() || n > function.most()) {
      String takes =
          function.most() == Integer.MAX_VALUE
              ? "at least " + Callees.count(function.least(), "argument")
              : function.least() == function.most()
                  ? Callees.count(function.least(), "argument")
                  : function.least() + " or " + function.most() + " arguments";
      return site.wrong(
          name + " takes " + takes + ", but there " + (n == 1 ? "is 1" : "are " + n), "");
    }
    if ((site.time().isPresent() || site.axis().isPresent()) && !function.over()) {
      return site.wrong(name + " does not run over an axis", "");
    }
    return site.args().contains(LowerExpressions.ERROR)
        ? LowerExpressions.ERROR
        : function.builder().build(site);
  }

  private static void elementwise(String name, Op op) {
    ALL.put(
        name,
        new Function(
            op.arity(), op.arity(), false, s -> s.op(op, s.args().toArray(new String[0]))));
  }

  private static void function(String name, int arguments, Builder builder) {
    ALL.put(name, new Function(arguments, arguments, false, builder));
  }

  private static void reduction(String name, Builder builder) {
    ALL.put(name, new Function(1, 1, true, builder));
  }

  /** Of two values number by number, of one over its features or an axis. */
  private static void extreme(String name, Op op, Builder one) {
    Builder two =
        s ->
            s.time().isPresent() || s.axis().isPresent()
                ? s.wrong(name + " of two values goes number by number, over no axis", "")
                : s.op(op, s.arg(0), s.arg(1));
    ALL.put(
        name, new Function(1, 2, true, s -> s.args().size() == 2 ? two.build(s) : one.build(s)));
  }

  static {
    for (Op op :
        List.of(
            Op.SIGMOID,
            Op.TANH,
            Op.RELU,
            Op.SOFTPLUS,
            Op.EXP,
            Op.LOG,
            Op.SQRT,
            Op.ABS,
            Op.SIGN,
            Op.STEP,
            Op.FLOOR,
            Op.ROUND,
            Op.SIN,
            Op.COS,
            Op.ERF,
            Op.MOD,
            Op.LOGADDEXP,
            Op.STOP)) {
      elementwise(op.toString(), op);
    }
    elementwise("σ", Op.SIGMOID);
    elementwise("where", Op.SELECT);
    function("leaky_relu", 1, Functions::leakyRelu);
    function("elu", 1, Functions::elu);
    function("gelu", 1, Functions::gelu);
    function("silu", 1, s -> s.op(Op.MUL, s.arg(0), s.op(Op.SIGMOID, s.arg(0))));
    function("log_sigmoid", 1, s -> s.op(Op.NEG, s.op(Op.SOFTPLUS, s.op(Op.NEG, s.arg(0)))));
    function("clamp", 3, s -> s.op(Op.MIN, s.op(Op.MAX, s.arg(0), s.arg(1)), s.arg(2)));

    reduction("sum", s -> fold(s, ReduceOp.SUM, s.arg(0), true));
    reduction("mean", s -> mean(s, s.arg(0), true));
    extreme("max", Op.MAX, s -> fold(s, ReduceOp.MAX, s.arg(0), true));
    extreme("min", Op.MIN, Functions::least);
    reduction("norm", s -> s.op(Op.SQRT, fold(s, ReduceOp.SUM, square(s, s.arg(0)), true)));
    reduction("logsumexp", s -> fold(s, ReduceOp.LOGSUMEXP, s.arg(0), false));
    reduction("softmax", s -> s.op(Op.EXP, logSoftmax(s)));
    reduction("log_softmax", Functions::logSoftmax);
    reduction("argmax", Functions::argmax);
    function("layer_norm", 1, Functions::layerNorm);

    function("dot", 2, s -> s.form(new Draft.MatMul(), s.arg(0), s.arg(1)));
    function("outer", 2, s -> s.form(new Draft.Outer(), s.arg(0), s.arg(1)));
    function("cosine", 2, Functions::cosine);
    ALL.put(
        "concat",
        new Function(1, Integer.MAX_VALUE, true, s -> offAxis(s, new Draft.Join(), true)));
    ALL.put(
        "stack",
        new Function(1, Integer.MAX_VALUE, true, s -> offAxis(s, new Draft.Pile(), false)));
    function("split", 2, s -> s.form(new Draft.Parts(size(s, 1)), s.arg(0)));
    function("slice", 3, s -> s.form(new Draft.Range(size(s, 1), size(s, 2)), s.arg(0)));
    ALL.put("reshape", new Function(2, Integer.MAX_VALUE, false, Functions::reshape));
    function("one_hot", 1, s -> s.form(new Draft.OneHot(), s.arg(0)));
    function("length", 1, Functions::length);
    function("unscaled", 2, Functions::unscaled);

    function("squared_error", 2, s -> square(s, s.op(Op.SUB, s.arg(0), s.arg(1))));
    function("absolute_error", 2, s -> s.op(Op.ABS, s.op(Op.SUB, s.arg(0), s.arg(1))));
    function("huber", 2, Functions::huber);
    function(
        "binary_cross_entropy",
        2,
        s -> s.op(Op.SUB, s.op(Op.SOFTPLUS, s.arg(0)), s.op(Op.MUL, s.arg(0), s.arg(1))));
    function("cross_entropy", 2, Functions::crossEntropy);
    function("perplexity", 2, Functions::crossEntropy);
    function(
        "accuracy", 2, s -> s.op(Op.EQUAL, fold(s, ReduceOp.ARGMAX, s.arg(0), false), s.arg(1)));
    function("rmse", 2, Functions::meanSquare);
    function(
        "edit_rate",
        2,
        s ->
            s.wrong(
                "'edit_rate' compares whole sequences, and is a metric by itself",
                "metric " + s.span().text()));
    reduction(
        "choose",
        s ->
            s.wrong(
                "'choose' draws a symbol or a step, and only a 'feed' does that",
                "feed x = choose(...)"));
  }

  private static String length(Site s) {
    boolean axis =
        s.call().args().get(0) instanceof Expr.Arg.Positional positional
            && positional.value() instanceof Expr.NameRef ref
            && s.scope().axes.containsKey(ref.name())
            && !s.scope().names.containsKey(ref.name());
    return axis
        ? s.form(new Draft.Length(s.scope().axes.get(s.call().args().get(0).span().text()).axis()))
        : s.wrong(
            "length takes an axis: it counts the steps of a sequence",
            "write length(t); the size of a vector has a name in its type");
  }

  private static String fold(Site s, ReduceOp op, String of, boolean all) {
    return s.form(new Draft.Fold(op, s.time(), all, s.axis()), of);
  }

  /** The first position of the largest: among the steps, those that have it say which they are. */
  private static String argmax(Site s) {
    if (s.time().isEmpty()) {
      return fold(s, ReduceOp.ARGMAX, s.arg(0), false);
    }
    String axis = s.time().get();
    String largest = fold(s, ReduceOp.MAX, s.arg(0), false);
    boolean reversed = s.scope().axes.containsValue(new Scope.Time(axis, true));
    String position = s.form(new Draft.StepPosition(axis, reversed));
    String length = s.form(new Draft.Length(axis));
    String has = s.op(Op.EQUAL, s.arg(0), largest);
    String candidate = s.op(Op.SELECT, has, s.op(Op.NEG, position), s.op(Op.NEG, length));
    String first = s.op(Op.NEG, fold(s, ReduceOp.MAX, candidate, false));
    // of no steps: 0, as of no numbers
    return s.op(Op.MIN, first, length);
  }

  /** {@code concat(e, over n)} and {@code stack(e, over n)}, or the same of several values. */
  private static String offAxis(Site s, Draft.Form several, boolean flat) {
    if (s.time().isPresent()) {
      return s.wrong("there are as many steps as a sequence has: no shape can say that", "");
    }
    if (s.axis().isEmpty()) {
      return s.form(several, s.args().toArray(new String[0]));
    }
    return s.args().size() == 1
        ? s.form(new Draft.OffAxis(s.axis().get(), flat), s.arg(0))
        : s.wrong("over an axis it takes one value", "");
  }

  /** Subtracted, not negated: that of no steps is 0 and not -0. */
  private static String least(Site s) {
    String most = fold(s, ReduceOp.MAX, s.op(Op.NEG, s.arg(0)), true);
    return s.op(Op.SUB, s.number(0), most);
  }

  private static String mean(Site s, String of, boolean all) {
    return s.op(
        Op.DIV,
        fold(s, ReduceOp.SUM, of, all),
        s.form(new Draft.FoldCount(s.time(), all, s.axis()), of));
  }

  private static String meanSquare(Site s) {
    String errors = square(s, s.op(Op.SUB, s.arg(0), s.arg(1)));
    return s.op(
        Op.DIV,
        s.form(new Draft.Total(), errors),
        s.form(new Draft.FoldCount(Optional.empty(), true, Optional.empty()), errors));
  }

  private static String square(Site s, String of) {
    return s.op(Op.MUL, of, of);
  }

  private static String spread(Site s, String of, String like) {
    return s.time().isPresent() || s.axis().isPresent()
        ? of
        : s.form(new Draft.SpreadLast(), of, like);
  }

  private static String logSoftmax(Site s) {
    String total = fold(s, ReduceOp.LOGSUMEXP, s.arg(0), false);
    return s.op(Op.SUB, s.arg(0), spread(s, total, s.arg(0)));
  }

  /** Ba, Kiros & Hinton 2016, without gain and bias; ε = 1e-5 as PyTorch has it. */
  private static String layerNorm(Site s) {
    String x = s.arg(0);
    String centred = s.op(Op.SUB, x, spread(s, mean(s, x, false), x));
    String variance = mean(s, square(s, centred), false);
    String deviation = s.op(Op.SQRT, s.op(Op.ADD, variance, s.number(1e-5)));
    return s.op(Op.DIV, centred, spread(s, deviation, x));
  }

  private static String leakyRelu(Site s) {
    String x = s.arg(0);
    return s.op(Op.SELECT, s.op(Op.GREATER, x, s.number(0)), x, s.op(Op.MUL, x, s.number(0.01)));
  }

  private static String elu(Site s) {
    String x = s.arg(0);
    String below = s.op(Op.SUB, s.op(Op.EXP, s.op(Op.MIN, x, s.number(0))), s.number(1));
    return s.op(Op.SELECT, s.op(Op.GREATER, x, s.number(0)), x, below);
  }

  private static String gelu(Site s) {
    String x = s.arg(0);
    String cdf = s.op(Op.ADD, s.op(Op.ERF, s.op(Op.MUL, x, s.number(Math.sqrt(0.5)))), s.number(1));
    return s.op(Op.MUL, s.op(Op.MUL, x, s.number(0.5)), cdf);
  }

  private static String cosine(Site s) {
    String dot = s.form(new Draft.MatMul(), s.arg(0), s.arg(1));
    String norms =
        s.op(
            Op.MUL,
            s.op(Op.SQRT, fold(s, ReduceOp.SUM, square(s, s.arg(0)), true)),
            s.op(Op.SQRT, fold(s, ReduceOp.SUM, square(s, s.arg(1)), true)));
    return s.op(Op.DIV, dot, norms);
  }

  private static String huber(Site s) {
    String error = s.op(Op.SUB, s.arg(0), s.arg(1));
    String size = s.op(Op.ABS, error);
    return s.op(
        Op.SELECT,
        s.op(Op.LESS_EQUAL, size, s.number(1)),
        s.op(Op.MUL, square(s, error), s.number(0.5)),
        s.op(Op.SUB, size, s.number(0.5)));
  }

  private static String crossEntropy(Site s) {
    String total =
        s.form(
            new Draft.Fold(ReduceOp.LOGSUMEXP, Optional.empty(), false, Optional.empty()),
            s.arg(0));
    return s.op(Op.SUB, total, s.form(new Draft.Pick(), s.arg(0), s.arg(1)));
  }

  private static Size size(Site s, int argument) {
    Expr.Arg arg = s.call().args().get(argument);
    return s.pass().sizes.size(s.scope(), ((Expr.Arg.Positional) arg).value());
  }

  private static String reshape(Site s) {
    List<Size> sizes = IntStream.range(1, s.args().size()).mapToObj(i -> size(s, i)).toList();
    return s.form(new Draft.Shape(sizes), s.arg(0));
  }

  /** {@code e} in the units of an input whose data was scaled: the scaling is two fixed tensors. */
  private static String unscaled(Site s) {
    Draft draft = s.pass().draft;
    Draft.Item item = draft.items.get(s.arg(1));
    if (item == null || !(item.form() instanceof Draft.In in)) {
      return s.wrong(
          "unscaled(e, x) takes an input as x, in whose units e shall be",
          "name the input that the data file scales");
    }
    String input = in.declaration().name();
    String deviation = scaling(s, draft, in.declaration(), input + ".deviation", 1);
    String mean = scaling(s, draft, in.declaration(), input + ".mean", 0);
    return s.op(Op.ADD, s.op(Op.MUL, s.arg(0), deviation), mean);
  }

  private static String scaling(
      Site s, Draft draft, Draft.InputDeclaration input, String path, double value) {
    String name = "param " + path;
    if (!draft.params.containsKey(path)) {
      Draft.ParamDeclaration declaration =
          new Draft.ParamDeclaration(path, input.type().shape(), List.of(), true, input.span());
      draft.params.put(path, declaration);
      draft.initials.put(path, new Initial.Constant(value));
      draft.items.put(
          name, new Draft.Item(name, new Draft.Param(declaration), List.of(), s.span()));
    }
    return name;
  }
}
