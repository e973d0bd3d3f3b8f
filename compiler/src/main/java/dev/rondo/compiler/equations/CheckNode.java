package dev.rondo.compiler.equations;

import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of one equation, a node each. That its reads exist is known. */
final class CheckNode implements Node.Visitor<Void> {
  private final Equation equation;
  private final Map<String, Equation> equations;
  private final Signature signature;

  /** The equation's own indices by name. */
  private final Map<String, Index> own = new HashMap<>();

  CheckNode(Equation equation, Map<String, Equation> equations, Signature signature) {
    this.equation = equation;
    this.equations = equations;
    this.signature = signature;
    equation.indices().forEach(i -> own.put(i.name(), i));
  }

  private void require(boolean holds, String rule) {
    CheckEquations.require(equation, holds, rule);
  }

  private Equation of(Read read) {
    return equations.get(read.name());
  }

  private Map<String, Index> named(Read read) {
    return CheckEquations.named(of(read), read);
  }

  /** Read indices that the result has too must be the same ones. */
  private void agree(Map<String, Index> a, Map<String, Index> b, Read read) {
    a.forEach(
        (name, index) ->
            require(
                !b.containsKey(name) || b.get(name).equals(index),
                "index " + name + " of " + read + " is " + index + " and " + b.get(name)));
  }

  /** The result has all of a read's indices, except some. */
  private void broadcasts(Read read, String... except) {
    Map<String, Index> named = named(read);
    Arrays.asList(except).forEach(named::remove);
    named.forEach(
        (name, index) -> require(own.containsKey(name), "it lacks index " + name + " of " + read));
    agree(named, own, read);
  }

  /** Where the result is defined a value read at the same point is too. */
  private void definedAt(Read read) {
    definedAt(read, equation.axes());
  }

  private void definedAt(Read read, List<String> axes) {
    Domain domain = of(read).domain(read);
    require(
        domain.covers(equation.domain(), axes),
        "it is defined at " + equation.domain() + ", but " + read + " at " + domain);
  }

  /** Without a batch index, nothing says how many steps there are. */
  private void knowsLength(Set<String> names) {
    require(
        names.contains(Index.BATCH.name()), "it depends on a sequence's length but has no batch");
  }

  private void features(List<Integer> shape, String what) {
    List<Integer> sizes = equation.features().stream().map(Index::size).toList();
    require(sizes.equals(shape), what + " has shape " + shape);
  }

  @Override
  public Void constant(Node.Constant node) {
    return null;
  }

  @Override
  public Void parameter(Node.Parameter node) {
    Signature.Parameter parameter =
        signature.parameters().stream()
            .filter(p -> p.path().equals(node.path()))
            .findFirst()
            .orElse(null);
    require(parameter != null, "there is no parameter " + node.path());
    features(parameter.shape(), "the parameter");
    require(
        equation.features().size() == equation.indices().size(), "a parameter has features only");
    return null;
  }

  @Override
  public Void input(Node.Input node) {
    Signature.Input input =
        signature.inputs().stream()
            .filter(i -> i.name().equals(node.name()))
            .findFirst()
            .orElse(null);
    require(input != null, "there is no input " + node.name());
    features(input.shape(), "the input");
    require(equation.has(Index.Kind.BATCH), "an input has a batch index");
    List<String> axes = input.axes().stream().map(a -> signature.axes().get(a).name()).toList();
    require(
        equation.axes().size() == axes.size() && equation.axes().containsAll(axes),
        "the input runs over " + axes);
    return null;
  }

  @Override
  public Void position(Node.Position node) {
    require(own.containsKey(node.index()), "it has no index " + node.index());
    require(!node.index().equals(Index.BATCH.name()), "a sequence has no position in its batch");
    return null;
  }

  @Override
  public Void count(Node.Count node) {
    require(equation.indices().isEmpty(), "a count is one number");
    return null;
  }

  @Override
  public Void elementwise(Node.Elementwise node) {
    for (Read arg : node.args()) {
      broadcasts(arg);
      definedAt(arg);
    }
    return null;
  }

  @Override
  public Void affine(Node.Affine node) {
    node.init()
        .ifPresent(
            init -> {
              broadcasts(init);
              definedAt(init);
            });
    for (Node.Product product : node.products()) {
      Map<String, Index> a = named(product.a());
      Map<String, Index> b = named(product.b());
      agree(a, own, product.a());
      agree(b, own, product.b());
      agree(a, b, product.a());
      definedAt(product.a());
      definedAt(product.b());
      Set<String> all = new HashSet<>(a.keySet());
      all.addAll(b.keySet());
      for (String name : all) {
        require(
            own.containsKey(name) || (a.containsKey(name) && b.containsKey(name)),
            "index " + name + " of " + product.a() + " * " + product.b() + " is neither's sum");
      }
      all.addAll(own.keySet());
      if (sumsOverTime(a)) {
        knowsLength(all);
      }
    }
    return null;
  }

