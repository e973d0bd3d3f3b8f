package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.equations.Op;
import dev.rondo.runtime.Signature.Kind;
import java.util.List;
import java.util.Optional;

/** The kind and shape of an element-wise operation: equal shapes, or scalars. */
final class ElementwiseRule {
  private final List<Draft.Type> args;
  private final ShapeErrors errors;

  ElementwiseRule(List<Draft.Type> args, ShapeErrors errors) {
    this.args = args;
    this.errors = errors;
  }

  Optional<Draft.Type> type(Op op) {
    return op == Op.SURROGATE ? derivative() : elementwise(op);
  }

  private Optional<Draft.Type> elementwise(Op op) {
    boolean same = op == Op.STOP || op == Op.COPY;
    boolean symbols = op == Op.EQUAL || op == Op.NOT_EQUAL || op == Op.SELECT || same;
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
      boolean condition = op == Op.SELECT && i == 0;
      integers &= condition || type.kind() == Kind.INT;
      if (!type.shape().isEmpty()) {
        if (widest >= 0 && !args.get(widest).shape().equals(type.shape())) {
          return errors.unequal("'" + ShapeErrors.sign(op) + "'", widest, i);
        }
        widest = i;
      }
    }
    if ((op == Op.EQUAL || op == Op.NOT_EQUAL) && !unknown) {
      Optional<String> mixed = errors.mixed();
      if (mixed.isPresent()) {
        return errors.wrong(mixed.get());
      }
    }
    if (op == Op.SELECT && (isToken(1) || isToken(2))) {
      Optional<String> apart = unknown ? Optional.empty() : errors.apart(1, 2);
      return apart.isPresent()
          ? errors.wrong(apart.get())
          : Optional.of(args.get(isToken(1) ? 1 : 2));
    }
    if (unknown && widest < 0) {
      return Optional.empty();
    }
    List<Size> shape = widest < 0 ? List.of() : args.get(widest).shape();
    if (same && isToken(0)) {
      return Optional.of(args.get(0));
    }
    return Optional.of(
        new Draft.Type(!unknown && integers && whole(op) ? Kind.INT : Kind.REAL, shape));
  }

  /** Whether what an operation makes of integers is one. */
  private static boolean whole(Op op) {
    return switch (op) {
      case ADD, SUB, MUL, MOD, NEG, MIN, MAX, SELECT, COPY -> true;
      default -> false;
    };
  }

  private boolean isToken(int arg) {
    return args.get(arg) != null && args.get(arg).kind() == Kind.TOKEN;
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
}
