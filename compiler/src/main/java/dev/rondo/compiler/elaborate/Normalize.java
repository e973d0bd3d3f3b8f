package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.compiler.errors.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a model as recurrence equations over named indices, one node an equation. */
public final class Normalize {
  private static final String ZERO = "%zero";

  final Elaborated model;
  final Draft draft;
  private final BindSizes sizes;
  private final List<String> times;
  private final Map<String, Equation> equations;
  private final Unrolled unrolled;

  private Normalize(
      Elaborated model, BindSizes sizes, Map<String, Equation> equations, Unrolled unrolled) {
    this.model = model;
    this.draft = model.draft();
    this.sizes = sizes;
    this.times = OrderAxes.of(model);
    this.equations = equations;
    this.unrolled = unrolled;
  }

  /** The model's equations with every size a number. */
  public static Equations normalize(Elaborated model, Map<String, Integer> bound) {
    BindSizes sizes = BindSizes.of(model.draft(), bound);
    Normalize pass = new Normalize(model, sizes, new LinkedHashMap<>(), Unrolled.NONE);
    Map<String, Unrolled> unrolled = Unrolled.find(model);
    for (Item item : pass.draft.items.values()) {
      if (unrolled.containsKey(item.name())) {
        new NormalizeUnrolled(pass, item, unrolled.get(item.name())).convert();
      } else {
        pass.convert(item);
      }
    }
    Map<String, String> roots = NormalizeResults.roots(pass);
    return new Equations(
        BuildSignature.of(model, sizes), new ArrayList<>(pass.equations.values()), roots);
  }

  /** The same at one position of an axis of fixed length. */
  Normalize at(Unrolled position) {
    return new Normalize(model, sizes, equations, position);
  }

  /** An equation of its own name for something that no item stands for. */
  Equation add(String name, List<Index> indices, Domain domain, Node node, Span span) {
    Equation equation = new Equation(name, indices, domain, node, Optional.ofNullable(span));
    if (equations.put(name, equation) != null) {
      throw new IllegalStateException("two equations " + name);
    }
    return equation;
  }

  Equation fresh(List<Index> indices, Domain domain, Node node, Span span) {
    return add("%" + (equations.size() + 1), indices, domain, node, span);
  }

  Equation constant(double value) {
    String name = value == 0 ? ZERO : "%" + value;
    return equations.containsKey(name)
        ? equations.get(name)
        : add(name, List.of(), Domain.ALL, new Node.Constant(value), null);
  }

  /** The equation's name of an item. */
  String name(String item) {
    String target = draft.resolve(item);
    String name = target.startsWith("param ") ? target.substring("param ".length()) : target;
    return unrolled.holds(target) ? name + unrolled.suffix() : name;
  }

  /** The axes of fixed length along which an item varies here. */
  List<String> fixedAxes(String item) {
    List<String> axes = new ArrayList<>(model.fixedAxes(item));
    axes.remove(unrolled.axis());
    return axes;
  }

  List<Integer> shape(String item) {
    return sizes.shape(model.type(item).shape());
  }

  int number(Size size) {
    return sizes.number(size.replace(model.shapes().solved()));
  }

  /** Time and batch, as far as an item varies along them. */
  List<Index> outer(Extent extent) {
    List<Index> indices = new ArrayList<>();
    times.stream().filter(extent::has).forEach(axis -> indices.add(Index.time(axis)));
    if (!extent.isConstant()) {
      indices.add(Index.BATCH);
    }
    return indices;
  }

  /** Time, batch and the axes of fixed length along which an item varies. */
  List<Index> outer(String item) {
    List<Index> indices = new ArrayList<>(outer(model.extent(item)));
    for (String axis : fixedAxes(item)) {
      indices.add(axis(axis));
    }
    return indices;
  }

  /** All indices of an item. */
  List<Index> indices(String item) {
    List<Index> indices = new ArrayList<>(outer(item));
    indices.addAll(features(shape(item)));
    return indices;
  }

  /** The indices of so many positions along an axis of fixed length. */
  static List<Index> part(List<Index> indices, String axis, int count) {
    return indices.stream()
        .map(index -> index.name().equals(axis) ? Index.feature(axis, count) : index)
        .toList();
  }

