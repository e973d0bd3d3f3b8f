package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.CheckEquations;
import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Multiplies a small table once, in place of each row that is looked up in it: {@code W @ E[x] + b}
 * is a row of {@code E @ W' + b}. The chain of each number stays as it was, bias first; its
 * gradient is summed by token before it is multiplied.
 */
public final class ProjectTables {
  private final Map<String, Equation> byName;

  private ProjectTables(Equations system) {
    this.byName = system.byName();
  }

  /** {@code system}: with its numerics fixed. */
  public static Equations project(Equations system) {
    ProjectTables pass = new ProjectTables(system);
    List<Equation> equations = new ArrayList<>();
    system.equations().forEach(e -> equations.addAll(pass.project(e)));
    // two rows by one matrix are two rows of one table
    Equations once = EliminateCommon.apply(system.with(equations), pass.byName.keySet());
    Equations projected = EliminateDead.keep(once, role -> true);
    assert CheckEquations.holds(projected);
    return projected;
  }

  /** A product of a row that is looked up with a matrix, both of them parameters. */
  private record Projection(Read row, Node.Gather gather, Node.Product product) {}

  private List<Equation> project(Equation equation) {
    if (!(equation.node() instanceof Node.Affine affine)
        || equation.features().size() != 1
        || !affine.init().map(i -> byName.get(i.name()).isFixed()).orElse(true)) {
      return List.of(equation);
    }
    return projection(affine.products().get(0))
        .map(p -> project(equation, affine, p))
        .orElse(List.of(equation));
  }

  private Optional<Projection> projection(Node.Product product) {
    Equation a = byName.get(product.a().name());
    Equation b = byName.get(product.b().name());
    boolean second = a.isFixed();
    Equation row = second ? b : a;
    Equation matrix = second ? a : b;
    if (!(row.node() instanceof Node.Gather gather)
        || row.features().size() != 1
        || !matrix.isFixed()
        || matrix.features().size() != 2) {
      return Optional.empty();
    }
    Equation table = byName.get(gather.of().name());
    int at = gather.of().indices().indexOf(gather.index());
    return table.isFixed()
            && table.features().size() == 2
            && byName.get(gather.token().name()).features().isEmpty()
            && table.features().get(at).size() <= ProductChain.STEPS
        ? Optional.of(new Projection(second ? product.b() : product.a(), gather, product))
        : Optional.empty();
  }

  private List<Equation> project(Equation equation, Node.Affine affine, Projection projection) {
    Node.Product product = projection.product();
    Node.Gather gather = projection.gather();
    Read row = projection.row();
    String token = "v'"; // no axis can be called so
    while (product.a().indices().contains(token) || product.b().indices().contains(token)) {
      token += "'";
    }
    Equation of = byName.get(gather.of().name());
    int at = gather.of().indices().indexOf(gather.index());
    List<String> names = new ArrayList<>(List.of(row.indices().get(row.indices().size() - 1)));
    names.add(at, token);
    Read table = new Read(of.name(), names);
    Node.Product whole =
        product.a().equals(row)
            ? new Node.Product(table, product.b())
            : new Node.Product(product.a(), table);
    List<Index> indices = new ArrayList<>(equation.features());
    indices.add(0, Index.feature(token, of.features().get(at).size()));
    Equation projected =
        new Equation(
            equation.name() + "%table",
            indices,
            Domain.ALL,
            new Node.Affine(affine.init(), List.of(whole), false),
            equation.span());
    Node looked =
        new Node.Gather(
            projected.read(), token, byName.get(row.name()).renamed(gather.token(), row));
    if (affine.products().size() == 1) {
      return List.of(projected, equation.with(looked));
    }
    Equation first = equation.named("%row", looked);
    List<Node.Product> rest = affine.products().subList(1, affine.products().size());
    Node.Affine chain = new Node.Affine(Optional.of(first.read()), rest, affine.descending());
    return List.of(projected, first, equation.with(chain));
  }
}
