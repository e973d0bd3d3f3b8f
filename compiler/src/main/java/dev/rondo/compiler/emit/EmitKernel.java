package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.schedule.Broadcast;
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

  /** The code of one kernel. */
  private final class Loop {
    private final Writer w;
    private final Statement.Kernel kernel;
    private final List<Integer> tables;
    private final Map<String, Operand> loads;
    private final Map<String, Operand> stores;
    private final Map<Integer, Integer> rows = new HashMap<>();
    private final Map<String, Integer> values = new HashMap<>();

    Loop(
        Writer w,
        Statement.Kernel kernel,
        List<Integer> tables,
        Map<String, Operand> loads,
        Map<String, Operand> stores) {
      this.w = w;
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
      boolean wide = kernel.width() > 1;
      loads.forEach(
          (name, operand) -> {
            if (wide && operand.width() == 1) {
              values.put(name, load(operand, -1));
            }
          });
      if (!wide) {
        writeNumber(new At(-1, -1), values);
      } else if (kernel.inner() == kernel.width()) {
        w.loop(kernel.width(), j -> writeNumber(new At(j, -1), values));
      } else {
        w.loop(kernel.width() / kernel.inner(), this::writeTurn);
      }
    }

    /** A turn of the outer loop: the inner one counts on, as what is for each number lies. */
    private void writeTurn(int turn) {
      int first = VectorTile.line(w, turn, kernel.inner(), 0);
      Map<String, Integer> known = new HashMap<>(values);
      for (Equation equation : kernel.defines()) {
        for (Read read : equation.node().reads()) {
          if (place(read, equation) == Broadcast.OUTER && loads.containsKey(read.name())) {
            known.computeIfAbsent(
                Broadcast.OUTER.of(read.name()), n -> load(loads.get(read.name()), turn));
          }
        }
      }
      int j = w.local();
      w.loadInt(first);
      if (lanes > 0 && kernel.inner() >= lanes && VectorTurn.allows(kernel)) {
        VectorTurn vectors =
            new VectorTurn(w, new VectorTile(lanes), kernel, byName, loads, stores, rows);
        vectors.broadcast(known);
        vectors.broadcast(constants());
        int whole = kernel.inner() / lanes * lanes;
        w.loop(j, () -> w.plus(first, whole), lanes, () -> vectors.write(j, inTurn(j, first)));
        w.loadInt(j);
      }
      w.loop(
          j,
          () -> w.plus(first, kernel.inner()),
          1,
          () -> writeNumber(new At(j, inTurn(j, first)), known));
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

    /** Locals with the constants that a kernel reads, by name. */
    private Map<String, Integer> constants() {
      Map<String, Integer> constants = new HashMap<>();
      for (Equation equation : kernel.defines()) {
        for (Read read : equation.node().reads()) {
          if (byName.get(read.name()).node() instanceof Node.Constant constant) {
            w.constant(constant.value());
            int local = w.numberLocal();
            w.storeNumber(local);
            constants.put(read.name(), local);
          }
        }
      }
      return constants;
    }

    private Broadcast place(Read read, Equation equation) {
      return Broadcast.of(read, equation, kernel.inner(), byName);
    }

    /** A new local with a number of an operand: that of a local, or −1: its first one. */
    private int load(Operand operand, int j) {
      index(operand, j);
      w.get();
      int local = w.numberLocal();
      w.storeNumber(local);
      return local;
    }

    private void index(Operand operand, int j) {
      w.loadRef(rows.get(operand.table()));
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

    private void writeNumber(At at, Map<String, Integer> known) {
      Map<String, Integer> here = new HashMap<>(known);
      for (Equation equation : kernel.defines()) {
        equation.span().ifPresent(s -> w.line(s.line()));
        compute(equation, at, here);
        int local = w.numberLocal();
        w.storeNumber(local);
        here.put(equation.name(), local);
        Operand store = stores.get(equation.name());
        if (store != null) {
          index(store, at.j());
          w.loadNumber(local);
          w.put();
        }
      }
    }

    private void compute(Equation equation, At at, Map<String, Integer> here) {
      if (equation.node() instanceof Node.Position) {
        if (at.j() < 0) {
          w.constant(0);
        } else {
          w.loadInt(at.j());
          w.intToNumber();
        }
        return;
      }
      Node.Elementwise node = (Node.Elementwise) equation.node();
      for (Read read : node.args()) {
        if (!here.containsKey(read.name())
            && byName.get(read.name()).node() instanceof Node.Constant constant) {
          w.constant(constant.value());
        } else {
          w.loadNumber(number(read, equation, at, here));
        }
      }
      w.apply(node.op());
    }

    /** The local of an operand's number. */
    private int number(Read read, Equation equation, At at, Map<String, Integer> here) {
      Integer known = here.get(read.name());
      if (known != null) {
        return known;
      }
      Broadcast place = at.inner() < 0 ? Broadcast.EACH : place(read, equation);
      Operand operand = loads.get(read.name());
      return switch (place) {
        case OUTER -> here.get(Broadcast.OUTER.of(read.name()));
        case INNER ->
            here.computeIfAbsent(Broadcast.INNER.of(read.name()), n -> load(operand, at.inner()));
        case ONE, EACH -> here.computeIfAbsent(read.name(), n -> load(operand, at.j()));
      };
    }
  }
}