  Index axis(String name) {
    return Index.feature(name, number(draft.axes.get(name)));
  }

  List<Index> features(List<Integer> shape) {
    List<Index> indices = new ArrayList<>();
    for (int size : shape) {
      indices.add(Index.feature(letter(indices.size()), size));
    }
    return indices;
  }

  /** i, j, k, … without the names of axes. */
  String letter(int n) {
    String letters = "ijklmnopqrsuvw";
    for (String axis : times) {
      letters = letters.replace(axis, "");
    }
    for (String axis : draft.axes.keySet()) {
      letters = letters.replace(axis, "");
    }
    return n < letters.length() ? letters.substring(n, n + 1) : "i" + n;
  }

  /** A read of an item with the given names for its features. */
  Read read(String item, List<String> features) {
    List<String> indices = new ArrayList<>();
    outer(item).forEach(i -> indices.add(i.name()));
    indices.addAll(features);
    boolean varies = model.fixedAxes(item).contains(unrolled.axis());
    return new Read(
        varies && !unrolled.holds(draft.resolve(item)) ? here(item) : name(item), indices);
  }

  /** What varies along the axis that is unrolled, at the position in hand. */
  private String here(String item) {
    List<Index> all = new ArrayList<>(outer(model.extent(item)));
    List<Index> one = new ArrayList<>(all);
    List<String> names = new ArrayList<>(all.stream().map(Index::name).toList());
    for (String axis : model.fixedAxes(item)) {
      one.add(axis.equals(unrolled.axis()) ? Index.feature(axis, 1) : axis(axis));
      names.add(axis);
    }
    List<Index> features = features(shape(item));
    features.forEach(i -> names.add(i.name()));
    one.addAll(features);
    Node slice = new Node.Slice(new Read(name(item), names), unrolled.axis(), unrolled.position());
    Equation part = fresh(one, domain(item), slice, null);
    return fresh(indices(item), domain(item), new Node.Reshape(part.read()), null).name();
  }

  /** A read of an item with its features named in order. */
  Read read(String item) {
    List<String> names = new ArrayList<>();
    features(shape(item)).forEach(i -> names.add(i.name()));
    return read(item, names);
  }

  void convert(Item item) {
    List<Index> indices = indices(item.name());
    add(
        name(item.name()),
        indices,
        model.domains().get(item.name()).along(axes(indices)),
        node(item),
        item.span());
  }

  /** Where an item is defined along its own axes. */
  Domain domain(String item) {
    return model.domain(item).along(model.extent(item).axes());
  }

  private static List<String> axes(List<Index> indices) {
    return indices.stream().filter(i -> i.kind() == Index.Kind.TIME).map(Index::name).toList();
  }

  private Node node(Item item) {
    if (item.form() instanceof Draft.Literal literal) {
      return new Node.Constant(literal.value());
    }
    if (item.form() instanceof Draft.SizeValue size) {
      return new Node.Constant(number(size.size()));
    }
    if (item.form() instanceof Draft.Symbol symbol) {
      String vocabulary = model.shapes().vocabularies().get(item.name()).toString();
      return new Node.Constant(model.literals().get(vocabulary).indexOf(symbol.text()));
    }
    if (item.form() instanceof Draft.Param param) {
      return new Node.Parameter(param.declaration().path());
    }
    if (item.form() instanceof Draft.In in) {
      return new Node.Input(in.declaration().name());
    }
    if (item.form() instanceof Draft.StepPosition position) {
      return position(position);
    }
    if (item.form() instanceof Draft.AxisPosition position) {
      return position.axis().equals(unrolled.axis())
          ? new Node.Constant(unrolled.position())
          : new Node.Position(position.axis());
    }
    if (item.form() instanceof Draft.Length length) {
      return length(draft.time(length.axis()), Domain.ALL);
    }
    if (item.form() instanceof Draft.Rename rename) {
      return renamed(item, draft.time(rename.from()), draft.time(rename.to()));
    }
    if (item.form() instanceof Draft.LookUp look) {
      String axis = draft.time(look.axis());
      return fixedAxes(item.arg(1)).isEmpty()
          ? lookUp(item, axis)
          : new NormalizeAxes(this, item).lookUps(axis);
    }
    if (item.form() instanceof Draft.Apply apply) {
      return new Node.Elementwise(apply.op(), item.args().stream().map(this::read).toList());
    }
    if (item.form() instanceof Draft.FoldCount count) {
      return count(count, item);
    }
    if (item.form() instanceof Draft.Shift shift && draft.axes.containsKey(shift.axis())) {
      return new NormalizeAxes(this, item).shifted(shift);
    }
    if (item.form() instanceof Draft.Shift || item.form() instanceof Draft.End) {
      Read outside = Outside.of(draft, item).map(this::read).orElseGet(() -> constant(0).read());
      return item.form() instanceof Draft.Shift shift
          ? new Node.Delay(read(item.arg(0)), draft.time(shift.axis()), shift.by(), outside)
          : end(item, (Draft.End) item.form(), outside);
    }
    return new NormalizeShapes(this, item).node();
  }

