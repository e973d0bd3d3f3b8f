package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Form;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
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
      return lower.item(
          scope,
          new Draft.PickAxis(fixed.flat()),
          item.span(),
          value,
          lower.lower(scope, item.value()));
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
    if (named && !scope.axes.contains(item.axis().get().text())) {
      report(
          item.axis().get().span(),
          "'" + item.axis().get() + "' is not an axis here",
          Suggest.help(item.axis().get().text(), scope.axes));
      return LowerExpressions.ERROR;
    }
    if (item.value() instanceof Expr.NameRef ref
        && (ref.name().equals("first") || ref.name().equals("last"))) {
      boolean last = ref.name().equals("last") != scope.reversed;
      return lower.item(scope, new Draft.End(last), bracket.span(), value);
    }
    Optional<Integer> offset = offset(scope, item.value());
    if (named && offset.isEmpty()) {
      pass.diagnostics.report(
          InstantiateCells.notBuilt(item.span(), "a read at a computed position"));
      return LowerExpressions.ERROR;
    }
    if (offset.isEmpty()) {
      return lower.item(
          scope, new Draft.Pick(), item.span(), value, lower.lower(scope, item.value()));
    }
    return shift(scope, bracket, value, item, offset.get());
  }

  /** {@code x[t-k]} with an axis of fixed length: a delay for each of its positions. */
  private Optional<String> taps(Scope scope, Expr.Bracket bracket, String value, Expr.Item item) {
    if (item.value() instanceof Expr.Binary binary
        && binary.left() instanceof Expr.NameRef ref
        && scope.names.get(ref.name()) instanceof Scope.AxisEntry) {
      pass.diagnostics.report(
          InstantiateCells.notBuilt(item.span(), "a delay along an axis of fixed length"));
      return Optional.of(LowerExpressions.ERROR);
    }
    if (!(item.value() instanceof Expr.Binary binary
        && binary.op() == Expr.Operator.MINUS
        && binary.right() instanceof Expr.NameRef ref
        && scope.names.get(ref.name()) instanceof Scope.AxisEntry axis)) {
      return Optional.empty();
    }
    Optional<Integer> offset = offset(scope, binary.left());
    if (offset.isEmpty()) {
      return Optional.empty();
    }
    String[] positions = new String[taps(axis, item.span())];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = shift(scope, bracket, value, item, offset.get() - i);
    }
    return Optional.of(lower.item(scope, new Draft.Taps(axis.flat()), item.span(), positions));
  }

  /** How many delays an axis is; after an error 1, which is enough to check the rest. */
  private int taps(Scope.AxisEntry axis, Span at) {
    Size size = pass.sizes.bound(pass.draft.axes.get(axis.flat()));
    int taps = size.value().orElse(1);
    if (size.value().isEmpty() && !pass.alone()) {
      String open = size.names().iterator().next();
      report(
          at,
          "a delay by an axis is written out, and nothing says how large " + open + " is",
          size.open()
              ? ""
              : "give it a value, "
                  + open
                  + " = 4 between the model's brackets or --size "
                  + open
                  + "=4");
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
      Scope scope, Expr.Bracket bracket, String value, Expr.Item item, int offset) {
    Draft.Item of = pass.draft.items.get(value);
    boolean parameter = of != null && of.form() instanceof Draft.Param;
    if (parameter && offset == 0) {
      String position = lower.item(scope, new Draft.StepPosition(scope.reversed), item.span());
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
    if (offset > 0 && scope.reversed && item.otherwise().isEmpty()) {
      report(
          bracket.span(),
          "in a cell that runs over reverse t a later step does not always exist",
          "say what it is outside: " + bracket.of().span().text() + "[t+" + offset + " else 0]");
      return LowerExpressions.ERROR;
    }
    int by = scope.reversed ? offset : -offset;
    Form form = new Draft.Shift(by, offset < 0);
    return item.otherwise().isPresent()
        ? lower.item(scope, form, bracket.span(), value, lower.lower(scope, item.otherwise().get()))
        : lower.item(scope, form, bracket.span(), value);
  }

  /**
   * {@code t}, {@code t-1}, {@code t+D}: how far from the current step; empty for anything else.
   */
  private Optional<Integer> offset(Scope scope, Expr expr) {
    if (expr instanceof Expr.NameRef ref) {
      return scope.axes.contains(ref.name()) && !scope.names.containsKey(ref.name())
          ? Optional.of(0)
          : Optional.empty();
    }
    if (!(expr instanceof Expr.Binary binary)
        || (binary.op() != Expr.Operator.PLUS && binary.op() != Expr.Operator.MINUS)) {
      return Optional.empty();
    }
    Optional<Integer> left = offset(scope, binary.left());
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
      return Optional.of(0);
    }
    int by = size.get().value().getAsInt();
    return Optional.of(left.get() + (binary.op() == Expr.Operator.PLUS ? by : -by));
  }

  private void report(Span span, String message, String help) {
    pass.diagnostics.report(new Diagnostic(span, message, help));
  }
}
