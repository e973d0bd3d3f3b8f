package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.compiler.errors.Span;
import dev.rondo.runtime.Signature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The equations of what a model is for: sums and counts of its losses and metrics. */
final class NormalizeResults {
  private NormalizeResults() {}

  static Map<String, String> roots(Normalize pass) {
    Map<String, String> roots = new LinkedHashMap<>();
    pass.draft.outputs.forEach((name, item) -> roots.put("output/" + name, pass.name(item)));
    for (Draft.FeedDeclaration feed : pass.draft.feeds) {
      String role = "feed/" + feed.input();
      roots.put(role, pass.name(feed.value()));
      feed.scores().ifPresent(scores -> roots.put(role + "/scores", pass.name(scores)));
    }
    Equation total = null;
    for (Draft.TermDeclaration term : pass.draft.terms) {
      String name = (term.loss() ? "loss " : "metric ") + term.name();
      boolean compared = term.accumulator() == Signature.Accumulator.EDIT_RATE;
      // a distance of whole sequences is no sum over steps: whoever runs the program adds it
      Equation sum =
          compared
              ? pass.add(name + " sum", List.of(), Domain.ALL, new Node.Constant(0), term.span())
              : sum(pass, term, name);
      if (compared) {
        Draft.Item both = pass.draft.items.get(pass.draft.resolve(term.value()));
        roots.put("predicted/" + term.name(), counting(pass, term, both.arg(0)));
        roots.put("target/" + term.name(), counting(pass, term, both.arg(1)));
      }
      Equation count = count(pass, term, name);
      roots.put("sum/" + term.name(), sum.name());
      roots.put("count/" + term.name(), count.name());
      if (term.loss()) {
        // at least 1: the loss of no steps is 0
        Read most =
            pass.fresh(List.of(), Domain.ALL, binary(Op.MAX, count, pass.constant(1)), null).read();
        Equation mean =
            pass.fresh(
                List.of(),
                Domain.ALL,
                new Node.Elementwise(Op.DIV, List.of(sum.read(), most)),
                term.span());
        total =
            total == null
                ? mean
                : pass.fresh(List.of(), Domain.ALL, binary(Op.ADD, total, mean), term.span());
      }
    }
    if (total != null) {
      roots.put("loss", total.name());
    }
    return roots;
  }

  /** A sequence's symbols, -1 at the steps that do not count. */
  private static String counting(Normalize pass, Draft.TermDeclaration term, String item) {
    Read when = term.when().map(pass::read).orElseGet(() -> pass.constant(1).read());
    Node counted =
        new Node.Elementwise(Op.SELECT, List.of(when, pass.read(item), pass.constant(-1).read()));
    return pass.fresh(pass.outer(pass.model.extent(item)), Domain.ALL, counted, term.span()).name();
  }

  private static Node binary(Op op, Equation a, Equation b) {
    return new Node.Elementwise(op, List.of(a.read(), b.read()));
  }

  private static Equation sum(Normalize pass, Draft.TermDeclaration term, String name) {
    Extent extent = pass.model.extent(term.value());
    Domain domain = pass.domain(term.value());
    Read value = pass.read(term.value());
    if (term.when().isPresent()) {
      Node chosen =
          new Node.Elementwise(
              Op.SELECT, List.of(pass.read(term.when().get()), value, pass.constant(0).read()));
      value =
          pass.fresh(pass.outer(extent), defined(pass, term, domain), chosen, term.span()).read();
    }
    Node sum =
        extent.isConstant()
            ? new Node.Elementwise(Op.COPY, List.of(value))
            : new Node.Reduce(ReduceOp.SUM, value, false);
    return pass.add(name + " sum", List.of(), Domain.ALL, sum, term.span());
  }

  private static Domain defined(Normalize pass, Draft.TermDeclaration term, Domain domain) {
    return term.when().map(when -> domain.and(pass.domain(when))).orElse(domain);
  }

  private static Equation count(Normalize pass, Draft.TermDeclaration term, String name) {
    Extent extent = pass.model.extent(term.value());
    Span span = term.span();
    Domain domain = pass.domain(term.value());
    if (extent.isConstant()) {
      return pass.add(name + " count", List.of(), Domain.ALL, new Node.Constant(1), span);
    }
    if (term.when().isEmpty()) {
      return pass.add(
          name + " count",
          List.of(),
          Domain.ALL,
          new Node.Count(OrderAxes.ordered(pass.model, extent), domain),
          span);
    }
    Node one =
        new Node.Elementwise(
            Op.SELECT,
            List.of(
                pass.read(term.when().get()), pass.constant(1).read(), pass.constant(0).read()));
    Read holds = pass.fresh(pass.outer(extent), defined(pass, term, domain), one, span).read();
    return pass.add(
        name + " count", List.of(), Domain.ALL, new Node.Reduce(ReduceOp.SUM, holds, false), span);
  }
}
