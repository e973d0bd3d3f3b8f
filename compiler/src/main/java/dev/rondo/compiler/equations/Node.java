package dev.rondo.compiler.equations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The right side of an equation. Each node has one meaning and one derivative. */
public sealed interface Node {
  /** What it reads, in order. */
  List<Read> reads();

  /** The same node with each read replaced. */
  Node map(UnaryOperator<Read> change);

  <T> T accept(Visitor<T> visitor);

  /** One method a node and no default: a new node does not compile until every pass knows it. */
  interface Visitor<T> {
    T constant(Constant node);

    T parameter(Parameter node);

    T input(Input node);

    T position(Position node);

    T count(Count node);

    T elementwise(Elementwise node);

    T affine(Affine node);

    T reduce(Reduce node);

    T delay(Delay node);

    T at(At node);

    T gather(Gather node);

    T scatter(Scatter node);

    T slice(Slice node);

    T concat(Concat node);

    T reshape(Reshape node);
  }

  /** A node that reads nothing. */
  sealed interface Leaf extends Node {
    @Override
    default List<Read> reads() {
      return List.of();
    }

    @Override
    default Node map(UnaryOperator<Read> change) {
      return this;
    }
  }

  /** The same number everywhere. */
  record Constant(double value) implements Leaf {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.constant(this);
    }
  }

  /** A parameter of the model, by path. */
  record Parameter(String path) implements Leaf {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.parameter(this);
    }
  }

  /** An input of the program, by name. */
  record Input(String name) implements Leaf {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.input(this);
    }
  }

  /** The position along one of the equation's own indices, from 0. */
  record Position(String index) implements Leaf {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.position(this);
    }
  }

  /**
   * How many points all sequences together have along axes of time, as far as they are in a domain;
   * without an axis how many sequences there are.
   */
  record Count(List<String> axes, Domain domain) implements Leaf {
    public Count {
      axes = List.copyOf(axes);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.count(this);
    }
  }

  /** One operation at each point; an argument that lacks an index is the same along it. */
  record Elementwise(Op op, List<Read> args) implements Node {
    public Elementwise {
      args = List.copyOf(args);
      if (args.size() != op.arity()) {
        throw new IllegalArgumentException(op + " of " + args.size() + " arguments");
      }
    }

    @Override
    public List<Read> reads() {
      return args;
    }

    @Override
    public Node map(UnaryOperator<Read> change) {
      return new Elementwise(op, args.stream().map(change).toList());
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.elementwise(this);
    }
  }

  /** Σ of a·b over the indices that both have and the equation has not. */
  record Product(Read a, Read b) {}

  /**
   * {@code init + Σ a·b + Σ a·b + …}: for each point one chain of fused multiply-adds that starts
   * from {@code init} (or 0) and takes the products in order, each in the order of its indices
   * (time from the last step to the first where {@code descending}).
   */
  record Affine(Optional<Read> init, List<Product> products, boolean descending) implements Node {
    public Affine {
      products = List.copyOf(products);
      if (products.isEmpty()) {
        throw new IllegalArgumentException("an affine form without a product");
      }
    }

    @Override
    public List<Read> reads() {
      List<Read> all = new ArrayList<>();
      init.ifPresent(all::add);
      for (Product product : products) {
        all.add(product.a());
        all.add(product.b());
      }
      return all;
    }

    @Override
    public Node map(UnaryOperator<Read> change) {
      return new Affine(
          init.map(change),
          products.stream()
              .map(p -> new Product(change.apply(p.a()), change.apply(p.b())))
              .toList(),
          descending);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.affine(this);
    }
  }

  /** A reduction over the indices that the argument has and the equation has not. */
  record Reduce(ReduceOp op, Read of, boolean descending) implements Node {
    @Override
    public List<Read> reads() {
      return List.of(of);
    }

    @Override
    public Node map(UnaryOperator<Read> change) {
      return new Reduce(op, change.apply(of), descending);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.reduce(this);
    }
  }

  /**
   * The value {@code by} steps earlier along a time axis (later, if negative); where the argument
   * is not defined there, {@code outside}. {@code by} 0 extends a value to a larger domain.
   */
  record Delay(Read of, String axis, int by, Read outside) implements Node {
    @Override
    public List<Read> reads() {
      return List.of(of, outside);
    }

    @Override
    public Node map(UnaryOperator<Read> change) {
      return new Delay(change.apply(of), axis, by, change.apply(outside));
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.delay(this);
    }
  }

  /** The value at the first or last step of a sequence; for an empty one {@code outside}. */
  record At(Read of, String axis, boolean last, Read outside) implements Node {
    @Override
    public List<Read> reads() {
      return List.of(of, outside);
    }

    @Override
    public Node map(UnaryOperator<Read> change) {
      return new At(change.apply(of), axis, last, change.apply(outside));
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.at(this);
    }
  }

  /**
   * The argument with one of its indices set to a token: a row of a table, the chosen logit; for an
   * index of time the value at a position, 0 where the argument is not defined there.
   */
  record Gather(Read of, String index, Read token) implements Node {
    @Override
    public List<Read> reads() {
      return List.of(of, token);
    }

    @Override
    public Node map(UnaryOperator<Read> change) {
      return new Gather(change.apply(of), index, change.apply(token));
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.gather(this);
    }
  }

  /**
   * The transpose of a gather: at each {@code index} the sum of the argument over the points whose
   * token is that index, over all indices that the argument has and the equation has not.
   */
  record Scatter(Read of, String index, Read token, boolean descending) implements Node {
    @Override
    public List<Read> reads() {
      return List.of(of, token);
    }

    @Override
    public Node map(UnaryOperator<Read> change) {
      return new Scatter(change.apply(of), index, change.apply(token), descending);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.scatter(this);
    }
  }

  /** A range of a feature index; the range's length is the size of the equation's index. */
  record Slice(Read of, String index, int from) implements Node {
    @Override
    public List<Read> reads() {
      return List.of(of);
    }

    @Override
    public Node map(UnaryOperator<Read> change) {
      return new Slice(change.apply(of), index, from);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.slice(this);
    }
  }

  /** Values one behind the other along a feature index. */
  record Concat(List<Read> parts, String index) implements Node {
    public Concat {
      parts = List.copyOf(parts);
    }

    @Override
    public List<Read> reads() {
      return parts;
    }

    @Override
    public Node map(UnaryOperator<Read> change) {
      return new Concat(parts.stream().map(change).toList(), index);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.concat(this);
    }
  }

  /** The same numbers, row major, under other feature indices; time and batch stay. */
  record Reshape(Read of) implements Node {
    @Override
    public List<Read> reads() {
      return List.of(of);
    }

    @Override
    public Node map(UnaryOperator<Read> change) {
      return new Reshape(change.apply(of));
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.reshape(this);
    }
  }
}
