package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.runtime.Plan.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out which kind of product an affine form is: the indices say it. */
final class BuildProducts {
  private final Map<String, Equation> byName;
  private final Spaces spaces;

  BuildProducts(Map<String, Equation> byName, Spaces spaces) {
    this.byName = byName;
    this.spaces = spaces;
  }

  Statement statement(Equation equation, Node.Affine affine, Space space) {
    Node.Product product = affine.products().get(0);
    if (outer(product.a(), equation) || outer(product.b(), equation)) {
      return accumulate(equation, product);
    }
    return multiply(equation, affine, product.a(), product.b(), space)
        .or(() -> multiply(equation, affine, product.b(), product.a(), space))
        .orElseGet(() -> new Statement.Single(Statement.Kind.CONTRACT, space, space, equation));
  }

  private Space space(Read read) {
    return spaces.of(byName.get(read.name()));
  }

  private List<String> features(Read read) {
    return AlignOperands.features(read, byName);
  }

  /** Whether an operand varies along rows that the result has no more. */
  private boolean outer(Read read, Equation equation) {
    return byName.get(read.name()).indices().stream()
        .anyMatch(i -> !i.isFeature() && !equation.indices().contains(i));
  }

  private Statement accumulate(Equation equation, Node.Product product) {
    Equation a = byName.get(product.a().name());
    Equation b = byName.get(product.b().name());
    Space of = spaces.joined(a, b);
    List<String> all = new ArrayList<>(features(product.a()));
    all.addAll(features(product.b()));
    boolean straight = all.equals(equation.features().stream().map(Index::name).toList());
    // the wider one in the lanes: a loop over them is long enough to be vectorised
    boolean wide = a.width() > b.width();
    Read rows = wide ? product.b() : product.a();
    Read lanes = wide ? product.a() : product.b();
    return new Statement.Accumulate(equation, of, rows.name(), lanes.name(), straight == wide);
  }

  /** Rows of x times a matrix that is the same for all rows. */
  private Optional<Statement> multiply(
      Equation equation, Node.Affine affine, Read x, Read matrix, Space space) {
    List<String> result = equation.features().stream().map(Index::name).toList();
    List<String> inner = features(x);
    List<String> both = features(matrix);
    boolean fits =
        space(matrix).equals(Space.ONE)
            && result.size() == 1
            && inner.size() == 1
            && !inner.equals(result)
            && both.size() == 2
            && both.contains(inner.get(0))
            && both.contains(result.get(0));
    if (!fits) {
      return Optional.empty();
    }
    int k = byName.get(x.name()).width();
    boolean rowsFirst = both.get(0).equals(inner.get(0));
    Statement.Column column =
        new Statement.Column(
            equation,
            affine.init(),
            matrix.name(),
            rowsFirst ? equation.width() : 1,
            rowsFirst ? 1 : k);
    return Optional.of(new Statement.Multiply(space, x.name(), k, List.of(column)));
  }
}
