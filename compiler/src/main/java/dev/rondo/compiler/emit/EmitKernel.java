package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.schedule.Broadcast;
import dev.rondo.compiler.schedule.FuseElementwise;
import dev.rondo.compiler.schedule.Statement;
import dev.rondo.compiler.schedule.Storage;
import dev.rondo.compiler.schedule.Storage.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Element-wise operations: a loop over rows, in it one over the numbers of a row. */
final class EmitKernel {
  /** From so many numbers on C2's vectors are as good as ours. */
  private static final int WIDE = 256;

  private final ClassBuilder out;
  private final Storage storage;
  private final int lanes;
  private final Map<String, Equation> byName;

  /**
   * @param lanes how many numbers a vector has; 0: there are none
   */
  EmitKernel(ClassBuilder out, Storage storage, int lanes, Map<String, Equation> byName) {
    this.out = out;
    this.storage = storage;
    this.lanes = lanes;
    this.byName = byName;
  }

  /** Gives the method of a kernel. */
  String emit(Statement.Kernel kernel) {
    Map<String, Operand> loads = new LinkedHashMap<>();
    for (String name : kernel.uses()) {
      if (!(byName.get(name).node() instanceof Node.Constant)) {
        loads.put(name, storage.operand(name, kernel.space()));
      }
    }
    Map<String, Operand> stores = new LinkedHashMap<>();
    for (Equation equation : kernel.defines()) {
      if (storage.stored(equation.name())) {
        stores.put(equation.name(), storage.operand(equation.name(), kernel.space()));
      }
    }
    List<Integer> tables = new ArrayList<>();
    for (Map<String, Operand> operands : List.of(loads, stores)) {
      for (Operand operand : operands.values()) {
        if (!tables.contains(operand.table())) {
          tables.add(operand.table());
        }
      }
    }
    String method = out.fresh("kernel_" + kernel.defines().get(0).name());
    out.rows(method, tables, w -> new Loop(w, kernel, tables, loads, stores).write());
    return method;
  }

  /**
   * A long loop that C2 makes vectors of is left to it, which is soon compiled. Of two loops it
   * makes none where one operand counts on and another begins again in each turn; and around its
   * vectors it works on up to 16 single numbers, as long as a short row takes; and a choice, which
   * bounds what tanh and sigmoid take, costs it six instructions in place of two
   * (docs/performance-log.md, entries 1, 6 and 9).
   */
  private boolean byVectors(Statement.Kernel kernel) {
    return lanes > 0
        && kernel.inner() >= lanes
        && (kernel.inner() < WIDE
            || kernel.inner() < kernel.width()
            || VectorNumbers.chooses(kernel)
            || !FuseElementwise.vectorises(kernel))
        && VectorNumbers.allow(kernel);
  }

  /** The code of one kernel. */
  private final class Loop {
    private final Writer w;
    private final Statement.Kernel kernel;
    private final List<Integer> tables;
    private final Map<String, Operand> loads;
    private final Map<String, Operand> stores;
    private final Map<Integer, Integer> rows = new HashMap<>();
    private final Numbers plain;

    Loop(
        Writer w,
        Statement.Kernel kernel,
        List<Integer> tables,
        Map<String, Operand> loads,
        Map<String, Operand> stores) {
      this.w = w;
      this.plain = new PlainNumbers(w);
      this.kernel = kernel;
      this.tables = tables;
      this.loads = loads;
      this.stores = stores;
    }

    void write() {
      loads.values().stream().filter(Operand::single).forEach(o -> row(o, -1));
      int p = w.local();
      w.loadInt(ClassBuilder.FROM);
      w.loop(p, () -> w.loadInt(ClassBuilder.TO), 1, () -> writeRow(p));
    }

    private void row(Operand operand, int p) {
      if (!rows.containsKey(operand.table())) {
        w.loadRef(ClassBuilder.TABLES + tables.indexOf(operand.table()));
        if (p < 0) {
          w.integer(0);
        } else {
          w.loadInt(p);
        }
        w.getRow();
        int local = w.local();
        w.storeRef(local);
        rows.put(operand.table(), local);
      }
    }

    private void writeRow(int p) {
      loads.values().forEach(o -> row(o, p));
      stores.values().forEach(o -> row(o, p));
      if (kernel.width() == 1) {
        write(plain, new At(-1, -1), Map.of());
        return;
      }
      Map<String, Integer> known = new HashMap<>();
      loads.forEach(
          (name, operand) -> {
            if (operand.width() == 1) {
              known.put(name, load(plain, operand, -1));
            }
          });
      if (kernel.inner() == kernel.width()) {
        writeTurn(-1, known);
      } else {
        w.loop(kernel.width() / kernel.inner(), turn -> writeTurn(turn, known));
      }
    }

