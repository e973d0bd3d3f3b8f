package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.schedule.Broadcast;
import dev.rondo.compiler.schedule.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The inner loop of a kernel of two by vectors. C2 makes none of a plain loop in which one operand
 * counts on and another begins again in each turn.
 */
final class VectorTurn {
  /** Behind the name of a value of which the turn has one number. */
  static final String OUTER = " outer";

  /** A row, where the value begins in it, and how it lies. */
  record Operand(int row, int offset, Broadcast place) {}

  /** Finds what an equation reads, or where it is stored. */
  @FunctionalInterface
  interface Operands {
    Operand find(Equation equation, Read read);
  }

  private final Writer w;
  private final VectorTile tile;
  private final Statement.Kernel kernel;
  private final Operands operands;

  /** Vectors of one number, by the name of a value. */
  private final Map<String, Integer> ones = new HashMap<>();

  VectorTurn(Writer w, VectorTile tile, Statement.Kernel kernel, Operands operands) {
    this.w = w;
    this.tile = tile;
    this.kernel = kernel;
    this.operands = operands;
  }

  /** Whether all of a kernel's operations are instructions of the processor. */
  static boolean allows(Statement.Kernel kernel) {
    return kernel.defines().stream()
        .allMatch(
            e ->
                e.node() instanceof Node.Elementwise elementwise
                    && switch (elementwise.op()) {
                      case ADD, SUB, MUL, DIV, NEG, COPY, STOP -> true;
                      default -> false;
                    });
  }

  /** Makes vectors of numbers that are the same in all of the turn: locals by name. */
  void broadcast(Map<String, Integer> numbers) {
    numbers.forEach((name, number) -> ones.put(name, spread(() -> w.loadNumber(number))));
  }

  private int spread(Runnable number) {
    w.species(tile.lanes);
    number.run();
    w.broadcast();
    int local = w.local();
    w.storeRef(local);
    return local;
  }

  /** A vector of each value; {@code first}: the first number of the turn. */
  void write(int j, int first) {
    int inner = w.local();
    w.loadInt(j);
    w.loadInt(first);
    w.subtractInt();
    w.storeInt(inner);
    Map<String, Integer> here = new HashMap<>(ones);
    for (Equation equation : kernel.defines()) {
      Node.Elementwise node = (Node.Elementwise) equation.node();
      List<Integer> arguments =
          node.args().stream().map(r -> vector(r, equation, j, inner, here)).toList();
      arguments.forEach(w::loadRef);
      w.applyVector(node.op());
      int local = w.local();
      w.storeRef(local);
      here.put(equation.name(), local);
      Operand store = operands.find(equation, null);
      if (store != null) {
        int at = VectorTile.line(w, j, 1, store.offset());
        tile.store(w, List.of(List.of(local)), List.of(store.row()), at);
      }
    }
  }

  private int vector(Read read, Equation equation, int j, int inner, Map<String, Integer> here) {
    Integer known = here.get(read.name());
    if (known != null) {
      return known;
    }
    Operand operand = operands.find(equation, read);
    return switch (operand.place()) {
      case OUTER -> here.get(read.name() + OUTER);
      case INNER -> here.computeIfAbsent(read.name() + " inner", n -> load(operand, inner));
      case ONE, EACH -> here.computeIfAbsent(read.name(), n -> load(operand, j));
    };
  }

  private int load(Operand operand, int from) {
    return tile.load(w, operand.row(), VectorTile.line(w, from, 1, operand.offset()), 1).get(0);
  }
}