  private Node end(Item item, Draft.End end, Read outside) {
    return new Node.At(read(item.arg(0)), draft.time(end.axis()), end.last(), outside);
  }

  private Node renamed(Item item, String from, String to) {
    Read read = read(item.arg(0));
    return new Node.Elementwise(Op.COPY, List.of(renamed(read, from, to)));
  }

  private static Read renamed(Read read, String from, String to) {
    return new Read(
        read.name(), read.indices().stream().map(n -> n.equals(from) ? to : n).toList());
  }

  /** What is looked up along an axis; where the result runs over it too, under another name. */
  private Node lookUp(Item item, String axis) {
    Read of = read(item.arg(0));
    String along = axis;
    if (model.extent(item.name()).has(axis)) {
      along = axis + "'";
      List<Index> indices = new ArrayList<>();
      for (Index index : indices(item.arg(0))) {
        indices.add(index.name().equals(axis) ? Index.time(along) : index);
      }
      Read other = renamed(of, axis, along);
      Domain domain = domain(item.arg(0)).renamed(axis, along);
      Node copy = new Node.Elementwise(Op.COPY, List.of(other));
      of = fresh(indices, domain, copy, item.span()).read();
    }
    return new Node.Gather(of, along, read(item.arg(1)));
  }

  private Node position(Draft.StepPosition position) {
    String axis = draft.time(position.axis());
    Node forward = new Node.Position(axis);
    if (!position.reversed()) {
      return forward;
    }
    List<Index> indices = outer(steps(axis));
    Read t = fresh(indices, Domain.ALL, forward, null).read();
    List<Index> ends = outer(steps(axis).without(axis));
    Read length = fresh(ends, Domain.ALL, length(axis, Domain.ALL), null).read();
    Node minus = new Node.Elementwise(Op.SUB, List.of(length, constant(1).read()));
    Read last = fresh(ends, Domain.ALL, minus, null).read();
    return new Node.Elementwise(Op.SUB, List.of(last, t));
  }

  /** Every step along an axis, with those of the axes that it lies in. */
  private Extent steps(String axis) {
    Extent extent = Extent.of(List.of(axis));
    return draft.within(axis).map(outer -> extent.with(steps(outer).axes())).orElse(extent);
  }

  /** The number of positions along an axis at which something is defined. */
  private Node length(String axis, Domain domain) {
    Domain along = domain.along(List.of(axis));
    Equation ones = fresh(outer(steps(axis)), along, new Node.Constant(1), null);
    return new Node.Reduce(ReduceOp.SUM, ones.read(), false);
  }

  private Node count(Draft.FoldCount count, Item item) {
    if (count.axis().isPresent()) {
      return new Node.Constant(axis(count.axis().get()).size());
    }
    if (count.time().isEmpty()) {
      List<Integer> shape = shape(item.arg(0));
      int from = count.all() ? 0 : shape.size() - 1;
      return new Node.Constant(
          shape.subList(from, shape.size()).stream().reduce(1, Math::multiplyExact));
    }
    // at least 1, so that the mean of no steps is 0 and not 0/0
    String axis = draft.time(count.time().get());
    Node length = length(axis, model.domain(item.arg(0)));
    Read steps = fresh(outer(steps(axis).without(axis)), Domain.ALL, length, null).read();
    return new Node.Elementwise(Op.MAX, List.of(steps, constant(1).read()));
  }
}
