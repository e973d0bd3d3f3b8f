package dev.rondo.compiler.emit;

import dev.rondo.compiler.schedule.Statement;
import dev.rondo.compiler.schedule.Storage;
import dev.rondo.compiler.schedule.Storage.Operand;
import java.util.ArrayList;
import java.util.List;

/** Sets the rows of a product to what its chains start from. */
final class EmitStarts {
  private final ClassBuilder out;
  private final Storage storage;

  EmitStarts(ClassBuilder out, Storage storage) {
    this.out = out;
    this.storage = storage;
  }

  String emit(Statement.Multiply m) {
    List<Operand> inits = new ArrayList<>();
    List<Integer> tables = new ArrayList<>();
    tables.add(storage.operand(m.defines().get(0).name(), m.space()).table());
    for (Statement.Column column : m.columns()) {
      Operand init = column.init().map(r -> storage.operand(r.name(), m.space())).orElse(null);
      inits.add(init);
      if (init != null && !tables.contains(init.table())) {
        tables.add(init.table());
      }
    }
    int offset = storage.place(m.defines().get(0).name()).offset();
    String method = out.fresh("start_" + m.defines().get(0).name());
    out.rows(
        method,
        tables,
        w -> {
          int p = w.local();
          w.loadInt(ClassBuilder.FROM);
          w.loop(p, () -> w.loadInt(ClassBuilder.TO), 1, () -> row(w, m, p, offset, inits, tables));
        });
    return method;
  }

  private void row(
      Writer w,
      Statement.Multiply m,
      int p,
      int offset,
      List<Operand> inits,
      List<Integer> tables) {
    w.loadRef(ClassBuilder.TABLES);
    w.loadInt(p);
    w.getRow();
    int target = w.local();
    w.storeRef(target);
    int at = offset;
    for (int i = 0; i < inits.size(); i++) {
      Operand init = inits.get(i);
      int width = m.columns().get(i).width();
      if (init != null && init.width() == width && width > 1) {
        source(w, init, p, tables);
        w.integer(init.offset());
        w.loadRef(target);
        w.integer(at);
        w.integer(width);
        w.copy();
      } else {
        w.loadRef(target);
        w.integer(at);
        w.integer(at + width);
        if (init == null) {
          w.constant(0);
        } else {
          source(w, init, p, tables);
          w.integer(init.offset());
          w.get();
        }
        w.fill();
      }
      at += width;
    }
  }

  private static void source(Writer w, Operand init, int p, List<Integer> tables) {
    w.loadRef(ClassBuilder.TABLES + tables.indexOf(init.table()));
    if (init.single()) {
      w.integer(0);
    } else {
      w.loadInt(p);
    }
    w.getRow();
  }
}
