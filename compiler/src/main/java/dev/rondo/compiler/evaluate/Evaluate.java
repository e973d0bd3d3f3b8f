package dev.rondo.compiler.evaluate;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Loops;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference evaluator: the value of every equation at every point, by loops over indices in
 * double. A table holds an equation's values, NaN where it is not defined; to read it there is an
 * error of the equations, never a number.
 */
public final class Evaluate {
  private final List<String> inputs;
  private final Map<String, String> roots;
  private final Map<String, Equation> equations;
  private final Map<String, double[]> parameters;
  private final List<? extends Sequence> sequences;
  private final Lengths lengths;
  private final Map<String, double[]> tables = new HashMap<>();

  /** The coordinates of the point that is being computed, by index name. */
  private final Map<String, Integer> at = new HashMap<>();

  /**
   * @param parameters values by path, row major
   * @param sequences inputs, numbered as in the signature
   */
  public Evaluate(
      Equations system, Map<String, double[]> parameters, List<? extends Sequence> sequences) {
    this.inputs = system.signature().inputs().stream().map(Signature.Input::name).toList();
    this.roots = system.roots();
    this.equations = system.byName();
    this.parameters = parameters;
    this.sequences = sequences;
    this.lengths = new Lengths(system.signature(), sequences);
    for (Loops.Loop loop : Loops.find(system.equations())) {
      for (Equation equation : loop.equations()) {
        double[] table = new double[size(equation.indices())];
        Arrays.fill(table, Double.NaN);
        tables.put(equation.name(), table);
      }
      run(loop);
    }
  }

  /**
   * The value of an equation at a point; {@code step} and {@code sequence} are ignored if it lacks
   * time or batch; of several axes {@code step} is the number of the position when the last varies
   * fastest, up to the longest sequence each. NaN where it is not defined.
   */
  public double value(String equation, long step, int sequence, int... features) {
    Equation e = equation(equation);
    int[] positions = lengths.positions(e.axes(), step);
    int axis = 0;
    int feature = 0;
    int offset = 0;
    for (Index index : e.indices()) {
      int coordinate =
          switch (index.kind()) {
            case TIME -> positions[axis++];
            case BATCH -> sequence;
            case FEATURE -> features[feature++];
          };
      if (coordinate < 0 || coordinate >= range(index)) {
        return Double.NaN;
      }
      offset = offset * range(index) + coordinate;
    }
    return tables.get(equation)[offset];
  }

  /**
   * All values of a root, row major by step (as many as the longest sequence has), sequence,
   * features, as far as its equation has them.
   */
  public double[] root(String role) {
    return tables.get(rootEquation(role).name()).clone();
  }

  /** The equation of a root; its indices say the order of {@link #root}. */
  public Equation rootEquation(String role) {
    if (!roots.containsKey(role)) {
      throw new IllegalArgumentException("no root " + role + " among " + roots.keySet());
    }
    return equation(roots.get(role));
  }

  private Equation equation(String name) {
    Equation equation = equations.get(name);
    if (equation == null) {
      throw new IllegalStateException("no equation " + name);
    }
    return equation;
  }

  /** Runs a loop at the positions in hand of those around it. */
  private void run(Loops.Loop loop) {
    if (!loop.repeats()) {
      Equation equation = loop.equations().get(0);
      List<Index> free =
          equation.indices().stream().filter(i -> !at.containsKey(i.name())).toList();
      each(free, 0, () -> compute(equation));
      return;
    }
    int longest = lengths.longest(loop.axis());
    for (int i = 0; i < longest; i++) {
      at.put(loop.axis(), loop.direction() > 0 ? i : longest - 1 - i);
      loop.body().forEach(this::run);
    }
    at.remove(loop.axis());
  }

  private void compute(Equation equation) {
    Read self = equation.read();
    if (defined(self)) {
      double value = equation.node().accept(new Value(equation));
      tables.get(equation.name())[offset(equation, self)] = value;
    }
  }