    /**
     * The inner loop: it counts on from turn to turn, as what is for each number lies.
     *
     * @param turn a local with the number of the outer loop's turn, or −1: there is no such loop
     */
    private void writeTurn(int turn, Map<String, Integer> ofRow) {
      int first = turn < 0 ? -1 : VectorTile.line(w, turn, kernel.inner(), 0);
      Map<String, Integer> known = new HashMap<>(ofRow);
      if (turn >= 0) {
        for (Equation equation : kernel.defines()) {
          for (Read read : equation.node().reads()) {
            if (place(read, equation) == Broadcast.OUTER && loads.containsKey(read.name())) {
              known.computeIfAbsent(
                  Broadcast.OUTER.of(read.name()), n -> load(plain, loads.get(read.name()), turn));
            }
          }
        }
      }
      int j = w.local();
      from(first, 0);
      w.storeInt(j);
      if (byVectors(kernel)) {
        VectorNumbers vectors = new VectorNumbers(w, new VectorTile(lanes));
        Map<String, Integer> spread = new HashMap<>();
        known.forEach((name, number) -> spread.put(name, vectors.spread(number)));
        numbers(vectors, j, first, kernel.inner() / lanes * lanes, spread);
      }
      if (!byVectors(kernel) || kernel.inner() % lanes > 0) {
        numbers(plain, j, first, kernel.inner(), known);
      }
    }

    /** Numbers of a turn, from that on at which a local stands. */
    private void numbers(Numbers by, int j, int first, int to, Map<String, Integer> known) {
      w.loadInt(j);
      w.loop(
          j,
          () -> from(first, to),
          by.count(),
          () -> write(by, new At(j, first < 0 ? -1 : inTurn(j, first)), known));
    }

    private void from(int first, int count) {
      if (first < 0) {
        w.integer(count);
      } else {
        w.plus(first, count);
      }
    }

    /** A new local: how many numbers of the turn come before one. */
    private int inTurn(int j, int first) {
      int local = w.local();
      w.loadInt(j);
      w.loadInt(first);
      w.subtractInt();
      w.storeInt(local);
      return local;
    }

    private Broadcast place(Read read, Equation equation) {
      return Broadcast.of(read, equation, kernel.inner(), byName);
    }

    /** A new local with what stands at a place of an operand: that of a local, or −1: its first. */
    private int load(Numbers by, Operand operand, int j) {
      return by.load(rows.get(operand.table()), () -> place(operand, j));
    }

    private void place(Operand operand, int j) {
      if (j < 0) {
        w.integer(operand.offset());
      } else {
        w.plus(j, operand.offset());
      }
    }

    /**
     * Which number of the row.
     *
     * @param j a local, or −1: there is one only
     * @param inner a local with its number in this turn of the outer loop, or −1: there is none
     */
    private record At(int j, int inner) {}

    private void write(Numbers by, At at, Map<String, Integer> known) {
      Map<String, Integer> here = new HashMap<>(known);
      for (Equation equation : kernel.defines()) {
        equation.span().ifPresent(s -> w.line(s.line()));
        int value = compute(by, equation, at, here);
        here.put(equation.name(), value);
        Operand store = stores.get(equation.name());
        if (store != null) {
          by.store(value, rows.get(store.table()), () -> place(store, at.j()));
        }
      }
    }

    private int compute(Numbers by, Equation equation, At at, Map<String, Integer> here) {
      if (equation.node() instanceof Node.Position) {
        return at.j() < 0 ? by.constant(0) : by.position(at.j());
      }
      Node.Elementwise node = (Node.Elementwise) equation.node();
      List<Integer> arguments = new ArrayList<>();
      for (Read read : node.args()) {
        arguments.add(value(by, read, equation, at, here));
      }
      return by.apply(node.op(), arguments);
    }

    /** The local of an operand's number, or numbers. */
    private int value(Numbers by, Read read, Equation equation, At at, Map<String, Integer> here) {
      Integer known = here.get(read.name());
      if (known != null) {
        return known;
      }
      if (byName.get(read.name()).node() instanceof Node.Constant constant) {
        return here.computeIfAbsent(read.name(), n -> by.constant(constant.value()));
      }
      Broadcast place = at.inner() < 0 ? Broadcast.EACH : place(read, equation);
      Operand operand = loads.get(read.name());
      return switch (place) {
        case OUTER -> here.get(Broadcast.OUTER.of(read.name()));
        case INNER ->
            here.computeIfAbsent(
                Broadcast.INNER.of(read.name()), n -> load(by, operand, at.inner()));
        case ONE, EACH -> here.computeIfAbsent(read.name(), n -> load(by, operand, at.j()));
      };
    }
  }
}