  private boolean sumsOverTime(Map<String, Index> indices) {
    return indices.values().stream()
        .anyMatch(i -> i.kind() == Index.Kind.TIME && !own.containsKey(i.name()));
  }

  @Override
  public Void reduce(Node.Reduce node) {
    Map<String, Index> named = named(node.of());
    agree(named, own, node.of());
    definedAt(node.of());
    Set<String> all = new HashSet<>(named.keySet());
    all.addAll(own.keySet());
    if (sumsOverTime(named)) {
      knowsLength(all);
    }
    long over = named.keySet().stream().filter(n -> !own.containsKey(n)).count();
    require(node.op() != ReduceOp.ARGMAX || over == 1, "argmax is over one index");
    return null;
  }

  @Override
  public Void delay(Node.Delay node) {
    broadcasts(node.of());
    broadcasts(node.outside());
    Index axis = own.get(node.axis());
    require(axis != null && axis.kind() == Index.Kind.TIME, "it is not over " + node.axis());
    int ends = of(node.of()).domain().at(node.axis()) + -node.by();
    boolean beyond = equation.domain().at(node.axis()) < ends;
    if (!equation.has(Index.Kind.BATCH)) {
      require(!beyond, "it depends on a sequence's length but has no batch");
    }
    definedAt(node.of(), equation.axes().stream().filter(a -> !a.equals(node.axis())).toList());
    if (node.by() > 0 || beyond) {
      definedAt(node.outside());
    }
    return null;
  }

  @Override
  public Void at(Node.At node) {
    broadcasts(node.of(), node.axis());
    broadcasts(node.outside());
    require(!own.containsKey(node.axis()), "it still has " + node.axis());
    knowsLength(own.keySet());
    definedAt(node.of());
    definedAt(node.outside());
    return null;
  }

  @Override
  public Void gather(Node.Gather node) {
    Map<String, Index> named = named(node.of());
    require(named.containsKey(node.index()), node.of() + " has no index " + node.index());
    require(named.get(node.index()).kind() != Index.Kind.BATCH, "it gathers along the batch");
    require(!own.containsKey(node.index()), "it still has " + node.index());
    broadcasts(node.of(), node.index());
    broadcasts(node.token());
    definedAt(node.of());
    definedAt(node.token());
    return null;
  }

  @Override
  public Void scatter(Node.Scatter node) {
    Index index = own.get(node.index());
    require(index != null && index.kind() != Index.Kind.BATCH, "it has no index " + node.index());
    Map<String, Index> of = named(node.of());
    Map<String, Index> token = named(node.token());
    require(!of.containsKey(node.index()), node.of() + " has " + node.index() + " already");
    require(!token.containsKey(node.index()), node.token() + " has " + node.index() + " already");
    agree(of, own, node.of());
    agree(token, own, node.token());
    agree(token, of, node.token());
    for (String name : token.keySet()) {
      require(
          own.containsKey(name) || of.containsKey(name),
          node.token() + " has " + name + ", which " + node.of() + " has not");
    }
    Set<String> all = new HashSet<>(own.keySet());
    all.addAll(of.keySet());
    if (sumsOverTime(of)) {
      knowsLength(all);
    }
    return null;
  }

  @Override
  public Void slice(Node.Slice node) {
    broadcastsExceptSize(node.of(), node.index());
    int size = named(node.of()).get(node.index()).size();
    require(
        node.from() >= 0 && node.from() + own.get(node.index()).size() <= size,
        "it takes " + own.get(node.index()).size() + " from " + node.from() + " of " + size);
    return null;
  }

  @Override
  public Void concat(Node.Concat node) {
    int size = 0;
    for (Read part : node.parts()) {
      broadcastsExceptSize(part, node.index());
      size += named(part).get(node.index()).size();
    }
    require(own.get(node.index()).size() == size, "its parts have " + size + " together");
    return null;
  }

  private void broadcastsExceptSize(Read read, String index) {
    Index mine = own.get(index);
    Index theirs = named(read).get(index);
    require(mine != null && mine.isFeature(), "it has no feature index " + index);
    require(theirs != null && theirs.isFeature(), read + " has no feature index " + index);
    broadcasts(read, index);
    definedAt(read);
  }

  @Override
  public Void reshape(Node.Reshape node) {
    List<String> features = new ArrayList<>();
    named(node.of())
        .forEach(
            (name, index) -> {
              if (index.isFeature()) {
                features.add(name);
              }
            });
    broadcasts(node.of(), features.toArray(new String[0]));
    definedAt(node.of());
    require(
        of(node.of()).width() == equation.width(),
        "it has " + equation.width() + " numbers of " + of(node.of()).width());
    return null;
  }
}
