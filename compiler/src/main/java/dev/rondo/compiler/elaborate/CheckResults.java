package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.Signature.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Checks what a model gives: losses are scalars, conditions fit, feeds fit their inputs. */
final class CheckResults {
  private CheckResults() {}

  static void check(Elaborated model, Diagnostics diagnostics) {
    Draft draft = model.draft();
    for (Draft.TermDeclaration term : draft.terms) {
      Draft.Type type = model.type(term.value());
      if (type != null && !type.shape().isEmpty()) {
        diagnostics.report(
            new Diagnostic(
                term.span(),
                "a "
                    + (term.loss() ? "loss" : "metric")
                    + " is a scalar, but this is "
                    + Size.shape(type.shape()),
                "reduce it over its features with sum(...) or mean(...)"));
      }
      if (!model.fixedAxes(term.value()).isEmpty()) {
        String axis = model.fixedAxes(term.value()).get(0);
        diagnostics.report(
            new Diagnostic(
                term.span(),
                "a "
                    + (term.loss() ? "loss" : "metric")
                    + " is a scalar, but this varies over "
                    + axis,
                "reduce it: sum(..., over " + axis + ")"));
      }
      if (type != null && type.kind() == Kind.TOKEN) {
        diagnostics.report(
            new Diagnostic(
                term.span(),
                "a " + (term.loss() ? "loss" : "metric") + " is a number, but this is a token",
                "compare what is predicted with it: cross_entropy(logits, token)"));
      }
      Draft.Type when = term.when().map(model::type).orElse(null);
      if (when != null && !(when.shape().isEmpty() && when.kind() != Kind.TOKEN)) {
        diagnostics.report(
            new Diagnostic(
                term.span(),
                "what follows 'when' is a scalar, but this is "
                    + (when.kind() == Kind.TOKEN ? "a token" : Size.shape(when.shape()))));
      }
      if (type != null && term.accumulator() == Signature.Accumulator.EDIT_RATE) {
        compared(model, term, diagnostics);
      }
      if (term.when().isPresent()
          && !model.extent(term.when().get()).equals(model.extent(term.value()))) {
        diagnostics.report(
            new Diagnostic(
                term.span(), "'when' must vary as the value does: step by step, or by sequence"));
      }
    }
    for (Draft.Constraint constraint : draft.constraints) {
      initial(model, constraint, diagnostics);
    }
    for (Draft.FeedDeclaration feed : draft.feeds) {
      feed(model, feed, diagnostics);
    }
    if (draft.terms.stream().noneMatch(Draft.TermDeclaration::loss) && draft.outputs.isEmpty()) {
      draft.place.ifPresent(
          span ->
              diagnostics.report(
                  new Diagnostic(
                      span,
                      "the model '" + draft.model + "' has neither an output nor a loss",
                      "say what it is for: output y, or loss ...")));
    }
  }

  /** Whether something varies along the first axis of the model, and no other. */
  private static boolean overFirst(Elaborated model, String item) {
    return model.extent(item).axes().equals(Set.of(OrderAxes.of(model).get(0)));
  }

  /** Two sequences of symbols, each with all of its steps. */
  private static void compared(
      Elaborated model, Draft.TermDeclaration term, Diagnostics diagnostics) {
    Draft.Item both = model.draft().items.get(model.draft().resolve(term.value()));
    if (both == null) {
      return; // reported where it is written
    }
    for (String arg : both.args()) {
      Draft.Type type = model.type(arg);
      if (type == null) {
        continue;
      }
      if (type.kind() == Kind.REAL || !overFirst(model, arg)) {
        diagnostics.report(
            new Diagnostic(
                term.span(),
                "edit_rate compares two sequences, a symbol or an integer a step",
                type.kind() == Kind.REAL
                    ? "of scores the best: edit_rate(argmax(logits), x)"
                    : "both vary from step to step"));
        return;
      }
    }
    Domain domain = model.domain(term.value());
    Domain defined = term.when().map(model::domain).map(domain::and).orElse(domain);
    int missing = defined.at(OrderAxes.of(model).get(0));
    if (missing > 0) {
      diagnostics.report(
          new Diagnostic(
              term.span(),
              "edit_rate compares whole sequences, and this is not defined at the last "
                  + (missing == 1 ? "step" : missing + " steps"),
              "say what it is there: x[t+1 else \"</s>\"]"));
    }
  }