  /** Runs the body for every combination of the indices from number {@code from} on. */
  private void each(List<Index> indices, int from, Runnable body) {
    if (from == indices.size()) {
      body.run();
      return;
    }
    Index index = indices.get(from);
    for (int i = 0; i < range(index); i++) {
      at.put(index.name(), i);
      each(indices, from + 1, body);
    }
    at.remove(index.name());
  }

  private int range(Index index) {
    return switch (index.kind()) {
      case TIME -> lengths.longest(index.name());
      case BATCH -> sequences.size();
      case FEATURE -> index.size();
    };
  }

  private int size(List<Index> indices) {
    return indices.stream().mapToInt(this::range).reduce(1, Math::multiplyExact);
  }

  /** The length along an axis of the sequence of the point; without one the longest. */
  private int length(String axis) {
    return lengths.of(axis, at.get(Index.BATCH.name()), at);
  }

  private boolean defined(Read read) {
    Equation equation = equation(read.name());
    for (int i = 0; i < equation.indices().size(); i++) {
      Index index = equation.indices().get(i);
      if (index.kind() == Index.Kind.TIME) {
        int step = at.get(read.indices().get(i));
        int defined = length(read.indices().get(i)) - equation.domain().at(index.name());
        if (step < 0 || step >= defined) {
          return false;
        }
      }
    }
    return true;
  }

  private int offset(Equation equation, Read read) {
    int offset = 0;
    for (int i = 0; i < equation.indices().size(); i++) {
      Integer coordinate = at.get(read.indices().get(i));
      int range = range(equation.indices().get(i));
      if (coordinate == null || coordinate < 0 || coordinate >= range) {
        throw new IllegalStateException(
            read + ": index " + read.indices().get(i) + " is " + coordinate + " of " + range);
      }
      offset = offset * range + coordinate;
    }
    return offset;
  }

  private double get(Read read) {
    if (!defined(read)) {
      throw new IllegalStateException(read + " is not defined at " + at);
    }
    Equation equation = equation(read.name());
    return tables.get(read.name())[offset(equation, read)];
  }

  private double getAt(Read read, String index, int coordinate) {
    Integer before = at.put(index, coordinate);
    double value = get(read);
    at.compute(index, (name, here) -> before);
    return value;
  }

  /** What the reads have and the point has not: what is summed over. */
  private List<Index> free(Read... reads) {
    Map<String, Index> free = new LinkedHashMap<>();
    for (Read read : reads) {
      List<Index> indices = equation(read.name()).indices();
      for (int i = 0; i < indices.size(); i++) {
        String name = read.indices().get(i);
        if (!at.containsKey(name)) {
          free.put(name, new Index(name, indices.get(i).kind(), indices.get(i).size()));
        }
      }
    }
    return new ArrayList<>(free.values());
  }

  /** Runs the body for all values of the free indices at which all of the reads are defined. */
  private void eachDefined(List<Index> free, Runnable body, Read... reads) {
    boolean overData = free.stream().anyMatch(i -> !i.isFeature());
    each(
        free,
        0,
        () -> {
          if (!overData || Arrays.stream(reads).allMatch(this::defined)) {
            body.run();
          }
        });
  }

  /** The value of each node at the current point. */
  private final class Value implements Node.Visitor<Double> {
    private final Equation equation;

    Value(Equation equation) {
      this.equation = equation;
    }

    @Override
    public Double constant(Node.Constant node) {
      return node.value();
    }

    @Override
    public Double parameter(Node.Parameter node) {
      double[] values = parameters.get(node.path());
      if (values == null) {
        throw new IllegalArgumentException("no value for parameter " + node.path());
      }
      return values[feature()];
    }

    @Override
    public Double input(Node.Input node) {
      int number = inputs.indexOf(node.name());
      int sequence = at.get(Index.BATCH.name());
      return sequences.get(sequence).value(number, lengths.step(number, sequence, at), feature());
    }

    /** The point's features as one number. */
    private int feature() {
      int flat = 0;
      for (Index index : equation.features()) {
        flat = flat * index.size() + at.get(index.name());
      }
      return flat;
    }

