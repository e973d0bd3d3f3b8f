package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The nodes of the forms that make, move and take away axes of fixed length. */
final class NormalizeAxes {
  private final Normalize pass;
  private final Item item;

  NormalizeAxes(Normalize pass, Item item) {
    this.pass = pass;
    this.item = item;
  }

  Node node() {
    if (item.form() instanceof Draft.OntoAxis onto) {
      List<String> names = letters(pass.shape(item.arg(0)).size() - 1);
      names.add(0, onto.axis());
      return copy(pass.read(item.arg(0), names));
    }
    if (item.form() instanceof Draft.OffAxis off) {
      return offAxis(off);
    }
    if (item.form() instanceof Draft.Taps taps) {
      List<Read> parts = new ArrayList<>();
      for (String arg : item.args()) {
        parts.add(at(taps.axis(), arg));
      }
      return new Node.Concat(parts, taps.axis());
    }
    Draft.PickAxis pick = (Draft.PickAxis) item.form();
    Item position = pass.draft.items.get(pass.draft.resolve(item.arg(1)));
    int length = pass.axis(pick.axis()).size();
    if (position.form() instanceof Draft.Literal literal
        && !(literal.value() >= 0 && literal.value() < length)) {
      throw new ModelException(
          List.of(
              new Diagnostic(
                  item.span(),
                  "there is no position "
                      + (int) literal.value()
                      + ": they run from 0 to "
                      + (length - 1))));
    }
    return new Node.Gather(pass.read(item.arg(0)), pick.axis(), pass.read(item.arg(1)));
  }

