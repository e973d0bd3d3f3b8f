package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Form;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import java.util.List;
import java.util.Optional;

/** Lowers what stands in brackets: delays, ends, positions, indices, the sizes of cells. */
final class LowerBrackets {
  private static final int MOST_TAPS = 64;

  private final InstantiateCells pass;
  private final LowerExpressions lower;

  LowerBrackets(InstantiateCells pass, LowerExpressions lower) {
    this.pass = pass;
    this.lower = lower;
  }

  String lower(Scope scope, Expr.Bracket bracket) {
    if (pass.callees.find(scope, bracket).isPresent()) {
      report(
          bracket.span(),
          "'" + bracket.span().text() + "' is a cell, not a value",
          "apply it: " + bracket.span().text() + "(...)");
      return LowerExpressions.ERROR;
    }
    String value = lower.lower(scope, bracket.of());
    for (Expr.Item item : bracket.items()) {
      value = item(scope, bracket, value, item);
    }
    return value;
  }

  private String item(Scope scope, Expr.Bracket bracket, String value, Expr.Item item) {
    boolean named = item.axis().isPresent();
    if (named && scope.names.get(item.axis().get().text()) instanceof Scope.AxisEntry fixed) {
      String position = position(scope, fixed.flat(), item);
      return lower.item(scope, new Draft.PickAxis(fixed.flat()), item.span(), value, position);
    }
    if (!named
        && item.value() instanceof Expr.NameRef ref
        && scope.names.get(ref.name()) instanceof Scope.AxisEntry fixed) {
      return lower.item(scope, new Draft.OntoAxis(fixed.flat()), item.span(), value);
    }
    Optional<String> taps = taps(scope, bracket, value, item);
    if (taps.isPresent()) {
      return taps.get();
    }
    if (named && !scope.axes.containsKey(item.axis().get().text())) {
      report(
          item.axis().get().span(),
          "'" + item.axis().get() + "' is not an axis here",
          Suggest.help(item.axis().get().text(), scope.axes.keySet()));
      return LowerExpressions.ERROR;
    }
    if (item.value() instanceof Expr.NameRef ref
        && (ref.name().equals("first") || ref.name().equals("last"))) {
      Scope.Time time =
          named ? scope.axes.get(item.axis().get().text()) : only(scope, bracket, value);
      boolean last = ref.name().equals("last") != time.reversed();
      return lower.item(scope, new Draft.End(time.axis(), last), bracket.span(), value);
    }
    Optional<Offset> offset = offset(scope, item.value());
    if (named
        && offset
            .map(Offset::time)
            .filter(scope.axes.get(item.axis().get().text())::equals)
            .isEmpty()) {
      return lookUp(scope, value, item);
    }
    if (offset.isEmpty()) {
      return lower.item(
          scope, new Draft.Pick(), item.span(), value, lower.lower(scope, item.value()));
    }
    return shift(scope, bracket, value, item, offset.get());
  }

  /** A position along an axis of fixed length. */
  private String position(Scope scope, String axis, Expr.Item item) {
    boolean end =
        item.value() instanceof Expr.NameRef ref
            && (ref.name().equals("first") || ref.name().equals("last"))
            && !scope.names.containsKey(ref.name());
    if (!end) {
      return lower.lower(scope, item.value());
    }
    boolean last = ((Expr.NameRef) item.value()).name().equals("last");
    Size at = last ? pass.draft.axes.get(axis).minus(Size.of(1)) : Size.of(0);
    return lower.item(scope, new Draft.SizeValue(at), item.span());
  }

  /** The axis of an end that does not say which: the only one here, or the value's only one. */
  private Scope.Time only(Scope scope, Expr.Bracket bracket, String value) {
    Scope.Time here = scope.axes.values().iterator().next();
    if (here.reversed()) {
      return here;
    }
    String inside = bracket.items().get(0).span().text();
    return pass.times.unknown(
        scope,
        List.of(value),
        bracket.span(),
        "say which: " + bracket.of().span().text() + "[axis = " + inside + "]");
  }

