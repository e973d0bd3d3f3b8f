package dev.rondo.compiler.emit;

import dev.rondo.compiler.schedule.Region;
import dev.rondo.compiler.schedule.Scheduled;
import dev.rondo.compiler.schedule.Statement;
import dev.rondo.compiler.schedule.Storage;
import dev.rondo.compiler.schedule.Storage.Operand;
import dev.rondo.runtime.Plan.Space;
import java.util.HashSet;
import java.util.Set;

/** Writes what brings matrices into the form that products read. */
final class EmitPacking {
  private final ClassBuilder out;
  private final Scheduled scheduled;
  private final Storage storage;
  private final Products products;
  private final Set<String> packed = new HashSet<>();

  /** What is computed behind the preparation of the parameters. */
  private final Set<String> late = new HashSet<>();

  EmitPacking(ClassBuilder out, Scheduled scheduled, Products products) {
    this.out = out;
    this.scheduled = scheduled;
    this.storage = scheduled.storage();
    this.products = products;
    scheduled.regions().stream()
        .filter(r -> r.phase() != Region.Phase.PREPARE)
        .flatMap(r -> r.statements().stream())
        .forEach(s -> s.defines().forEach(e -> late.add(e.name())));
  }

  /** Whether a matrix depends on more than parameters. */
  private boolean isLate(Statement.Multiply m) {
    return m.columns().stream().anyMatch(c -> late.contains(c.matrix()));
  }

  /** Whether a matrix must be packed where it is used: it is the first time that one asks. */
  boolean isDue(Statement.Multiply m, Region.Phase phase) {
    return (phase == Region.Phase.PREPARE || isLate(m)) && packed.add(m.pack());
  }

  /** Packs every matrix that depends on parameters alone; the frame is argument 0. */
  void parameters(Writer w) {
    for (Region region : scheduled.regions()) {
      for (Statement statement : region.flat()) {
        if (statement instanceof Statement.Multiply m && !isLate(m) && packed.add(m.pack())) {
          // a method each: one for all of them would grow with the model past what is compiled
          String method = out.fresh("pack_parameters");
          out.method(method, "(L" + ClassBuilder.FRAME + ";)V", 1, body -> pack(body, m));
          w.loadRef(0);
          w.call(out.name, method, "(L" + ClassBuilder.FRAME + ";)V");
        }
      }
    }
  }

  /**
   * Number n of row k, behind a column, is {@code row[offset + k · rowStride + n · columnStride]}.
   */
  void pack(Writer w, Statement.Multiply m) {
    String table = out.table();
    String descriptor = "(" + table + table + "IIIIII)V";
    int column = 0;
    for (Statement.Column c : m.columns()) {
      boolean copied = c.columnStride() == 1;
      String name = copied ? "pack_rows" : "pack_columns";
      out.method(name, descriptor, 8, copy -> packMethod(copy, copied));
      Operand source = storage.operand(c.matrix(), Space.ONE);
      out.load(w, source.table());
      out.load(w, products.packed(m));
      w.integer(source.offset());
      w.integer(c.rowStride());
      w.integer(c.columnStride());
      w.integer(column);
      w.integer(m.inner());
      w.integer(c.width());
      w.call(out.name, name, descriptor);
      column += c.width();
    }
  }

  /** Columns that lie side by side go together, and in memory behind each other. */
  private void packMethod(Writer w, boolean copied) {
    int run = products.side();
    int source = w.firstRow(0);
    int group = w.local();
    int k = w.local();
    int first = w.local();
    int count = w.local();
    w.loadInt(5);
    w.integer(run);
    w.divideInt();
    w.loop(
        group,
        () -> {
          w.loadInt(5);
          w.loadInt(7);
          w.addInt();
          w.integer(run - 1);
          w.addInt();
          w.integer(run);
          w.divideInt();
        },
        1,
        () -> {
          columns(w, run, group, first, count);
          w.integer(0);
          w.loop(k, () -> w.loadInt(6), 1, () -> packRow(w, source, k, first, count, copied));
        });
  }

  /** Which columns of a group there are: the first one, and how many. */
  private static void columns(Writer w, int run, int group, int first, int count) {
    w.loadInt(group);
    w.integer(run);
    w.multiplyInt();
    w.loadInt(5);
    w.maxInt();
    w.storeInt(first);
    w.plus(group, 1);
    w.integer(run);
    w.multiplyInt();
    w.loadInt(5);
    w.loadInt(7);
    w.addInt();
    w.minInt();
    w.loadInt(first);
    w.subtractInt();
    w.storeInt(count);
  }

  private void packRow(Writer w, int source, int k, int first, int count, boolean copied) {
    int from = w.local();
    int target = w.local();
    int at = w.local();
    w.loadInt(2);
    w.loadInt(k);
    w.loadInt(3);
    w.multiplyInt();
    w.addInt();
    w.loadInt(first);
    w.loadInt(5);
    w.subtractInt();
    w.loadInt(4);
    w.multiplyInt();
    w.addInt();
    w.storeInt(from);
    products.at(w, 1, k, first);
    w.storeInt(at);
    w.storeRef(target);
    if (copied) {
      w.loadRef(source);
      w.loadInt(from);
      w.loadRef(target);
      w.loadInt(at);
      w.loadInt(count);
      w.copy();
      return;
    }
    int n = w.local();
    w.integer(0);
    w.loop(
        n,
        () -> w.loadInt(count),
        1,
        () -> {
          w.loadRef(target);
          w.loadInt(at);
          w.loadInt(n);
          w.addInt();
          w.loadRef(source);
          w.loadInt(from);
          w.loadInt(n);
          w.loadInt(4);
          w.multiplyInt();
          w.addInt();
          w.get();
          w.put();
        });
  }
}
