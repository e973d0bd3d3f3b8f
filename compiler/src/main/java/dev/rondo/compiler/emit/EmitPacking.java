package dev.rondo.compiler.emit;

import dev.rondo.compiler.schedule.Region;
import dev.rondo.compiler.schedule.Scheduled;
import dev.rondo.compiler.schedule.Statement;
import dev.rondo.compiler.schedule.Storage;
import dev.rondo.runtime.Plan.Space;
import java.util.HashSet;
import java.util.Set;

/** Writes what brings matrices into the form that products read. */
final class EmitPacking {
  private final ClassBuilder out;
  private final Scheduled scheduled;
  private final Storage storage;
  private final Products products;
  private final PackMatrix matrices;
  private final Set<String> packed = new HashSet<>();

  /** What is computed behind the preparation of the parameters. */
  private final Set<String> late = new HashSet<>();

  EmitPacking(ClassBuilder out, Scheduled scheduled, Products products) {
    this.out = out;
    this.scheduled = scheduled;
    this.storage = scheduled.storage();
    this.products = products;
    this.matrices = new PackMatrix(out, products);
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

  void pack(Writer w, Statement.Multiply m) {
    int column = 0;
    for (Statement.Column c : m.columns()) {
      matrices.pack(
          w,
          storage.operand(c.matrix(), Space.ONE),
          products.packed(m),
          new PackMatrix.Shape(m.inner(), c.width(), c.rowStride(), c.columnStride()),
          column);
      column += c.width();
    }
  }
}
