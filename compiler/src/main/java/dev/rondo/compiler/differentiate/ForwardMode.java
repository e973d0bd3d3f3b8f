package dev.rondo.compiler.differentiate;

import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.runtime.Initial;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The derivative of a system along a direction of its parameters: every equation {@code h} gets a
 * tangent {@code →h}, and delays stay as they are. Independent of reverse mode but for the table of
 * element-wise derivatives, it is the oracle of it: ⟨J v, u⟩ = ⟨v, Jᵀ u⟩.
 */
public final class ForwardMode {
  /** Begins the name of a tangent, and the path of the parameter that gives a direction. */
  public static final String MARK = "→";

  private final Extended system;
  private final Set<String> active;

  private ForwardMode(Extended system, Set<String> active) {
    this.system = system;
    this.active = active;
  }

  /**
   * The derivative of the root {@code loss} along a direction: for each trained parameter {@code W}
   * a parameter {@code →W} is added. The result is the sum of the only term, {@code tangent}.
   */
  public static Equations differentiate(Equations system) {
    Extended extended = new Extended(system, MARK);
    Map<String, Equation> leaves = new LinkedHashMap<>();
    for (Equation equation : system.equations()) {
      if (equation.node() instanceof Node.Parameter parameter) {
        leaves.put(parameter.path(), equation);
      }
    }
    String loss = system.roots().get("loss");
    Set<String> names = Set.copyOf(leaves.values().stream().map(Equation::name).toList());
    Set<String> active = extended.dependents(names);
    active.retainAll(extended.dependences(Set.of(loss)));
    ForwardMode pass = new ForwardMode(extended, active);
    pass.run();
    Map<String, String> roots = new LinkedHashMap<>();
    roots.put("sum/tangent", pass.tangent(extended.get(loss).read()).name());
    roots.put("count/tangent", extended.number(1, Domain.ALL).name());
    Equations result = extended.extended(roots);
    return new Equations(signature(system.signature()), result.equations(), roots);
  }

  private static Signature signature(Signature of) {
    List<Signature.Parameter> parameters = new ArrayList<>(of.parameters());
    int offset = of.parameterCount();
    for (Signature.Parameter parameter : of.parameters()) {
      parameters.add(
          new Signature.Parameter(
              MARK + parameter.path(),
              parameter.shape(),
              offset + parameter.offset(),
              false,
              new Initial.Constant(0)));
    }
    return new Signature(
        of.model(),
        of.sizes(),
        of.axes(),
        parameters,
        of.inputs(),
        List.of(),
        List.of(new Signature.Term("tangent", false, Signature.Accumulator.MEAN)));
  }

  private void run() {
    for (Equation equation : system.system.equations()) {
      if (active.contains(equation.name())) {
        Node node = equation.node().accept(new Tangent(equation));
        system.add(
            new Equation(
                MARK + equation.name(),
                equation.indices(),
                equation.domain(),
                node,
                equation.span()));
      }
    }
  }

  /** The tangent of what is read: 0 if it does not depend on the parameters. */
  private Read tangent(Read read) {
    return active.contains(read.name())
        ? read.of(MARK + read.name())
        : system.number(0, system.domain(read)).read();
  }

  /** The right side of a tangent. */
  private final class Tangent implements Node.Visitor<Node> {
    private final Equation equation;

    Tangent(Equation equation) {
      this.equation = equation;
    }

    private boolean active(Read read) {
      return active.contains(read.name());
    }

    private Node zero() {
      return new Node.Constant(0);
    }

    @Override
    public Node parameter(Node.Parameter node) {
      return new Node.Parameter(MARK + node.path());
    }

    @Override
    public Node elementwise(Node.Elementwise node) {
      Derivatives.Builder at = system.at(equation);
      Read total = null;
      for (int i = 0; i < node.args().size(); i++) {
        Read arg = node.args().get(i);
        if (active(arg)) {
          Optional<Read> part =
              Derivatives.partial(at, node.op(), i, node.args(), equation.read(), tangent(arg));
          if (part.isPresent()) {
            total = total == null ? part.get() : at.apply(Op.ADD, total, part.get());
          }
        }
      }
      return total == null ? zero() : new Node.Elementwise(Op.COPY, List.of(total));
    }

