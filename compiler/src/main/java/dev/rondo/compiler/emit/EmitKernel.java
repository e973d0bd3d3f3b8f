package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
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
  private final Map<String, Equation> byName;

  EmitKernel(ClassBuilder out, Storage storage, Map<String, Equation> byName) {
    this.out = out;
    this.storage = storage;
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
              w.loadRef(rows.get(operand.table()));
              w.integer(operand.offset());
              w.get();
              int local = w.numberLocal();
              w.storeNumber(local);
              values.put(name, local);
            }
          });
      if (wide) {
        w.loop(kernel.width(), this::writeNumber);
      } else {
        writeNumber(-1);
      }
    }

    private void index(Operand operand, int j) {
      w.loadRef(rows.get(operand.table()));
      if (j < 0) {
        w.integer(operand.offset());
      } else {
        w.plus(j, operand.offset());
      }
    }

    private void writeNumber(int j) {
      Map<String, Integer> here = new HashMap<>(values);
      for (Equation equation : kernel.defines()) {
        equation.span().ifPresent(s -> w.line(s.line()));
        compute(equation, j, here);
        int local = w.numberLocal();
        w.storeNumber(local);
        here.put(equation.name(), local);
        Operand store = stores.get(equation.name());
        if (store != null) {
          index(store, j);
          w.loadNumber(local);
          w.put();
        }
      }
    }

    private void compute(Equation equation, int j, Map<String, Integer> here) {
      if (equation.node() instanceof Node.Position) {
        if (j < 0) {
          w.constant(0);
        } else {
          w.loadInt(j);
          w.intToNumber();
        }
        return;
      }
      Node.Elementwise node = (Node.Elementwise) equation.node();
      for (Read read : node.args()) {
        Integer local = here.get(read.name());
        if (local != null) {
          w.loadNumber(local);
        } else if (byName.get(read.name()).node() instanceof Node.Constant constant) {
          w.constant(constant.value());
        } else {
          index(loads.get(read.name()), j);
          w.get();
          int loaded = w.numberLocal();
          w.storeNumber(loaded);
          here.put(read.name(), loaded);
          w.loadNumber(loaded);
        }
      }
      w.apply(node.op());
    }
  }
}
