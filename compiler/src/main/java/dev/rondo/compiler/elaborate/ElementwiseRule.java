package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.equations.Op;
import dev.rondo.runtime.Signature.Kind;
import java.util.List;
import java.util.Optional;

/** The kind and shape of an element-wise operation: equal shapes, or scalars. */
final class ElementwiseRule {
  private final Item item;
  private final List<Draft.Type> args;
  private final ShapeErrors errors;

  ElementwiseRule(Item item, List<Draft.Type> args, ShapeErrors errors) {
    this.item = item;
    this.args = args;
    this.errors = errors;
  }

  Optional<Draft.Type> type(Op op) {
    return op == Op.SURROGATE ? derivative() : elementwise(op);
  }

  private Optional<Draft.Type> elementwise(Op op) {
    boolean symbols = op == Op.EQUAL || op == Op.NOT_EQUAL || op == Op.SELECT || op == Op.STOP;
    int widest = -1;
    boolean unknown = false;
    boolean integers = true;
    for (int i = 0; i < args.size(); i++) {
      Draft.Type type = args.get(i);
      if (type == null) {
        unknown = true;
        continue;
      }
      if (type.kind() == Kind.TOKEN && !symbols) {
        return errors.token(i);
      }
      integers &= type.kind() == Kind.INT;
      if (!type.shape().isEmpty()) {
        if (widest >= 0 && !args.get(widest).shape().equals(type.shape())) {
          return errors.unequal("'" + sign(op) + "'", widest, i);
        }
        widest = i;
      }
    }
    if ((op == Op.EQUAL || op == Op.NOT_EQUAL) && !unknown) {
      Optional<String> mixed = mixed();
      if (mixed.isPresent()) {
        return errors.wrong(mixed.get());
      }
    }
    if (unknown && widest < 0) {
      return Optional.empty();
    }
    List<Size> shape = widest < 0 ? List.of() : args.get(widest).shape();
    Draft.Type last = args.get(args.size() - 1);
    if ((op == Op.SELECT || op == Op.STOP) && last != null && last.kind() == Kind.TOKEN) {
      return Optional.of(last);
    }
    boolean whole = integers && (op == Op.ADD || op == Op.SUB || op == Op.MUL || op == Op.MOD);
    return Optional.of(new Draft.Type(whole ? Kind.INT : Kind.REAL, shape));
  }

  /** What a function says about its derivative leaves the shape of its value as it is. */
  private Optional<Draft.Type> derivative() {
    Draft.Type value = args.get(0);
    for (int i = 1; i < args.size() && value != null; i++) {
      if (args.get(i) != null
          && !args.get(i).shape().isEmpty()
          && !args.get(i).shape().equals(value.shape())) {
        return errors.wrong(
            "a derivative goes number by number: the function's value is "
                + Size.shape(value.shape())
                + (i == 1 ? ", but this is of an argument " : ", but this is ")
                + Size.shape(args.get(i).shape()));
      }
    }
    return value == null ? Optional.empty() : elementwise(Op.SURROGATE);
  }

  /** Why two tokens, or a token and a number, cannot be compared; empty if they can. */
  private Optional<String> mixed() {
    boolean first = args.get(0).kind() == Kind.TOKEN;
    boolean second = args.get(1).kind() == Kind.TOKEN;
    if (first && second) {
      Size a = errors.vocabularies().get(errors.draft().resolve(item.arg(0)));
      Size b = errors.vocabularies().get(errors.draft().resolve(item.arg(1)));
      return a == null || b == null || a.equals(b)
          ? Optional.empty()
          : Optional.of("these are symbols of two vocabularies, [" + a + "] and [" + b + "]");
    }
    // a symbol alone has no vocabulary, which is said elsewhere
    boolean token =
        errors.vocabularies().containsKey(errors.draft().resolve(item.arg(first ? 0 : 1)));
    return token && first != second && args.get(first ? 1 : 0).kind() == Kind.REAL
        ? Optional.of("a token is compared with a symbol, such as \"a\", not with a real")
        : Optional.empty();
  }

  private static String sign(Op op) {
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
