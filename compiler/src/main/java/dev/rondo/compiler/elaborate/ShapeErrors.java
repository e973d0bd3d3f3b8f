package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.runtime.Signature.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what is wrong with an item's shapes, and which line made them. */
record ShapeErrors(
    Draft draft,
    Item item,
    List<Draft.Type> args,
    Map<String, Size> vocabularies,
    Optional<Diagnostics> report) {

  /** Reports, if this is the time for it; gives no type in any case. */
  Optional<Draft.Type> wrong(String message) {
    return wrong(message, "");
  }

  Optional<Draft.Type> wrong(String message, String help) {
    report.ifPresent(
        diagnostics ->
            diagnostics.report(new Diagnostic(item.span(), message, labels(), List.of(), help)));
    return Optional.empty();
  }

  /** Two shapes that an element-wise operation cannot bring together. */
  Optional<Draft.Type> unequal(String what, int first, int second) {
    List<Size> a = args.get(first).shape();
    List<Size> b = args.get(second).shape();
    return wrong(
        written(what)
            + " needs equal shapes, but these are "
            + Size.shape(a)
            + " and "
            + Size.shape(b),
        product(a, b, first, second));
  }

  /** What a sign belongs to: a function is named by the name that was written. */
  String written(String sign) {
    return function().map(name -> "'" + name + "'").orElse(sign);
  }

  /** The function of the language whose call an item is part of. */
  Optional<String> function() {
    String text = item.span().text();
    int end = text.indexOf('(');
    return item.uses().isEmpty() && end > 0 && Functions.has(text.substring(0, end))
        ? Optional.of(text.substring(0, end))
        : Optional.empty();
  }

  /** If a parameter maps one shape to the other, a product was probably meant. */
  private String product(List<Size> a, List<Size> b, int first, int second) {
    if (item.uses().isEmpty()) {
      return "";
    }
    boolean times = item.form() instanceof Draft.Apply apply && apply.op() == Op.MUL;
    if (times && a.size() == 2 && b.size() == 1 && a.get(1).equals(b.get(0))) {
      return "a product of matrix and vector is written "
          + item.uses().get(first).text()
          + " @ "
          + item.uses().get(second).text();
    }
    if (a.size() != 1 || b.size() != 1) {
      return "";
    }
    for (Draft.ParamDeclaration param : draft.params.values()) {
      List<Size> shape = param.shape();
      String local = param.path().substring(param.path().lastIndexOf('.') + 1);
      if (shape.equals(List.of(a.get(0), b.get(0)))) {
        return "a product may be missing: " + local + " @ " + item.uses().get(second).text();
      }
      if (shape.equals(List.of(b.get(0), a.get(0)))) {
        return "a product may be missing: " + local + " @ " + item.uses().get(first).text();
      }
    }
    return "";
  }

  private List<Diagnostic.Label> labels() {
    List<Diagnostic.Label> labels = new ArrayList<>();
    for (int i = 0; i < item.uses().size(); i++) {
      Draft.Type type = args.get(i);
      if (type != null) {
        String shape = type.kind() == Kind.TOKEN ? "token" : Size.shape(type.shape());
        labels.add(new Diagnostic.Label(item.uses().get(i), shape + because(item.arg(i))));
      }
    }
    return labels;
  }

  private String because(String arg) {
    Item source = draft.items.get(draft.resolve(arg));
    if (source == null) {
      return "";
    }
    if (source.form() instanceof Draft.In in) {
      return reason(in.declaration().name(), in.declaration().type(), source);
    }
    return "";
  }

  private String reason(String name, Draft.Type type, Item source) {
    String shape = type.shape().isEmpty() ? "real" : type.shape().toString();
    String written =
        type.kind() == Kind.TOKEN ? "token[" + vocabularies.get(source.name()) + "]" : shape;
    return " because " + name + ": " + written + " (line " + source.span().line() + ")";
  }

  /** What to do with a token that met arithmetic. */
  Optional<Draft.Type> token(int arg) {
    Item source = draft.items.get(draft.resolve(item.arg(arg)));
    String text =
        item.uses().size() > arg
            ? item.uses().get(arg).text()
            : source != null && source.form() instanceof Draft.In in
                ? in.declaration().name()
                : "x";
    if (text.startsWith("\"")) {
      return wrong(
          text + " is a symbol of a vocabulary, and not a number",
          "symbols are compared: x == " + text);
    }
    return wrong(
        "'" + text + "' is a token, a symbol of a vocabulary, and not a number",
        "take a row of a table, table[" + text + "], or one_hot(" + text + ")");
  }

  /** Why one of two values cannot stand where the other does; empty if it can. */
  Optional<String> apart(int first, int second) {
    boolean token = args.get(first).kind() == Kind.TOKEN;
    boolean other = args.get(second).kind() == Kind.TOKEN;
    if (token != other && args.get(token ? second : first).kind() == Kind.REAL) {
      return Optional.of("one of these is a token, a symbol of a vocabulary, the other a real");
    }
    return token || other ? vocabularies(first, second) : Optional.empty();
  }

  private Optional<String> vocabularies(int first, int second) {
    Size a = vocabularies.get(draft.resolve(item.arg(first)));
    Size b = vocabularies.get(draft.resolve(item.arg(second)));
    return a == null || b == null || a.equals(b)
        ? Optional.empty()
        : Optional.of("these are symbols of two vocabularies, [" + a + "] and [" + b + "]");
  }

  /** Why two tokens, or a token and a number, cannot be compared; empty if they can. */
  Optional<String> mixed() {
    boolean first = args.get(0).kind() == Kind.TOKEN;
    boolean second = args.get(1).kind() == Kind.TOKEN;
    if (first && second) {
      return vocabularies(0, 1);
    }
    // a symbol alone has no vocabulary, which is said elsewhere
    boolean token = vocabularies.containsKey(draft.resolve(item.arg(first ? 0 : 1)));
    return token && first != second && args.get(first ? 1 : 0).kind() == Kind.REAL
        ? Optional.of(
            function()
                .map(
                    f -> f + " takes symbols, and one of these is real: argmax(x) is the best of x")
                .orElse("a token is compared with a symbol, such as \"a\", not with a real"))
        : Optional.empty();
  }

  /** How an operation is written. */
  static String sign(Op op) {
    return switch (op) {
      case ADD -> "+";
      case SUB -> "-";
      case MUL -> "*";
      case DIV -> "/";
      case POW -> "^";
      case LESS -> "<";
      case LESS_EQUAL -> "<=";
      case GREATER -> ">";
      case GREATER_EQUAL -> ">=";
      case EQUAL -> "==";
      case NOT_EQUAL -> "!=";
      case SELECT -> "where";
      default -> op.toString();
    };
  }
}