  /** {@code x[s = e]}: at a computed position, or under the name of an axis of the same length. */
  private String lookUp(Scope scope, String value, Expr.Item item) {
    Scope.Time time = scope.axes.get(item.axis().get().text());
    if (item.value() instanceof Expr.NameRef ref
        && scope.axes.containsKey(ref.name())
        && !scope.names.containsKey(ref.name())) {
      String other = scope.axes.get(ref.name()).axis();
      Draft.TimeAxis declared = pass.draft.times.get(other);
      if (declared != null
          && declared.by() == 1
          && declared.source().filter(time.axis()::equals).isPresent()) {
        return lower.item(scope, new Draft.Rename(time.axis(), other), item.span(), value);
      }
    }
    Span span = item.span();
    String position = lower.lower(scope, item.value());
    if (position.equals(LowerExpressions.ERROR)) {
      return position;
    }
    String length = lower.item(scope, new Draft.Length(time.axis()), span);
    if (time.reversed()) {
      String last = lower.apply(Op.SUB, span, length, lower.literal(1, span));
      position = lower.apply(Op.SUB, span, last, position);
    }
    String found = lower.item(scope, new Draft.LookUp(time.axis()), span, value, position);
    if (item.otherwise().isEmpty()) {
      return found;
    }
    String begun = lower.apply(Op.GREATER_EQUAL, span, position, lower.literal(0, span));
    String inside = lower.apply(Op.MUL, span, begun, lower.apply(Op.LESS, span, position, length));
    String otherwise = lower.lower(scope, item.otherwise().get());
    return lower.apply(Op.SELECT, span, inside, found, otherwise);
  }