    @Override
    public Node affine(Node.Affine node) {
      List<Node.Product> products = new ArrayList<>();
      for (Node.Product product : node.products()) {
        if (active(product.a())) {
          products.add(new Node.Product(tangent(product.a()), product.b()));
        }
        if (active(product.b())) {
          products.add(new Node.Product(product.a(), tangent(product.b())));
        }
      }
      Optional<Read> init = node.init().filter(this::active).map(ForwardMode.this::tangent);
      if (!products.isEmpty()) {
        return sum(init, products);
      }
      return init.<Node>map(r -> new Node.Elementwise(Op.COPY, List.of(r))).orElse(zero());
    }

    /** Each product an equation of its own, so that the numerics may be fixed as for any sum. */
    private Node sum(Optional<Read> init, List<Node.Product> products) {
      Derivatives.Builder at = system.at(equation);
      Read total = init.orElse(null);
      for (Node.Product product : products) {
        Node node = new Node.Affine(Optional.empty(), List.of(product), false);
        Read part = system.temporary(equation, equation.indices(), equation.domain(), node).read();
        total = total == null ? part : at.apply(Op.ADD, total, part);
      }
      return new Node.Elementwise(Op.COPY, List.of(total));
    }

    @Override
    public Node reduce(Node.Reduce node) {
      Read of = node.of();
      Domain domain = system.domain(of);
      Node each;
      switch (node.op()) {
        case SUM -> {
          return new Node.Reduce(ReduceOp.SUM, tangent(of), false);
        }
        case ARGMAX -> {
          return zero();
        }
        case MAX ->
            each =
                new Node.Elementwise(
                    Op.SELECT,
                    List.of(FirstMaximum.of(system, equation, node), tangent(of), system.zero()));
        default -> {
          Read below = part(of, domain, Op.SUB, of, equation.read());
          Read share = part(of, domain, Op.EXP, below);
          each = new Node.Elementwise(Op.MUL, List.of(share, tangent(of)));
        }
      }
      Read terms = system.temporary(equation, system.indices(of), domain, each).read();
      return new Node.Reduce(ReduceOp.SUM, terms, false);
    }

    private Read part(Read at, Domain domain, Op op, Read... args) {
      Node node = new Node.Elementwise(op, List.of(args));
      return system.temporary(equation, system.indices(at), domain, node).read();
    }

    @Override
    public Node delay(Node.Delay node) {
      return new Node.Delay(tangent(node.of()), node.axis(), node.by(), tangent(node.outside()));
    }

    @Override
    public Node at(Node.At node) {
      return new Node.At(tangent(node.of()), node.axis(), node.last(), tangent(node.outside()));
    }

    @Override
    public Node gather(Node.Gather node) {
      return new Node.Gather(tangent(node.of()), node.index(), node.token());
    }

    @Override
    public Node scatter(Node.Scatter node) {
      return new Node.Scatter(tangent(node.of()), node.index(), node.token(), node.descending());
    }

    @Override
    public Node slice(Node.Slice node) {
      return new Node.Slice(tangent(node.of()), node.index(), node.from());
    }

    @Override
    public Node concat(Node.Concat node) {
      List<Read> parts = new ArrayList<>();
      for (Read part : node.parts()) {
        List<Index> features = system.indices(part).stream().filter(Index::isFeature).toList();
        parts.add(
            active(part)
                ? tangent(part)
                : system.temporary(equation, features, Domain.ALL, zero()).read());
      }
      return new Node.Concat(parts, node.index());
    }

    @Override
    public Node reshape(Node.Reshape node) {
      return new Node.Reshape(tangent(node.of()));
    }

    @Override
    public Node constant(Node.Constant node) {
      return zero();
    }

    @Override
    public Node input(Node.Input node) {
      return zero();
    }

    @Override
    public Node position(Node.Position node) {
      return zero();
    }

    @Override
    public Node count(Node.Count node) {
      return zero();
    }
  }
}
