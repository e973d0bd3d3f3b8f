package dev.rondo.compiler.emit;

import dev.rondo.compiler.schedule.FindBlocks;
import dev.rondo.compiler.schedule.Scheduled;
import dev.rondo.compiler.schedule.Statement;
import dev.rondo.compiler.schedule.Storage;
import dev.rondo.compiler.schedule.Storage.Operand;
import dev.rondo.runtime.Plan.Space;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes a method {@code (frame, from, to)} for a statement, or for several over the same rows. */
final class EmitStatement {
  /** Numbers in a line of the cache, or half of them. */
  private static final int LINE = 16;

  private final ClassBuilder out;
  private final Scheduled scheduled;
  private final Storage storage;
  private final Products products;
  private final EmitKernel kernels;
  private final EmitRows rows;
  private final EmitSums sums;
  private final EmitOuterSums outerSums;

  EmitStatement(ClassBuilder out, Scheduled scheduled, Products products) {
    this.out = out;
    this.scheduled = scheduled;
    this.storage = scheduled.storage();
    this.products = products;
    this.kernels = new EmitKernel(out, storage, products.vector(), scheduled.byName());
    this.rows = new EmitRows(out, storage, products, scheduled.byName());
    this.sums = new EmitSums(out, storage, products);
    this.outerSums = new EmitOuterSums(out, storage, products);
  }

  /** The method of statements that can go block by block, or of a single one of any kind. */
  String emit(List<Statement> statements) {
    Statement first = statements.get(0);
    if (first instanceof Statement.Accumulate sum) {
      return outerSums.accumulate(sum);
    }
    if (statements.size() == 1 && !(first instanceof Statement.Multiply)) {
      return emit(first);
    }
    int rows = FindBlocks.rows(first, scheduled.byName());
    String name = out.fresh("rows_of_" + first.defines().get(0).name());
    out.method(
        name,
        ClassBuilder.ROWS,
        3,
        w -> {
          int from = w.local();
          int to = w.local();
          w.loadInt(ClassBuilder.FROM);
          w.loop(
              from,
              () -> w.loadInt(ClassBuilder.TO),
              rows,
              () -> {
                w.plus(from, rows);
                w.loadInt(ClassBuilder.TO);
                w.minInt();
                w.storeInt(to);
                block(w, statements, from, to);
              });
        });
    return name;
  }

  private void block(Writer w, List<Statement> statements, int from, int to) {
    Set<String> written = new HashSet<>();
    for (Statement statement : statements) {
      if (statement instanceof Statement.Multiply multiply) {
        multiply(w, multiply, from, to, written);
      } else {
        call(w, emit(statement), from, to);
      }
      statement.defines().forEach(e -> written.add(e.name()));
    }
  }

  private String emit(Statement statement) {
    if (statement instanceof Statement.Kernel kernel) {
      return kernels.emit(kernel);
    }
    Statement.Single single = (Statement.Single) statement;
    return switch (single.kind()) {
      case SUM_ROWS -> sums.sumRows(single);
      case CLEAR -> sums.clear(single);
      case ADD_ROWS -> sums.addRows(single);
      case SCATTER -> sums.scatter(single);
      case LOOK_UP -> sums.lookUp(single);
      case PUT_BACK -> sums.putBack(single);
      case FOLD, GATHER, PICK, MOVE, CONTRACT -> rows.emit(single);
    };
  }

  private void call(Writer w, String method, int from, int to) {
    w.loadRef(0);
    w.loadInt(from);
    w.loadInt(to);
    w.call(out.name, method, ClassBuilder.ROWS);
  }

  /** {@code written}: what is in the cache. */
  private void multiply(Writer w, Statement.Multiply m, int from, int to, Set<String> written) {
    Operand x = storage.operand(m.x(), m.space());
    Operand y = storage.operand(m.defines().get(0).name(), m.space());
    if (!scheduled.inPlace().contains(m)) {
      call(w, new EmitStarts(out, storage).emit(m), from, to);
    } else if (products.vector() > 0
        && m.columns().stream().noneMatch(c -> written.contains(c.init().get().name()))) {
      call(w, fetch(y, m.width()), from, to);
    }
    String method = products.multiply(m.inner(), m.width(), x.offset(), y.offset());
    products.call(
        w,
        out,
        method,
        rowsOf(x, m.space()),
        products.packed(m),
        y.table(),
        () -> {
          w.loadInt(from);
          w.loadInt(to);
        });
  }

  /** The table of an operand that must have a row for each of the statement's. */
  private int rowsOf(Operand operand, Space space) {
    return operand.single() ? storage.repeated(operand.table(), space) : operand.table();
  }

  /**
   * Reads a number of each line of rows, which brings them into the cache: a tile of vectors, which
   * begins with a few numbers of each row, would wait for every line (docs/performance-log.md,
   * entry 5). What they add up to is kept, or HotSpot would leave it out.
   */
  private String fetch(Operand y, int width) {
    String name = "fetch_" + width + "_t" + y.table() + "_y" + y.offset();
    int sink = storage.scratch("sink", 1, 1);
    out.rows(
        name,
        List.of(y.table(), sink),
        w -> {
          int p = w.local();
          int sum = w.numberLocal();
          w.constant(0);
          w.storeNumber(sum);
          w.loadInt(ClassBuilder.FROM);
          w.loop(
              p,
              () -> w.loadInt(ClassBuilder.TO),
              1,
              () -> {
                int row = w.rowOf(ClassBuilder.TABLES, p, 0);
                int i = w.local();
                w.integer(y.offset());
                w.loop(
                    i,
                    () -> w.integer(y.offset() + width),
                    LINE,
                    () -> {
                      w.loadNumber(sum);
                      w.loadRef(row);
                      w.loadInt(i);
                      w.get();
                      w.add();
                      w.storeNumber(sum);
                    });
              });
          w.loadRef(w.firstRow(ClassBuilder.TABLES + 1));
          w.integer(0);
          w.loadNumber(sum);
          w.put();
        });
    return name;
  }
}