  private List<String> letters(int count) {
    List<String> letters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      letters.add(pass.letter(i));
    }
    return letters;
  }

  private static Node copy(Read read) {
    return new Node.Elementwise(Op.COPY, List.of(read));
  }

  private Node offAxis(Draft.OffAxis off) {
    int count = pass.shape(item.arg(0)).size();
    List<String> names = letters(count + 1);
    List<String> read = new ArrayList<>();
    for (Index index : pass.outer(item.arg(0))) {
      read.add(index.name().equals(off.axis()) ? names.get(0) : index.name());
    }
    read.addAll(names.subList(1, names.size()));
    Read of = new Read(pass.name(item.arg(0)), read);
    if (!off.flat() || count == 0) {
      return copy(of);
    }
    List<Integer> shape = new ArrayList<>(List.of(pass.axis(off.axis()).size()));
    shape.addAll(pass.shape(item.arg(0)));
    return new Node.Reshape(fresh(shape, item.arg(0), copy(of)).read());
  }

  /** An equation like the item, with other features. */
  private Equation fresh(List<Integer> shape, String of, Node node) {
    List<Index> indices = new ArrayList<>(pass.outer(item.name()));
    indices.addAll(pass.features(shape));
    return pass.fresh(indices, pass.domain(of), node, item.span());
  }

  /** The argument with an axis behind all else, where every reduction can run over it. */
  Read last(String axis) {
    String arg = item.arg(0);
    List<Index> indices = new ArrayList<>(pass.indices(arg));
    indices.removeIf(index -> index.name().equals(axis));
    indices.add(pass.axis(axis));
    return pass.fresh(indices, pass.domain(arg), copy(pass.read(arg)), item.span()).read();
  }

  /** A value as that at one position of an axis. */
  private Read at(String axis, String arg) {
    List<Index> indices = new ArrayList<>(Normalize.part(pass.outer(item.name()), axis, 1));
    indices.addAll(pass.features(pass.shape(arg)));
    return pass.fresh(indices, pass.domain(arg), copy(pass.read(arg)), item.span()).read();
  }

  /**
   * A product with a matrix of parameters along axes of fixed length: one for each of their
   * positions, so that each has a kernel of its own, and its gradient is a sum of outer products.
   */
  Node products() {
    return each(pass.fixedAxes(item.name()), new ArrayList<>(), this::product);
  }

  /** What is read at positions that vary along axes of fixed length: one read for each of them. */
  Node lookUps(String time) {
    List<String> features = letters(pass.shape(item.arg(0)).size());
    return each(
        pass.fixedAxes(item.name()),
        new ArrayList<>(),
        at ->
            new Node.Gather(
                operand(item.arg(0), at, features), time, operand(item.arg(1), at, List.of())));
  }

  /** The value so many positions before along an axis: what is there, beside what is outside. */
  Node shifted(Draft.Shift shift) {
    int length = pass.axis(shift.axis()).size();
    int by = Math.max(-length, Math.min(length, shift.by()));
    Optional<String> outside = Outside.of(pass.draft, item);
    List<Read> parts = new ArrayList<>();
    if (by > 0) {
      parts.add(part(shift.axis(), outside, 0, by));
    }
    if (Math.abs(by) < length) {
      int from = Math.max(0, -by);
      parts.add(part(shift.axis(), Optional.of(item.arg(0)), from, length - Math.abs(by)));
    }
    if (by < 0) {
      parts.add(part(shift.axis(), outside, length + by, -by));
    }
    return new Node.Concat(parts, shift.axis());
  }

  /** So many positions of a value along an axis; of nothing 0. */
  private Read part(String axis, Optional<String> of, int from, int count) {
    List<Index> indices = Normalize.part(pass.indices(item.name()), axis, count);
    if (of.isEmpty()) {
      return pass.fresh(indices, domain(), copy(pass.constant(0).read()), item.span()).read();
    }
    Read read = pass.read(of.get(), letters(pass.shape(of.get()).size()));
    if (pass.fixedAxes(of.get()).contains(axis)) {
      List<Index> own = Normalize.part(pass.indices(of.get()), axis, count);
      Node slice = new Node.Slice(read, axis, from);
      read = pass.fresh(own, pass.domain(of.get()), slice, item.span()).read();
    }
    return pass.fresh(indices, domain(), copy(read), item.span()).read();
  }

  /** Something for all positions of the axes left, at positions of those before. */
  private Node each(List<String> left, List<Integer> at, Function<List<Integer>, Node> one) {
    if (left.isEmpty()) {
      return one.apply(at);
    }
    String axis = left.get(0);
    List<Read> parts = new ArrayList<>();
    for (int i = 0; i < pass.axis(axis).size(); i++) {
      at.add(i);
      Node part = each(left.subList(1, left.size()), at, one);
      at.remove(at.size() - 1);
      Equation inner = along(left.subList(1, left.size()), part);
      List<Index> indices = new ArrayList<>(inner.indices());
      long outer = indices.stream().filter(x -> !x.isFeature()).count();
      indices.add((int) outer, Index.feature(axis, 1));
      parts.add(pass.fresh(indices, domain(), new Node.Reshape(inner.read()), item.span()).read());
    }
    return new Node.Concat(parts, axis);
  }

  private Domain domain() {
    return pass.domain(item.name());
  }

  /** The item's value along some of its axes of fixed length. */
  private Equation along(List<String> axes, Node node) {
    List<Index> indices = new ArrayList<>(pass.outer(pass.model.extent(item.name())));
    axes.forEach(axis -> indices.add(pass.axis(axis)));
    indices.addAll(pass.features(pass.shape(item.name())));
    return pass.fresh(indices, domain(), node, item.span());
  }

  private Node product(List<Integer> at) {
    return NormalizeShapes.product(pass, item, (arg, features) -> operand(arg, at, features));
  }

  /** An operand at positions of the item's axes, as far as it has them. */
  private Read operand(String arg, List<Integer> at, List<String> features) {
    List<String> all = pass.fixedAxes(item.name());
    List<String> own = pass.fixedAxes(arg);
    if (own.isEmpty()) {
      return pass.read(arg, features);
    }
    List<Index> outer = pass.outer(pass.model.extent(arg));
    List<Index> indices = pass.indices(arg);
    Read now = pass.read(arg);
    for (String axis : own) {
      indices = Normalize.part(indices, axis, 1);
      Node slice = new Node.Slice(now, axis, at.get(all.indexOf(axis)));
      now = pass.fresh(indices, pass.domain(arg), slice, item.span()).read();
    }
    List<Index> flat = new ArrayList<>(outer);
    flat.addAll(pass.features(pass.shape(arg)));
    Equation value = pass.fresh(flat, pass.domain(arg), new Node.Reshape(now), item.span());
    List<String> names = new ArrayList<>(outer.stream().map(Index::name).toList());
    names.addAll(features);
    return new Read(value.name(), names);
  }
}
