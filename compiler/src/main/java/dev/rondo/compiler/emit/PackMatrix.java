package dev.rondo.compiler.emit;

import dev.rondo.compiler.schedule.Storage.Operand;

/** Writes what brings a matrix that lies in one row into the form that products read. */
final class PackMatrix {
  private final ClassBuilder out;
  private final Products products;

  PackMatrix(ClassBuilder out, Products products) {
    this.out = out;
    this.products = products;
  }

  /**
   * A matrix in a row.
   *
   * @param inner how many numbers are summed
   * @param width of the result
   * @param rowStride distance from one summed number to the next
   * @param columnStride from one number of the result to the next
   */
  record Shape(int inner, int width, int rowStride, int columnStride) {}

  /**
   * Number n of row k, behind a column, is {@code row[offset + k · rowStride + n · columnStride]}.
   */
  void pack(Writer w, Operand source, int packed, Shape shape, int column) {
    String table = out.table();
    String descriptor = "(" + table + table + "IIIIII)V";
    boolean copied = shape.columnStride() == 1;
    String name = copied ? "pack_rows" : "pack_columns";
    out.method(name, descriptor, 8, copy -> packMethod(copy, copied));
    out.load(w, source.table());
    out.load(w, packed);
    w.integer(source.offset());
    w.integer(shape.rowStride());
    w.integer(shape.columnStride());
    w.integer(column);
    w.integer(shape.inner());
    w.integer(shape.width());
    w.call(out.name, name, descriptor);
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
