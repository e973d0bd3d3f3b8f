package dev.rondo.compiler.emit;

import dev.rondo.compiler.emit.ReadFunction.Function;
import dev.rondo.compiler.emit.ReadFunction.Kind;
import dev.rondo.compiler.emit.ReadFunction.Step;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.schedule.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A vector at a time: every function in place, step by step as its own bytecode does it. */
final class VectorNumbers implements Numbers {
  /** A step is up to 19 bytes, and HotSpot never compiles a method of more than 8,000. */
  private static final int MOST_STEPS = 400;

  /** So many steps are as long as what goes to a value's row, by vectors and for the rest of it. */
  private static final int STEPS_A_VALUE = 4;

  private static final String PACKAGE = "jdk/incubator/vector/";
  private static final String FLOATS = PACKAGE + "FloatVector";
  private static final String WHOLES = PACKAGE + "IntVector";
  private static final String OPERATORS = PACKAGE + "VectorOperators";
  private static final String VECTOR = type(PACKAGE + "Vector");
  private static final String MASK = type(PACKAGE + "VectorMask");
  private static final String COMPARISON = type(OPERATORS + "$Comparison");
  private static final String BINARY = type(OPERATORS + "$Binary");
  private static final String CONVERSION = type(OPERATORS + "$Conversion");

  private final Writer w;
  private final VectorTile tile;

  VectorNumbers(Writer w, VectorTile tile) {
    this.w = w;
    this.tile = tile;
  }

  /** Whether all of a kernel's operations can be done by vectors, in a method of a fair size. */
  static boolean allow(Statement.Kernel kernel) {
    int steps = STEPS_A_VALUE * (kernel.uses().size() + kernel.defines().size());
    for (Equation equation : kernel.defines()) {
      if (!(equation.node() instanceof Node.Elementwise node) || !allow(node.op())) {
        return false;
      }
      steps += ReadFunction.read(node.op()).map(f -> f.steps().size()).orElse(1);
    }
    return steps <= MOST_STEPS;
  }

  /** Whether a kernel has functions that choose between numbers. */
  static boolean chooses(Statement.Kernel kernel) {
    return kernel.defines().stream()
        .anyMatch(
            e ->
                e.node() instanceof Node.Elementwise node
                    && ReadFunction.read(node.op())
                        .filter(f -> f.steps().stream().anyMatch(s -> s.kind() == Kind.CHOOSE))
                        .isPresent());
  }

  /** Whether vectors can do an operation. */
  static boolean allow(Op op) {
    return switch (op) {
      case ADD, SUB, MUL, DIV, NEG, COPY, STOP -> true;
      default -> ReadFunction.read(op).isPresent();
    };
  }

  @Override
  public int count() {
    return tile.lanes;
  }

  @Override
  public int load(int row, Runnable place) {
    w.species(tile.lanes);
    w.loadRef(row);
    place.run();
    w.getVector();
    return store();
  }

  @Override
  public void store(int value, int row, Runnable place) {
    w.loadRef(value);
    w.loadRef(row);
    place.run();
    w.putVector();
  }

  @Override
  public int constant(double value) {
    return tile.spread(w, () -> w.constant(value));
  }

  @Override
  public int spread(int number) {
    return tile.spread(w, () -> w.loadNumber(number));
  }

  @Override
  public int position(int at) {
    throw new IllegalStateException("positions are no vector");
  }

  @Override
  public int apply(Op op, List<Integer> of) {
    return switch (op) {
      case ADD, SUB, MUL, DIV, NEG -> step(Kind.valueOf(op.name()), of, 0);
      case COPY, STOP -> of.get(0);
      default -> apply(ReadFunction.read(op).orElseThrow(), of);
    };
  }

  private int apply(Function function, List<Integer> arguments) {
    return result(function, function.result(), arguments, new HashMap<>());
  }

  /** The local of a step's result, and of all that it needs. */
  private int result(
      Function function, int number, List<Integer> arguments, Map<Integer, Integer> known) {
    Integer local = known.get(number);
    if (local == null) {
      Step step = function.steps().get(number);
      List<Integer> of =
          step.of().stream().map(n -> result(function, n, arguments, known)).toList();
      local =
          step.kind() == Kind.ARGUMENT
              ? arguments.get(step.value().intValue())
              : step(step.kind(), of, step.value());
      known.put(number, local);
    }
    return local;
  }

  private int step(Kind kind, List<Integer> of, Number value) {
    switch (kind) {
      case ARGUMENT -> throw new IllegalStateException("an argument is no step");
      case CONSTANT -> {
        return constant(value.doubleValue());
      }
      case CHOOSE -> {
        of = List.of(of.get(2), of.get(1), of.get(0));
        call(FLOATS, "blend", of, VECTOR, MASK);
      }
      case ADD, SUB, MUL, DIV, MIN, MAX -> call(FLOATS, name(kind), of, VECTOR);
      case NEG, ABS, SQRT -> call(FLOATS, name(kind), of);
      case FMA -> call(FLOATS, "fma", of, VECTOR, VECTOR);
      case LT, LE, GT, GE, EQ, NE -> {
        w.loadRef(of.get(0));
        w.constantOf(OPERATORS, kind.name(), COMPARISON);
        w.loadRef(of.get(1));
        w.invoke(FLOATS, "compare", "(" + COMPARISON + VECTOR + ")" + MASK);
      }
      case BITS -> {
        w.loadRef(of.get(0));
        w.invoke(FLOATS, "viewAsIntegralLanes", "()" + type(WHOLES));
      }
      case ADD_BITS -> call(WHOLES, "add", of, VECTOR);
      case SUB_BITS -> call(WHOLES, "sub", of, VECTOR);
      case OR_BITS -> call(WHOLES, "or", of, VECTOR);
      case PLUS, AND -> {
        w.loadRef(of.get(0));
        w.integer(value.intValue());
        w.invoke(WHOLES, kind == Kind.AND ? "and" : "add", "(I)" + type(WHOLES));
      }
      case SHIFT_LEFT, SHIFT_RIGHT -> {
        w.loadRef(of.get(0));
        w.constantOf(OPERATORS, kind == Kind.SHIFT_LEFT ? "LSHL" : "ASHR", BINARY);
        w.integer(value.intValue());
        w.invoke(WHOLES, "lanewise", "(" + BINARY + "I)" + type(WHOLES));
      }
      case FROM_BITS -> {
        w.loadRef(of.get(0));
        w.invoke(WHOLES, "viewAsFloatingLanes", "()" + type(FLOATS));
      }
      case TO_FLOAT -> {
        w.loadRef(of.get(0));
        w.constantOf(OPERATORS, "I2F", CONVERSION);
        w.integer(0);
        w.invoke(WHOLES, "convert", "(" + CONVERSION + "I)" + VECTOR);
        w.cast(FLOATS);
      }
    }
    return store();
  }

  /** A method of the first vector, which takes the others and gives one of its own type. */
  private void call(String owner, String name, List<Integer> of, String... others) {
    of.forEach(w::loadRef);
    w.invoke(owner, name, "(" + String.join("", others) + ")" + type(owner));
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String type(String name) {
    return "L" + name + ";";
  }

  private int store() {
    int local = w.local();
    w.storeRef(local);
    return local;
  }
}
