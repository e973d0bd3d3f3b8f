package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.runtime.Initial;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model with its cells and functions written out: one operation an item, names flat, sizes
 * symbolic, types not yet known. InstantiateCells fills it; the passes after it only read.
 */
public final class Draft {
  /**
   * One operation on named items.
   *
   * @param span the operation as written
   * @param uses the arguments as written; empty where they are not one expression each
   */
  public record Item(String name, Form form, List<String> args, Span span, List<Span> uses) {
    public Item {
      args = List.copyOf(args);
      uses = List.copyOf(uses);
    }

    public Item(String name, Form form, List<String> args, Span span) {
      this(name, form, args, span, List.of());
    }

    public String arg(int i) {
      return args.get(i);
    }
  }

  /** What an item does with its arguments. */
  public sealed interface Form {}

  /** A written number. */
  public record Literal(double value, boolean integer) implements Form {}

  /** A string: a symbol of the vocabulary that it meets. */
  public record Symbol(String text) implements Form {}

  /** A size used as a number. */
  public record SizeValue(Size size) implements Form {}

  /** A parameter. */
  public record Param(ParamDeclaration declaration) implements Form {}

  /** An input of the sequence. */
  public record In(InputDeclaration declaration) implements Form {}

  /** The position along an axis of time, or the last position minus it. */
  public record StepPosition(String axis, boolean reversed) implements Form {}

  /** The number of positions along an axis of time. */
  public record Length(String axis) implements Form {}

  /** An element-wise operation. */
  public record Apply(Op op) implements Form {}

  /** {@code a @ b}: contracts the last index of a with the first of b. */
  public record MatMul() implements Form {}

  /** {@code a'}. */
  public record Transpose() implements Form {}

  /** Every index of a by every index of b. */
  public record Outer() implements Form {}

  /**
   * The argument {@code by} steps earlier along an axis of time; outside the second argument, if
   * any, else what is due. {@code past}: earlier in the direction of the cell that says so.
   */
  public record Shift(String axis, int by, boolean past) implements Form {}

  /** At an end of an axis of time. */
  public record End(String axis, boolean last) implements Form {}

  /** The first argument at the second's position along an axis of time; 0 where there is none. */
  public record LookUp(String axis) implements Form {}

  /** The argument, whose axis {@code from} is called {@code to}, of the same length. */
  public record Rename(String from, String to) implements Form {}

  /** The first argument with its first feature index set to the second. */
  public record Pick() implements Form {}

  /**
   * A reduction over an axis of time, over one of fixed length, or over the last ({@code all}: over
   * every) feature index.
   */
  public record Fold(ReduceOp op, Optional<String> time, boolean all, Optional<String> axis)
      implements Form {
    /** Whether it runs over features. */
    boolean features() {
      return time.isEmpty() && axis.isEmpty();
    }
  }

  /** The sum of all features, of which there may be none: what a metric adds up. */
  public record Total() implements Form {}

  /** How many numbers {@code Fold} with the same flags would add up. */
  public record FoldCount(Optional<String> time, boolean all, Optional<String> axis)
      implements Form {}

  /** The position along an axis of fixed length. */
  public record AxisPosition(String axis) implements Form {}

  /** {@code x[n]}: the first feature index becomes an axis. */
  public record OntoAxis(String axis) implements Form {}

  /** An axis becomes the first feature index ({@code flat}: one with the first that is there). */
  public record OffAxis(String axis, boolean flat) implements Form {}

  /** {@code x[t-k]}: the arguments are the values at the positions of the axis. */
  public record Taps(String axis) implements Form {}

  /** {@code x[n = e]}: the first argument at the second's position. */
  public record PickAxis(String axis) implements Form {}

  /** A value for each index but the last, the same along the last index of the second argument. */
  public record SpreadLast() implements Form {}

  /** Behind one another along the first feature index. */
  public record Join() implements Form {}

  /** Under a new first feature index. */
  public record Pile() implements Form {}

  /** The same numbers under other sizes. */
  public record Shape(List<Size> sizes) implements Form {
    public Shape {
      sizes = List.copyOf(sizes);
    }
  }

  /** The n equal parts of the first feature index under a new first index. */
  public record Parts(Size count) implements Form {}

  /** From (inclusive) to (exclusive) along the first feature index. */
  public record Range(Size from, Size to) implements Form {}

  /** 1 at the token's index. */
  public record OneHot() implements Form {}

  /** A declared type: a kind, and sizes that may be open. */
  public record Type(Signature.Kind kind, List<Size> shape) {
    public Type {
      shape = List.copyOf(shape);
    }
  }

  /** A parameter by path. */
  public record ParamDeclaration(
      String path, List<Size> shape, List<String> axes, boolean fixed, Span span) {}

  /**
   * An input by name.
   *
   * @param axes axes of time
   * @param fixed axes of fixed length
   */
  public record InputDeclaration(
      String name,
      Type type,
      List<String> axes,
      List<String> fixed,
      Optional<Double> value,
      Optional<Size> vocabulary,
      Span span) {
    public InputDeclaration {
      axes = List.copyOf(axes);
      fixed = List.copyOf(fixed);
    }

    /** The lengths of its axes of fixed length, then its sizes. */
    public List<Size> shape(Draft draft) {
      List<Size> all = new ArrayList<>();
      fixed.forEach(axis -> all.add(draft.axes.get(axis)));
      all.addAll(type.shape());
      return all;
    }
  }