  /** {@code x[t-k]} with an axis of fixed length: a delay for each of its positions. */
  private Optional<String> taps(Scope scope, Expr.Bracket bracket, String value, Expr.Item item) {
    if (!(item.value() instanceof Expr.Binary binary
        && binary.op() == Expr.Operator.MINUS
        && binary.right() instanceof Expr.NameRef ref
        && scope.names.get(ref.name()) instanceof Scope.AxisEntry axis)) {
      return Optional.empty();
    }
    Optional<Offset> offset = offset(scope, binary.left());
    if (offset.isEmpty()) {
      return Optional.empty();
    }
    String[] positions = new String[taps(axis, item.span())];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = shift(scope, bracket, value, item, offset.get().plus(-i));
    }
    return Optional.of(lower.item(scope, new Draft.Taps(axis.flat()), item.span(), positions));
  }

  /** How many delays an axis is; of an open length 1, which is enough to check the rest. */
  private int taps(Scope.AxisEntry axis, Span at) {
    Size size = pass.sizes.bound(pass.draft.axes.get(axis.flat()));
    int taps = size.value().orElse(1);
    if (size.value().isEmpty() && !pass.alone()) {
      String open = size.names().iterator().next();
      if (size.open()) {
        report(at, unwritten(open), "");
      } else {
        pass.draft.unwritten.putIfAbsent(open, at);
      }
    }
    if (taps > MOST_TAPS) {
      report(
          at,
          "a delay by an axis is written out: this one has "
              + taps
              + " positions, and "
              + MOST_TAPS
              + " is the most",
          "a longer filter is a recurrence");
    }
    return Math.min(taps, MOST_TAPS);
  }

  private String shift(
      Scope scope, Expr.Bracket bracket, String value, Expr.Item item, Offset from) {
    int offset = from.by();
    Scope.Time time = from.time();
    Draft.Item of = pass.draft.items.get(value);
    boolean parameter = of != null && of.form() instanceof Draft.Param;
    if (parameter && offset == 0) {
      String position =
          lower.item(scope, new Draft.StepPosition(time.axis(), time.reversed()), item.span());
      return lower.item(scope, new Draft.Pick(), item.span(), value, position);
    }
    if (parameter) {
      report(
          bracket.span(),
          "'" + bracket.of().span().text() + "' is a parameter: it has no step before",
          "a value over t is an equation, an input or a state");
      return LowerExpressions.ERROR;
    }
    if (!(bracket.of() instanceof Expr.NameRef
        || bracket.of() instanceof Expr.Field
        || bracket.of() instanceof Expr.Call)) {
      report(
          bracket.span(),
          "a delay stands on a name, not on an expression",
          "give the expression an equation of its own and delay that");
      return LowerExpressions.ERROR;
    }
    if (offset == 0 && item.otherwise().isEmpty()) {
      return value;
    }
    if (offset > 0 && pass.draft.axes.containsKey(time.axis()) && item.otherwise().isEmpty()) {
      report(
          bracket.span(),
          "behind the last position of an axis there is nothing",
          "say what it is there: %s[%s else 0]"
              .formatted(bracket.of().span().text(), item.value().span().text()));
      return LowerExpressions.ERROR;
    }
    if (offset > 0 && time.reversed() && item.otherwise().isEmpty()) {
      report(
          bracket.span(),
          "in a cell that runs over reverse t a later step does not always exist",
          "say what it is outside: " + bracket.of().span().text() + "[t+" + offset + " else 0]");
      return LowerExpressions.ERROR;
    }
    int by = time.reversed() ? offset : -offset;
    Form form = new Draft.Shift(time.axis(), by, offset < 0);
    return item.otherwise().isPresent()
        ? lower.item(scope, form, bracket.span(), value, lower.lower(scope, item.otherwise().get()))
        : lower.item(scope, form, bracket.span(), value);
  }

  /** So many positions from the current one along an axis. */
  private record Offset(Scope.Time time, int by) {
    Offset plus(int more) {
      return new Offset(time, by + more);
    }
  }

  /**
   * {@code t}, {@code t-1}, {@code t+D}: how far from the current step; empty for anything else.
   */
  private Optional<Offset> offset(Scope scope, Expr expr) {
    if (expr instanceof Expr.NameRef ref) {
      if (scope.names.get(ref.name()) instanceof Scope.AxisEntry fixed) {
        return Optional.of(new Offset(new Scope.Time(fixed.flat(), false), 0));
      }
      return scope.axes.containsKey(ref.name()) && !scope.names.containsKey(ref.name())
          ? Optional.of(new Offset(scope.axes.get(ref.name()), 0))
          : Optional.empty();
    }
    if (!(expr instanceof Expr.Binary binary)
        || (binary.op() != Expr.Operator.PLUS && binary.op() != Expr.Operator.MINUS)) {
      return Optional.empty();
    }
    Optional<Offset> left = offset(scope, binary.left());
    if (left.isEmpty()) {
      return Optional.empty();
    }
    Optional<Size> size =
        EvaluateSizes.isOfSizes(scope, binary.right())
            ? Optional.of(pass.sizes.bound(pass.sizes.size(scope, binary.right())))
            : Optional.empty();
    if (size.isPresent() && size.get().value().isEmpty() && pass.alone()) {
      // a cell on its own: any delay will do to check the rest
      size = Optional.of(Size.of(1));
    }
    if (size.isEmpty() || size.get().value().isEmpty()) {
      report(
          binary.right().span(),
          "a delay is a number or a size, known when the model is compiled",
          "");
      return left;
    }
    int by = size.get().value().getAsInt();
    return Optional.of(left.get().plus(binary.op() == Expr.Operator.PLUS ? by : -by));
  }

  private static String unwritten(String size) {
    return "a delay by an axis is written out, and nothing says how large " + size + " is";
  }

  /** What cannot be compiled: delays by axes of open lengths. */
  static void checkWritten(Draft draft, Diagnostics diagnostics) {
    draft.unwritten.forEach(
        (size, at) -> {
          String help = "give it a value, %1$s = 4 between the model's brackets or --size %1$s=4";
          diagnostics.report(new Diagnostic(at, unwritten(size), help.formatted(size)));
        });
  }

  private void report(Span span, String message, String help) {
    pass.diagnostics.report(new Diagnostic(span, message, help));
  }
}
