package dev.rondo.compiler.equations;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What both ways of writing have in common. */
abstract class PrintWriting implements Node.Visitor<PrintWriting.Text> {
  final PrintNode nodes;
  final Equation equation;

  PrintWriting(PrintNode nodes, Equation equation) {
    this.nodes = nodes;
    this.equation = equation;
  }

  /** A value as it stands in this equation. */
  abstract Text text(Read read);

  /** A value with a bracket of its own. */
  abstract Text bracket(Read read, String inside);

  /** The name of one of this equation's indices. */
  abstract String index(String name);

  abstract Text product(Read a, Read b);

  Equation of(Read read) {
    return nodes.equations.get(read.name());
  }

  boolean isZero(Read read) {
    return of(read) != null
        && of(read).node() instanceof Node.Constant c
        && Double.doubleToRawLongBits(c.value()) == 0;
  }

  /** What reads have and the equation has not; of time and batch one stands for both. */
  List<String> summed(Read... reads) {
    Set<String> own = PrintEquations.names(equation);
    Set<String> names = new LinkedHashSet<>();
    for (Read read : reads) {
      names.addAll(read.indices());
    }
    names.removeAll(own);
    boolean time =
        List.of(reads).stream()
            .filter(r -> of(r) != null)
            .flatMap(r -> of(r).axes().stream())
            .anyMatch(names::contains);
    if (time) {
      names.remove(Index.BATCH.name());
    }
    return new ArrayList<>(names);
  }

  String over(List<String> names, boolean descending) {
    return names.isEmpty()
        ? ""
        : ", over " + (descending ? "reverse " : "") + String.join(" ", names);
  }

  @Override
  public Text constant(Node.Constant node) {
    return Text.atom(PrintEquations.number(node.value()));
  }

  @Override
  public Text parameter(Node.Parameter node) {
    return Text.atom("param " + node.path());
  }

  @Override
  public Text input(Node.Input node) {
    return Text.atom("input " + node.name());
  }

  @Override
  public Text count(Node.Count node) {
    return Text.atom(
        node.axes().stream()
            .map(axis -> axis + PrintEquations.end(node.domain(), axis))
            .collect(Collectors.joining(" ", "count(", ")"))
            .replace("()", "(#)"));
  }

  @Override
  public Text elementwise(Node.Elementwise node) {
    List<Text> args = node.args().stream().map(this::text).toList();
    return switch (node.op()) {
      case ADD -> infix(args, " + ", Text.SUM, Text.SUM);
      case SUB -> infix(args, " - ", Text.SUM, Text.PRODUCT);
      case MUL -> infix(args, " * ", Text.PRODUCT, Text.PRODUCT);
      case DIV -> infix(args, " / ", Text.PRODUCT, Text.MATRIX);
      case POW -> new Text(args.get(0).at(Text.ATOM) + "^" + args.get(1).at(9), Text.POWER);
      case NEG -> new Text("-" + args.get(0).at(Text.MINUS), Text.MINUS);
      case LESS -> infix(args, " < ", 3, Text.SUM);
      case LESS_EQUAL -> infix(args, " <= ", 3, Text.SUM);
      case GREATER -> infix(args, " > ", 3, Text.SUM);
      case GREATER_EQUAL -> infix(args, " >= ", 3, Text.SUM);
      case EQUAL -> infix(args, " == ", 3, Text.SUM);
      case NOT_EQUAL -> infix(args, " != ", 3, Text.SUM);
      case COPY -> args.get(0);
      case SELECT -> call("where", args);
      case MOD,
          MIN,
          MAX,
          CUT,
          STOP,
          CHANCE,
          SURROGATE,
          SIGMOID,
          TANH,
          RELU,
          EXP,
          LOG,
          SQRT,
          ABS,
          SIGN,
          STEP,
          FLOOR,
          ROUND,
          SIN,
          COS,
          ERF,
          SOFTPLUS,
          LOGADDEXP ->
          call(node.op().toString(), args);
    };
  }

  private Text infix(List<Text> args, String sign, int binding, int right) {
    // a comparison's left side must bind more strongly too: they are not chained
    int left = Math.max(binding, Text.SUM);
    return new Text(args.get(0).at(left) + sign + args.get(1).at(right), binding);
  }

  Text call(String function, List<Text> args) {
    return Text.atom(
        args.stream().map(Text::text).collect(Collectors.joining(", ", function + "(", ")")));
  }

  @Override
  public Text affine(Node.Affine node) {
    List<Text> terms = new ArrayList<>();
    node.init().ifPresent(init -> terms.add(text(init)));
    for (Node.Product product : node.products()) {
      Text one = product(product.a(), product.b());
      String over = over(overProduct(product), node.descending());
      terms.add(over.isEmpty() ? one : Text.atom("sum(" + one.text() + over + ")"));
    }
    return terms.size() == 1
        ? terms.get(0)
        : new Text(
            terms.stream().map(t -> t.at(Text.SUM)).collect(Collectors.joining(" + ")), Text.SUM);
  }

  /** What is written after a product's sum sign. */
  abstract List<String> overProduct(Node.Product product);

  @Override
  public Text delay(Node.Delay node) {
    String sign = node.by() == 0 ? "" : node.by() > 0 ? "-" + node.by() : "+" + -node.by();
    String outside =
        node.by() != 0 && isZero(node.outside()) ? "" : " else " + text(node.outside()).text();
    return bracket(node.of(), index(node.axis()) + sign + outside);
  }

  @Override
  public Text at(Node.At node) {
    String outside = isZero(node.outside()) ? "" : " else " + text(node.outside()).text();
    return bracket(node.of(), (node.last() ? "last" : "first") + outside);
  }

  @Override
  public Text reshape(Node.Reshape node) {
    String sizes =
        equation.features().stream()
            .map(i -> Integer.toString(i.size()))
            .collect(Collectors.joining(", "));
    return Text.atom("reshape(" + whole(node.of()).text() + ", [" + sizes + "])");
  }

  /** Whether an index of a read is an axis of time. */
  boolean isTime(Read read, String index) {
    return of(read) != null && of(read).axes().contains(index);
  }

  /** A value without its feature indices, whatever they are. */
  Text whole(Read read) {
    return Text.atom(read.name());
  }

  /** Text and how strongly its outermost operation binds. */
  record Text(String text, int binding) {
    static final int SUM = 4;
    static final int PRODUCT = 5;
    static final int MATRIX = 6;
    static final int MINUS = 7;
    static final int POWER = 8;
    static final int ATOM = 10;

    static Text atom(String text) {
      return new Text(text, ATOM);
    }

    /** In parentheses unless it binds at least so strongly. */
    String at(int binding) {
      return this.binding >= binding ? text : "(" + text + ")";
    }
  }

  /** That a value cannot be written without its feature indices. */
  static final class NeedsIndices extends RuntimeException {
    private static final long serialVersionUID = 1;

    NeedsIndices() {
      super(null, null, false, false);
    }
  }
}