  /** A state by flat name: its declared type and the item that starts it. */
  public record StateDeclaration(Type type, List<String> axes, String initial, Span span) {}

  /** An item that must have a type: an argument of a cell, a state's equation or initial value. */
  public record Constraint(
      String item, Type type, Optional<Size> vocabulary, String what, Span span) {
    public Constraint(String item, Type type, String what, Span span) {
      this(item, type, Optional.empty(), what, span);
    }
  }

  /** A loss or metric, and the condition under which a step counts. */
  public record TermDeclaration(
      String name,
      boolean loss,
      Signature.Accumulator accumulator,
      String value,
      Optional<String> when,
      Span span) {}

  /**
   * A feed: what an input is when nobody gives it.
   *
   * @param scores if the value is the position of the largest of them, and is to be drawn
   */
  public record FeedDeclaration(
      String input, String value, Optional<String> scores, Optional<String> until, Span span) {}

  /**
   * An axis of time.
   *
   * @param source the axis whose length it has; empty: inputs bring it
   * @param by one position for so many of the source's
   * @param within the axis on whose position its length depends
   */
  public record TimeAxis(Optional<String> source, int by, Optional<String> within, Span span) {}

  /**
   * An axis to be found: the one that values vary over, and others do not.
   *
   * @param brought axes that the values bring for other uses
   * @param wish the axis that is meant if it is among several; may be empty
   * @param help what to write where it cannot be found
   */
  public record Unknown(
      List<String> of,
      List<String> others,
      List<String> brought,
      String wish,
      Span span,
      String help) {
    /** All values that tell it. */
    List<String> all() {
      List<String> all = new ArrayList<>(of);
      all.addAll(others);
      return all;
    }
  }

  /** An axis that one argument of a cell brings, and the other arguments. */
  public record Capture(String axis, List<String> others, Span span) {}

  public final String model;
  public final Map<String, Item> items = new LinkedHashMap<>();
  public final Map<String, String> aliases = new LinkedHashMap<>();
  public final Map<String, StateDeclaration> states = new LinkedHashMap<>();
  public final Map<String, ParamDeclaration> params = new LinkedHashMap<>();

  /** How parameters begin, by path. */
  public final Map<String, Initial> initials = new LinkedHashMap<>();

  public final Map<String, InputDeclaration> inputs = new LinkedHashMap<>();

  /** Numbers that are drawn for each sequence or step, and for each update. */
  public final List<InputDeclaration> draws = new ArrayList<>();

  public final List<ParamDeclaration> updates = new ArrayList<>();

  /** Noise that outside training is its mean, by item. */
  public final Map<String, ModelFile.Name> means = new LinkedHashMap<>();

  public final Map<String, String> outputs = new LinkedHashMap<>();
  public final List<Constraint> constraints = new ArrayList<>();
  public final List<TermDeclaration> terms = new ArrayList<>();
  public final List<FeedDeclaration> feeds = new ArrayList<>();

  /** Sizes of the model, in declaration order, with their default or bound values. */
  public final Map<String, Optional<Size>> sizes = new LinkedHashMap<>();

  /** The name in the model's definition; empty for a cell on its own. */
  public Optional<Span> place = Optional.empty();

  /** Where sizes stand: a declaration, or the application that leaves one to be inferred. */
  public final Map<String, Span> places = new LinkedHashMap<>();

  /** Where a size that is inferred was met, for messages: {@code because x: [X] (line 2)}. */
  public final Map<String, String> reasons = new LinkedHashMap<>();

  /** What an open size is called however often the model is written out. */
  public final Map<String, String> keys = new LinkedHashMap<>();

  /** By such a key what an earlier writing out has found. */
  public final Map<String, Size> decided = new LinkedHashMap<>();

  /** Open sizes on which a condition could not decide, and where it stands. */
  public final Map<String, Span> undecided = new LinkedHashMap<>();

  /** Axes of fixed length by flat name. */
  public final Map<String, Size> axes = new LinkedHashMap<>();

  /** Where delays by axes could not be written out: nothing says how many they are, by size. */
  public final Map<String, Span> unwritten = new LinkedHashMap<>();

  /** Axes of time by flat name. */
  public final Map<String, TimeAxis> times = new LinkedHashMap<>();

  /** Names that stand for axes of time until what varies over them is known. */
  public final Map<String, Unknown> unknown = new LinkedHashMap<>();

  /** The axes that were found, by such a name. */
  public final Map<String, String> found = new LinkedHashMap<>();

  public final List<Capture> captures = new ArrayList<>();

  public Draft(String model) {
    this.model = model;
  }

  /** The axis of time that a name stands for; the name itself where none was found. */
  public String time(String name) {
    String axis = name;
    while (found.containsKey(axis)) {
      axis = found.get(axis);
    }
    return axis;
  }

  /** The axis on whose position an axis's length depends. */
  public Optional<String> within(String axis) {
    TimeAxis declared = times.get(axis);
    if (declared == null) {
      return Optional.empty();
    }
    return declared.source().isPresent()
        ? within(time(declared.source().get()))
        : declared.within();
  }

  /** What a name finally stands for. */
  public String resolve(String name) {
    String target = name;
    while (aliases.containsKey(target)) {
      target = aliases.get(target);
    }
    return target;
  }
}