    @Override
    public Double position(Node.Position node) {
      return (double) at.get(node.index());
    }

    @Override
    public Double count(Node.Count node) {
      double[] count = {0};
      List<Index> points = new ArrayList<>(node.axes().stream().map(Index::time).toList());
      points.add(Index.BATCH);
      each(points, 0, () -> count[0] += inside(node) ? 1 : 0);
      return count[0];
    }

    private boolean inside(Node.Count node) {
      return node.axes().stream()
          .allMatch(axis -> at.get(axis) < length(axis) - node.domain().at(axis));
    }

    @Override
    public Double elementwise(Node.Elementwise node) {
      return node.op().apply(node.args().stream().mapToDouble(Evaluate.this::get).toArray());
    }

    @Override
    public Double affine(Node.Affine node) {
      double[] sum = {node.init().isPresent() ? get(node.init().get()) : 0};
      for (Node.Product product : node.products()) {
        Read a = product.a();
        Read b = product.b();
        eachDefined(free(a, b), () -> sum[0] += get(a) * get(b), a, b);
      }
      return sum[0];
    }

    @Override
    public Double reduce(Node.Reduce node) {
      List<Double> values = new ArrayList<>();
      List<Integer> positions = new ArrayList<>();
      List<Index> over = free(node.of());
      eachDefined(
          over,
          () -> {
            values.add(get(node.of()));
            positions.add(over.isEmpty() ? 0 : at.get(over.get(0).name()));
          },
          node.of());
      return Reduced.of(node.op(), values, positions);
    }

    @Override
    public Double delay(Node.Delay node) {
      int step = at.get(node.axis()) - node.by();
      int defined = length(node.axis()) - equation(node.of().name()).domain().at(node.axis());
      boolean inside = step >= 0 && step < defined;
      return inside ? getAt(node.of(), node.axis(), step) : get(node.outside());
    }

    @Override
    public Double at(Node.At node) {
      int defined = length(node.axis()) - equation(node.of().name()).domain().at(node.axis());
      return defined <= 0
          ? get(node.outside())
          : getAt(node.of(), node.axis(), node.last() ? defined - 1 : 0);
    }

    @Override
    public Double gather(Node.Gather node) {
      int position = (int) get(node.token());
      Equation of = equation(node.of().name());
      if (of.axes().contains(node.index())) {
        int defined = length(node.index()) - of.domain().at(node.index());
        return position < 0 || position >= defined ? 0 : getAt(node.of(), node.index(), position);
      }
      return getAt(node.of(), node.index(), position);
    }

    @Override
    public Double scatter(Node.Scatter node) {
      double[] sum = {0};
      int here = at.get(node.index());
      eachDefined(
          free(node.of(), node.token()),
          () -> sum[0] += (int) get(node.token()) == here ? get(node.of()) : 0,
          node.of(),
          node.token());
      return sum[0];
    }

    @Override
    public Double slice(Node.Slice node) {
      return getAt(node.of(), node.index(), node.from() + at.get(node.index()));
    }

    @Override
    public Double concat(Node.Concat node) {
      int position = at.get(node.index());
      for (Read part : node.parts()) {
        int where = part.indices().indexOf(node.index());
        int size = equation(part.name()).indices().get(where).size();
        if (position < size) {
          return getAt(part, node.index(), position);
        }
        position -= size;
      }
      throw new IllegalStateException(equation.name() + " is longer than its parts");
    }

    @Override
    public Double reshape(Node.Reshape node) {
      Equation of = equation(node.of().name());
      Map<String, Integer> here = new HashMap<>(at);
      int flat = feature();
      for (int i = of.indices().size() - 1; i >= 0; i--) {
        Index index = of.indices().get(i);
        if (index.isFeature()) {
          at.put(node.of().indices().get(i), flat % index.size());
          flat /= index.size();
        }
      }
      double value = get(node.of());
      at.clear();
      at.putAll(here);
      return value;
    }
  }
}
