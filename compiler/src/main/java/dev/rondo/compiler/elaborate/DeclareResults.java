package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Scope.Known;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.Member;
import dev.rondo.compiler.syntax.ModelFile.Name;
import dev.rondo.runtime.Signature;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Enters what a model is for: outputs, losses, metrics, feeds. */
final class DeclareResults {
  private final InstantiateCells pass;
  private final IdentityHashMap<Member, String> titles = new IdentityHashMap<>();
  private final Set<String> taken = new HashSet<>();

  DeclareResults(InstantiateCells pass) {
    this.pass = pass;
  }

  /** The name under which a result's own applications have their parameters, and its value. */
  record NamedValue(String name, Expr value) {}

  Optional<NamedValue> nameAndValue(Member member) {
    if (member instanceof Member.Loss loss) {
      return Optional.of(new NamedValue(title(member, loss.name(), "loss"), loss.value()));
    }
    if (member instanceof Member.Metric metric) {
      return Optional.of(
          new NamedValue(title(member, metric.name(), function(metric.value())), metric.value()));
    }
    if (member instanceof Member.Feed feed) {
      return Optional.of(new NamedValue("feed." + feed.name(), feed.value()));
    }
    return Optional.empty();
  }

  private String title(Member member, Optional<Name> name, String otherwise) {
    return titles.computeIfAbsent(
        member,
        m -> {
          String base = name.map(Name::text).orElse(otherwise);
          String title = base;
          for (int i = 2; !taken.add(title); i++) {
            title = base + i;
          }
          return title;
        });
  }

  private static String function(Expr value) {
    return value instanceof Expr.Call call && call.of() instanceof Expr.NameRef ref
        ? ref.name()
        : "metric";
  }

  void declare(Scope scope, Member member) {
    Optional<NamedValue> named = nameAndValue(member);
    if (!scope.prefix.isEmpty() && (member instanceof Member.Output || named.isPresent())) {
      report(member.span(), "only a model has inputs, outputs, losses, metrics and feeds");
    } else if (member instanceof Member.Loss loss) {
      pass.later(() -> term(scope, named.get(), true, loss.when(), loss.span()));
    } else if (member instanceof Member.Metric metric) {
      pass.later(() -> term(scope, named.get(), false, metric.when(), metric.span()));
    } else if (member instanceof Member.Output output) {
      pass.later(
          () ->
              pass.draft.outputs.put(
                  output.name().text(),
                  pass.value(scope, output.name().text(), output.name().span())));
    } else if (member instanceof Member.Feed feed) {
      pass.later(() -> feed(scope, feed));
    }
  }

  private void term(Scope scope, NamedValue named, boolean loss, Optional<Expr> when, Span span) {
    Signature.Accumulator accumulator = Signature.Accumulator.MEAN;
    Expr value = named.value();
    if (!loss && value instanceof Expr.Call call && call.of() instanceof Expr.NameRef ref) {
      if (ref.name().equals("rmse")) {
        accumulator = Signature.Accumulator.ROOT_MEAN;
      } else if (ref.name().equals("perplexity")) {
        accumulator = Signature.Accumulator.EXP_MEAN;
      } else if (ref.name().equals("edit_rate")
          && call.args().size() == 2
          && call.args().stream().allMatch(Expr.Arg.Positional.class::isInstance)) {
        accumulator = Signature.Accumulator.EDIT_RATE;
      }
    }
    String kind = loss ? "loss " : "metric ";
    String name = kind + named.name();
    String item =
        accumulator == Signature.Accumulator.EDIT_RATE
            ? pass.lower.named(name, () -> different(scope, (Expr.Call) value))
            : pass.lowered(scope, name, value);
    Optional<String> condition = when.map(e -> pass.lowered(scope, name + " when", e));
    pass.draft.terms.add(
        new Draft.TermDeclaration(named.name(), loss, accumulator, item, condition, span));
  }

  /** Where two sequences differ step by step: what is known of their distance before the run. */
  private String different(Scope scope, Expr.Call call) {
    String[] both =
        call.args().stream()
            .map(Expr.Arg.Positional.class::cast)
            .map(arg -> pass.lower.lower(scope, arg.value()))
            .toArray(String[]::new);
    return pass.lower.apply(Op.NOT_EQUAL, call.span(), both);
  }

  private void feed(Scope scope, Member.Feed feed) {
    Diagnostics diagnostics = pass.diagnostics;
    if (!(scope.names.get(feed.name().text()) instanceof Known)
        || !pass.draft.inputs.containsKey(feed.name().text())) {
      diagnostics.report(
          new Diagnostic(
              feed.name().span(),
              "'" + feed.name() + "' is not an input",
              Suggest.nearest(feed.name().text(), pass.draft.inputs.keySet())
                  .map(near -> "did you mean '" + near + "'?")
                  .orElse("the inputs are " + String.join(", ", pass.draft.inputs.keySet()))));
      return;
    }
    if (pass.draft.feeds.stream().anyMatch(f -> f.input().equals(feed.name().text()))) {
      report(feed.span(), "a second feed for '" + feed.name() + "'");
      return;
    }
    String flat = "feed " + feed.name();
    Optional<String> scores = scores(scope, flat, feed.value());
    String value =
        scores.isPresent()
            ? pass.lower.named(flat, () -> largest(scope, (Expr.Call) feed.value(), scores.get()))
            : pass.lowered(scope, flat, feed.value());
    Optional<String> until = Optional.empty();
    if (feed.until().isPresent()) {
      if (feed.until().get() instanceof Expr.Text text) {
        until = Optional.of(text.value());
      } else {
        report(feed.until().get().span(), "'until' takes a symbol, such as \"</s>\"");
      }
    }
    pass.draft.feeds.add(
        new Draft.FeedDeclaration(feed.name().text(), value, scores, until, feed.span()));
  }

  /** What {@code choose(e)} or {@code choose(e, over s)} draws from. */
  private Optional<String> scores(Scope scope, String flat, Expr value) {
    return value instanceof Expr.Call call
            && call.of() instanceof Expr.NameRef ref
            && ref.name().equals("choose")
            && call.args().size() - over(scope, call).stream().count() == 1
            && call.args().get(0) instanceof Expr.Arg.Positional scores
        ? Optional.of(pass.lowered(scope, flat, scores.value()))
        : Optional.empty();
  }

  private String largest(Scope scope, Expr.Call call, String scores) {
    return Functions.lower(
        "argmax",
        new Functions.Site(
            pass.lower, pass, scope, call, List.of(scores), over(scope, call), Optional.empty()));
  }

  private static Optional<String> over(Scope scope, Expr.Call call) {
    return call.args().stream()
        .filter(Expr.Arg.Over.class::isInstance)
        .map(arg -> scope.axes.get(((Expr.Arg.Over) arg).axis().text()))
        .filter(Objects::nonNull)
        .map(Scope.Time::axis)
        .findFirst();
  }

  private void report(Span span, String message) {
    pass.diagnostics.report(new Diagnostic(span, message));
  }
}
