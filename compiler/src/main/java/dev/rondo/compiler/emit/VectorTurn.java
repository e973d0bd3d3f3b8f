package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.schedule.Broadcast;
import dev.rondo.compiler.schedule.Statement;
import dev.rondo.compiler.schedule.Storage.Operand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The inner loop of a kernel of two by vectors. C2 makes none of a plain loop in which one operand
 * counts on and another begins again in each turn.
 */
final class VectorTurn {
  private final Writer w;
  private final VectorTile tile;
  private final Statement.Kernel kernel;
  private final Map<String, Equation> byName;
  private final Map<String, Operand> loads;
  private final Map<String, Operand> stores;
  private final Map<Integer, Integer> rows;

  /** Vectors of one number, by the name of a value. */
  private final Map<String, Integer> ones = new HashMap<>();

  /**
   * @param rows by table: the local with its row
   */
  VectorTurn(
      Writer w,
      VectorTile tile,
      Statement.Kernel kernel,
      Map<String, Equation> byName,
      Map<String, Operand> loads,
      Map<String, Operand> stores,
      Map<Integer, Integer> rows) {
    this.w = w;
    this.tile = tile;
    this.kernel = kernel;
    this.byName = byName;
    this.loads = loads;
    this.stores = stores;
    this.rows = rows;
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
    numbers.forEach((name, number) -> ones.put(name, tile.spread(w, () -> w.loadNumber(number))));
  }

  /** A vector of each value; {@code inner}: the number of its first one in the turn. */
  void write(int j, int inner) {
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
      Operand store = stores.get(equation.name());
      if (store != null) {
        int at = VectorTile.line(w, j, 1, store.offset());
        tile.store(w, List.of(List.of(local)), List.of(rows.get(store.table())), at);
      }
    }
  }

  private int vector(Read read, Equation equation, int j, int inner, Map<String, Integer> here) {
    Integer known = here.get(read.name());
    if (known != null) {
      return known;
    }
    Operand operand = loads.get(read.name());
    return switch (Broadcast.of(read, equation, kernel.inner(), byName)) {
      case OUTER -> here.get(Broadcast.OUTER.of(read.name()));
      case INNER ->
          here.computeIfAbsent(Broadcast.INNER.of(read.name()), n -> load(operand, inner));
      case ONE, EACH -> here.computeIfAbsent(read.name(), n -> load(operand, j));
    };
  }

  private int load(Operand operand, int from) {
    int at = VectorTile.line(w, from, 1, operand.offset());
    return tile.load(w, rows.get(operand.table()), at, 1).get(0);
  }
}
