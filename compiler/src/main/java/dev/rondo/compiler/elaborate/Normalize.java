package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.elaborate.InferAxes.Extent;
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
  private final Map<String, Equation> equations = new LinkedHashMap<>();
  private int fresh;

  private Normalize(Elaborated model, BindSizes sizes) {
    this.model = model;
    this.draft = model.draft();
    this.sizes = sizes;
  }

  /** The model's equations with every size a number. */
  public static Equations normalize(Elaborated model, Map<String, Integer> bound) {
    BindSizes sizes = BindSizes.of(model.draft(), bound);
    Normalize pass = new Normalize(model, sizes);
    pass.draft.items.values().forEach(pass::convert);
    Map<String, String> roots = NormalizeResults.roots(pass);
    return new Equations(
        BuildSignature.of(model, sizes), new ArrayList<>(pass.equations.values()), roots);
  }

  /** An equation of its own name for something that no item stands for. */
  Equation add(String name, List<Index> indices, int missing, Node node, Span span) {
    Equation equation = new Equation(name, indices, missing, node, Optional.ofNullable(span));
    equations.put(name, equation);
    return equation;
  }

  Equation fresh(List<Index> indices, int missing, Node node, Span span) {
    return add("%" + ++fresh, indices, missing, node, span);
  }

  Equation constant(double value) {
    String name = value == 0 ? ZERO : "%" + value;
    return equations.containsKey(name)
        ? equations.get(name)
        : add(name, List.of(), 0, new Node.Constant(value), null);
  }

  /** The equation's name of an item. */
  String name(String item) {
    String target = draft.resolve(item);
    return target.startsWith("param ") ? target.substring("param ".length()) : target;
  }

  List<Integer> shape(String item) {
    return sizes.shape(model.type(item).shape());
  }

  int number(Size size) {
    return sizes.number(size.replace(model.shapes().solved()));
  }

  /** Time and batch, as far as an item varies along them. */
  List<Index> outer(Extent extent) {
    return switch (extent) {
      case CONSTANT -> List.of();
      case SEQUENCE -> List.of(Index.BATCH);
      case STEP -> List.of(Index.time(draft.axis), Index.BATCH);
    };
  }

  /** Time, batch and the axes of fixed length along which an item varies. */
  List<Index> outer(String item) {
    List<Index> indices = new ArrayList<>(outer(model.extent(item)));
    for (String axis : model.fixedAxes(item)) {
      indices.add(axis(axis));
    }
    return indices;
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
    String letters = "ijklmnopqrsuvw".replace(draft.axis, "");
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
    return new Read(name(item), indices);
  }

  /** A read of an item with its features named in order. */
  Read read(String item) {
    List<String> names = new ArrayList<>();
    features(shape(item)).forEach(i -> names.add(i.name()));
    return read(item, names);
  }

  private void convert(Item item) {
    List<Index> indices = new ArrayList<>(outer(item.name()));
    indices.addAll(features(shape(item.name())));
    add(name(item.name()), indices, model.missing().get(item.name()), node(item), item.span());
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
      return new Node.Position(position.axis());
    }
    if (item.form() instanceof Draft.Length) {
      return length(0);
    }
    if (item.form() instanceof Draft.Apply apply) {
      return new Node.Elementwise(apply.op(), item.args().stream().map(this::read).toList());
    }
    if (item.form() instanceof Draft.FoldCount count) {
      return count(count, item);
    }
    if (item.form() instanceof Draft.Shift || item.form() instanceof Draft.End) {
      Read outside = Outside.of(draft, item).map(this::read).orElseGet(() -> constant(0).read());
      return item.form() instanceof Draft.Shift shift
          ? new Node.Delay(read(item.arg(0)), draft.axis, shift.by(), outside)
          : new Node.At(read(item.arg(0)), draft.axis, ((Draft.End) item.form()).last(), outside);
    }
    return new NormalizeShapes(this, item).node();
  }

  private Node position(Draft.StepPosition position) {
    Node forward = new Node.Position(draft.axis);
    if (!position.reversed()) {
      return forward;
    }
    List<Index> indices = outer(Extent.STEP);
    Read t = fresh(indices, 0, forward, null).read();
    Read length = fresh(outer(Extent.SEQUENCE), 0, length(0), null).read();
    Read last =
        fresh(
                outer(Extent.SEQUENCE),
                0,
                new Node.Elementwise(Op.SUB, List.of(length, constant(1).read())),
                null)
            .read();
    return new Node.Elementwise(Op.SUB, List.of(last, t));
  }

  /** The number of steps at which something is defined. */
  private Node length(int missing) {
    Equation ones = fresh(outer(Extent.STEP), missing, new Node.Constant(1), null);
    return new Node.Reduce(ReduceOp.SUM, ones.read(), false);
  }

  private Node count(Draft.FoldCount count, Item item) {
    if (count.axis().isPresent()) {
      return new Node.Constant(axis(count.axis().get()).size());
    }
    if (!count.time()) {
      List<Integer> shape = shape(item.arg(0));
      int from = count.all() ? 0 : shape.size() - 1;
      return new Node.Constant(
          shape.subList(from, shape.size()).stream().reduce(1, Math::multiplyExact));
    }
    // at least 1, so that the mean of no steps is 0 and not 0/0
    Read steps = fresh(outer(Extent.SEQUENCE), 0, length(model.missing(item.arg(0))), null).read();
    return new Node.Elementwise(Op.MAX, List.of(steps, constant(1).read()));
  }
}
