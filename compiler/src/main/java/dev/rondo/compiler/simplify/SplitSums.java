package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.equations.ReduceOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Splits a sum over steps or sequences and features at once into a part a row and a sum of rows;
 * what stays whole is the outer product of two rows, summed over rows.
 */
final class SplitSums {
  private final Equations system;
  private final Set<String> frozen;
  private final Map<String, Equation> byName;
  private final List<Equation> done = new ArrayList<>();

  SplitSums(Equations system, Set<String> frozen) {
    this.system = system;
    this.frozen = frozen;
    this.byName = system.byName();
  }

  Equations run() {
    for (Equation equation : system.equations()) {
      if (frozen.contains(equation.name())) {
        done.add(equation);
      } else if (equation.node() instanceof Node.Affine affine
          && sumsRows(equation, affine, byName)) {
        split(equation, affine);
      } else if (equation.node() instanceof Node.Reduce reduce) {
        split(equation, reduce);
      } else {
        done.add(equation);
      }
    }
    return system.with(done);
  }

  /** Whether a product is summed over steps or sequences. */
  static boolean sumsRows(Equation equation, Node.Affine affine, Map<String, Equation> byName) {
    return affine.products().stream()
        .anyMatch(
            p ->
                indices(p, byName).values().stream()
                    .anyMatch(i -> !i.isFeature() && !equation.indices().contains(i)));
  }

  /** The indices of a product by their names in its equation: time, batch, then features. */
  private static Map<String, Index> indices(Node.Product product, Map<String, Equation> byName) {
    Map<String, Index> outer = new LinkedHashMap<>();
    Map<String, Index> features = new LinkedHashMap<>();
    for (Read read : List.of(product.a(), product.b())) {
      List<Index> own = byName.get(read.name()).indices();
      for (int i = 0; i < own.size(); i++) {
        String name = read.indices().get(i);
        Index index = new Index(name, own.get(i).kind(), own.get(i).size());
        (index.isFeature() ? features : outer).put(name, index);
      }
    }
    Map<String, Index> all = new LinkedHashMap<>();
    outer.values().stream()
        .filter(i -> i.kind() == Index.Kind.TIME)
        .forEach(i -> all.put(i.name(), i));
    outer.forEach(all::putIfAbsent);
    all.putAll(features);
    return all;
  }

  private void split(Equation equation, Node.Affine affine) {
    if (affine.products().size() != 1 || affine.init().isPresent()) {
      throw new IllegalStateException("a sum over rows has one product: " + equation);
    }
    Node.Product product = affine.products().get(0);
    Set<String> shared = new LinkedHashSet<>(product.a().indices());
    shared.retainAll(product.b().indices());
    Map<String, Index> all = indices(product, byName);
    shared.removeIf(n -> !all.get(n).isFeature());
    boolean sequences = equation.has(Index.Kind.BATCH);
    if (shared.isEmpty() && !sequences) {
      done.add(equation);
      return;
    }
    List<Index> kept = new ArrayList<>();
    all.values().stream().filter(i -> !i.isFeature()).forEach(kept::add);
    // rows are summed number by number: theirs stand in the order of the result's
    List<Index> features = equation.indices().stream().filter(Index::isFeature).toList();
    kept.addAll(features);
    boolean contracted = all.size() > kept.size();
    Node row =
        contracted
            ? new Node.Affine(Optional.empty(), List.of(product), false)
            : new Node.Elementwise(Op.MUL, List.of(product.a(), product.b()));
    Domain domain =
        byName.get(product.a().name()).domain().and(byName.get(product.b().name()).domain());
    Equation rows = new Equation(equation.name() + "%row", kept, domain, row, equation.span());
    done.add(rows);
    done.add(equation.with(new Node.Reduce(ReduceOp.SUM, rows.read(), affine.descending())));
  }

  /**
   * A sum over rows and features: the features of each row first; log Σ exp over steps: in parts.
   */
  private void split(Equation equation, Node.Reduce reduce) {
    Equation of = byName.get(reduce.of().name());
    List<Index> kept = new ArrayList<>();
    boolean rows = false;
    boolean features = false;
    for (int i = 0; i < of.indices().size(); i++) {
      Index index =
          new Index(
              reduce.of().indices().get(i), of.indices().get(i).kind(), of.indices().get(i).size());
      boolean result = equation.indices().contains(index);
      rows |= !index.isFeature() && !result;
      features |= index.isFeature() && !result;
      if (!index.isFeature() || result) {
        kept.add(index);
      }
    }
    if (rows && features) {
      Equation part =
          new Equation(equation.name() + "%row", kept, of.domain(), reduce, equation.span());
      done.add(part);
      done.add(equation.with(new Node.Reduce(reduce.op(), part.read(), reduce.descending())));
    } else if (rows && reduce.op() == ReduceOp.LOGSUMEXP) {
      logSumExp(equation, reduce, of);
    } else {
      done.add(equation);
    }
  }

  private void logSumExp(Equation equation, Node.Reduce reduce, Equation of) {
    String name = equation.name();
    Equation top = equation.named("%max", new Node.Reduce(ReduceOp.MAX, reduce.of(), false));
    Read base = finite(equation, top.read());
    List<Index> indices = new ArrayList<>();
    for (int i = 0; i < of.indices().size(); i++) {
      Index index = of.indices().get(i);
      indices.add(new Index(reduce.of().indices().get(i), index.kind(), index.size()));
    }
    Equation like = new Equation(name, indices, of.domain(), reduce, equation.span());
    Equation below = at(like, "%below", Op.SUB, reduce.of(), base);
    Equation exp = at(like, "%exp", Op.EXP, below.read());
    Equation sum = equation.named("%sum", new Node.Reduce(ReduceOp.SUM, exp.read(), false));
    Equation log = at(equation, "%log", Op.LOG, sum.read());
    done.addAll(List.of(top, below, exp, sum, log));
    done.add(equation.with(new Node.Elementwise(Op.ADD, List.of(base, log.read()))));
  }

  /** The maximum, or 0 where it is infinite: ∞ − ∞ is no number. */
  private Read finite(Equation equation, Read top) {
    Equation zero = equation.named("%zero", new Node.Constant(0));
    Equation self = at(equation, "%self", Op.SUB, top, top);
    Equation is = at(equation, "%finite", Op.EQUAL, self.read(), zero.read());
    Equation base = at(equation, "%base", Op.SELECT, is.read(), top, zero.read());
    done.addAll(List.of(zero, self, is, base));
    return base.read();
  }

  private static Equation at(Equation like, String suffix, Op op, Read... args) {
    return like.named(suffix, new Node.Elementwise(op, List.of(args)));
  }
}