  private static String type(Draft.InputDeclaration input) {
    return input
        .vocabulary()
        .map(size -> "token[" + size + "]")
        .orElse(Size.shape(input.type().shape()));
  }

  /** Before the first step there is one value, not one for each step. */
  private static void initial(
      Elaborated model, Draft.Constraint constraint, Diagnostics diagnostics) {
    boolean initial =
        model.draft().states.values().stream()
            .anyMatch(state -> state.initial().equals(constraint.item()));
    if (initial && starts(model, constraint.item())) {
      diagnostics.report(
          new Diagnostic(
              constraint.span(),
              constraint.what() + " varies from step to step",
              "say at which step: %s[first]".formatted(constraint.span().text())));
    }
  }

  /** Whether an initial value varies along the axis that its state begins on. */
  private static boolean starts(Elaborated model, String initial) {
    return model.draft().items.values().stream()
        .filter(item -> item.form() instanceof Draft.Shift)
        .anyMatch(
            item ->
                Outside.of(model.draft(), item).filter(initial::equals).isPresent()
                    && item.args().size() == 1
                    && model.extent(initial).has(axis(model, item)));
  }

  private static String axis(Elaborated model, Draft.Item shift) {
    return model.draft().time(((Draft.Shift) shift.form()).axis());
  }

  private static void feed(Elaborated model, Draft.FeedDeclaration feed, Diagnostics diagnostics) {
    Draft.InputDeclaration input = model.draft().inputs.get(feed.input());
    Draft.Type value = model.type(feed.value());
    if (value == null) {
      return;
    }
    Optional<Draft.Type> scores = feed.scores().map(model::type);
    boolean symbol =
        scores.isPresent()
            && scores.map(Draft.Type::shape).equals(input.vocabulary().map(List::of));
    boolean position = scores.isEmpty() || input.type().kind() == Signature.Kind.INT;
    boolean fits = input.vocabulary().isPresent() ? symbol : position;
    if (!fits || !value.shape().equals(input.type().shape())) {
      diagnostics.report(
          new Diagnostic(
              feed.span(),
              "'"
                  + feed.input()
                  + "' is "
                  + type(input)
                  + ", and cannot be fed "
                  + scores.map(s -> "what is chosen from ").orElse("")
                  + Size.shape(scores.orElse(value).shape()),
              input.vocabulary().isEmpty()
                  ? ""
                  : scores.isPresent()
                      ? "choose takes a score for each symbol, [" + input.vocabulary().get() + "]"
                      : "to draw a symbol write choose(...) around its scores"));
    } else if (input.axes().size() != 1) {
      diagnostics.report(new Diagnostic(feed.span(), "only an input over t is fed, step by step"));
    } else if (!model.extent(feed.input()).axes().containsAll(model.extent(feed.value()).axes())) {
      Set<String> more = new TreeSet<>(model.extent(feed.value()).axes());
      more.removeAll(model.extent(feed.input()).axes());
      diagnostics.report(
          new Diagnostic(
              feed.span(),
              "what '%s' is fed varies over %s too"
                  .formatted(feed.input(), String.join(" and ", more)),
              "reduce it: sum(..., over " + more.iterator().next() + ")"));
    } else if (!model.extent(feed.value()).equals(model.extent(feed.input()))) {
      diagnostics.report(
          new Diagnostic(
              feed.span(),
              "a feed varies from step to step, and this does not",
              "an input that nobody gives has a value: input " + feed.input() + ": ... = 2"));
    } else if (!model.domain(feed.value()).isAll()) {
      diagnostics.report(new Diagnostic(feed.span(), "a feed cannot look ahead"));
    } else if (needs(model.draft(), feed.value(), feed.input(), new HashSet<>())) {
      diagnostics.report(
          new Diagnostic(
              feed.span(),
              "what '" + feed.input() + "' is fed needs it at the same step",
              "a feed goes on from the step before, such as " + feed.input() + "[t-1]"));
    }
  }

  /** Whether a value needs an input at its own step. */
  private static boolean needs(Draft draft, String value, String input, Set<String> seen) {
    Draft.Item item = draft.items.get(draft.resolve(value));
    if (item == null
        || !seen.add(item.name())
        || item.form() instanceof Draft.Shift
        || item.form() instanceof Draft.End) {
      return false;
    }
    return item.name().equals(input)
        || item.args().stream().anyMatch(arg -> needs(draft, arg, input, seen));
  }
}
