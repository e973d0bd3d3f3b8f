package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.schedule.CountCost;
import dev.rondo.compiler.schedule.FindBlocks;
import dev.rondo.compiler.schedule.Region;
import dev.rondo.compiler.schedule.Scheduled;
import dev.rondo.compiler.schedule.Statement;
import dev.rondo.compiler.schedule.Storage;
import dev.rondo.runtime.Plan.Space;
import dev.rondo.runtime.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the class of a scheduled program: a method a region, which calls a method a statement. */
public final class EmitClass {
  private static final String FRAME = ClassBuilder.FRAME;
  private static final String STEP = "(L" + FRAME + ";I)V";
  private static final int CALLS = 50;

  /** Thousands of operations of a row: so few that those of all rows are an int. */
  private static final int MOST_WORK = 1000;

  private final Scheduled scheduled;
  private final Storage storage;
  private final Map<String, Equation> byName;
  private final ClassBuilder out;
  private final Products products;
  private final CountCost cost;
  private final EmitPacking packing;

  private EmitClass(
      Scheduled scheduled, Precision precision, Shape shape, String name, String source) {
    this.scheduled = scheduled;
    this.storage = scheduled.storage();
    this.byName = scheduled.byName();
    this.out = new ClassBuilder(name, precision, source);
    this.products =
        shape.lanes() == 0
            ? new EmitProducts(out, storage)
            : new EmitVectorProducts(out, storage, shape.lanes());
    this.cost = new CountCost(scheduled);
    this.packing = new EmitPacking(out, scheduled, products);
  }

  /** The bytes of a class that implements {@code dev.rondo.runtime.Code}. */
  public static byte[] emit(
      Scheduled scheduled, Precision precision, Shape shape, String name, String source) {
    byte[] bytes = new EmitClass(scheduled, precision, shape, name, source).run();
    assert VerifyClass.holds(bytes);
    return bytes;
  }

  private byte[] run() {
    Map<Region.Phase, List<String>> methods = new LinkedHashMap<>();
    for (Region.Phase phase : Region.Phase.values()) {
      methods.put(phase, new ArrayList<>());
    }
    for (Region region : scheduled.regions()) {
      // a loop is one method, which calls others for its steps
      for (Region part : region.repeats() ? List.of(region) : parts(region)) {
        String method = out.fresh(part.phase().name().toLowerCase(Locale.ROOT) + "_region");
        out.method(method, "(L" + FRAME + ";)V", 1, w -> new EmitRegion(w, part, false).write());
        methods.get(part.phase()).add(method);
      }
    }
    out.method("pack_parameters", "(L" + FRAME + ";)V", 1, packing::parameters);
    methods.get(Region.Phase.PREPARE).add("pack_parameters");
    for (Region.Phase phase : Region.Phase.values()) {
      out.override(
          phase.name().toLowerCase(Locale.ROOT),
          w -> {
            for (String method : methods.get(phase)) {
              w.loadRef(1);
              w.call(out.name, method, "(L" + FRAME + ";)V");
            }
          });
    }
    return out.bytes();
  }

  /** So many statements that their calls stay far below what HotSpot compiles in one method. */
  private static List<Region> parts(Region region) {
    List<Region> parts = new ArrayList<>();
    List<Statement> all = region.statements();
    for (int i = 0; i < all.size(); i += CALLS) {
      parts.add(region.with(all.subList(i, Math.min(i + CALLS, all.size()))));
    }
    return parts;
  }

  /** The code of one region; its frame is argument 0. */
  private final class EmitRegion {
    private final Writer w;
    private final Region region;

    /** Whether the parts go through a loop step by step, each with some rows of each statement. */
    private final boolean together;

    private final EmitStatement emitted = new EmitStatement(out, scheduled, products);

    EmitRegion(Writer w, Region region, boolean together) {
      this.w = w;
      this.region = region;
      this.together = together;
    }

    /** Every statement waits until all parts of the one before it are done, a loop as one. */
    void write() {
      if (!region.repeats()) {
        for (List<Statement> block : FindBlocks.find(region, byName)) {
          block.forEach(this::packIfNeeded);
          call(block, () -> w.integer(0));
          meet();
        }
        return;
      }
      region.flat().forEach(this::packIfNeeded);
      if (FindParts.areSequences(region)) {
        repeat(region, () -> w.integer(0));
      } else {
        repeatTogether();
      }
      meet();
    }

    /**
     * A loop in which a sequence has other rows than its own: every step waits for all parts of the
     * one before. The first part alone does what is too little for that.
     */
    private void repeatTogether() {
      String method = out.fresh("together");
      String descriptor = "(L" + FRAME + ";)V";
      out.method(
          method,
          descriptor,
          1,
          m -> new EmitRegion(m, region, true).repeat(region, () -> m.integer(0)));
      int frame = w.local();
      w.loadRef(0);
      w.integer(0);
      work(region);
      w.integer(meetings(region));
      w.invoke(FRAME, "together", "(II)L" + FRAME + ";");
      w.storeRef(frame);
      w.loadRef(0);
      w.loadRef(frame);
      w.invoke(FRAME, "isIdle", "(L" + FRAME + ";)Z");
      w.ifZero(
          () -> {
            w.loadRef(frame);
            w.call(out.name, method, descriptor);
          });
    }

    /** How often the parts meet in a step, and in one step each of the loops within it. */
    private int meetings(Region loop) {
      int count = 0;
      for (List<Statement> block : FindBlocks.find(loop, byName)) {
        count += block.get(0) instanceof Statement.Repeat inner ? meetings(inner.region()) : 1;
      }
      return count;
    }

    /**
     * Adds the work of a loop's first step to a number on the stack: of each row some thousand
     * operations, and one thousand for what there is to do around them.
     */
    private void work(Region loop) {
      for (Statement statement : loop.statements()) {
        if (statement instanceof Statement.Repeat inner) {
          work(inner.region());
        } else if (statement.space().isRows()) {
          w.loadRef(0);
          w.integer(storage.blocks(statement.space(), loop.loops().size()));
          w.invoke(FRAME, "rows", "(I)I");
          w.integer((int) Math.min(MOST_WORK, cost.operations(statement) / 1000 + 1));
          w.multiplyInt();
          w.addInt();
        }
      }
    }

    private void meet() {
      w.loadRef(0);
      w.invoke(FRAME, "meet", "()V");
    }

    /** What only the first part does. */
    private void first(Writer.Body body) {
      part();
      w.ifZero(body);
    }

    private void part() {
      w.loadRef(0);
      w.field(FRAME, "part", "I");
    }

    /** A loop over the steps within a step of the loops around it, whose number is pushed. */
    private void repeat(Region loop, Runnable around) {
      List<String> steps = new ArrayList<>();
      for (Region some : parts(loop)) {
        String method = out.fresh("step");
        out.method(method, STEP, 2, s -> new EmitRegion(s, some, together).step());
        steps.add(method);
      }
      int axis = storage.axis(loop.loops().get(loop.loops().size() - 1));
      int first = w.local();
      around.run();
      length(axis);
      w.multiplyInt();
      w.storeInt(first);
      int t = w.local();
      Writer.Body body =
          () -> {
            for (String method : steps) {
              w.loadRef(0);
              w.loadInt(first);
              w.loadInt(t);
              w.addInt();
              w.call(out.name, method, STEP);
            }
          };
      if (loop.direction() > 0) {
        w.integer(0);
        w.loop(t, () -> length(axis), 1, body);
      } else {
        length(axis);
        w.integer(-1);
        w.addInt();
        w.loopDown(t, body);
      }
    }

    private void length(int axis) {
      w.loadRef(0);
      w.field(FRAME, "lengths", "[I");
      w.integer(axis);
      w.getInt();
    }

    /** Packs a matrix that is not packed with the parameters: where it is used, before any loop. */
    private void packIfNeeded(Statement statement) {
      if (statement instanceof Statement.Multiply m && packing.isDue(m, region.phase())) {
        first(() -> packing.pack(w, m));
        meet();
      }
    }

    /** One step, whose number is argument 1. */
    private void step() {
      for (List<Statement> block : FindBlocks.find(region, byName)) {
        if (block.get(0) instanceof Statement.Repeat inner) {
          repeat(inner.region(), () -> w.loadInt(1));
        } else {
          call(block, () -> w.loadInt(1));
          if (together) {
            meet();
          }
        }
      }
    }

    /** The rows of the step of a number. */
    private void range(Space space, Runnable number) {
      if (!space.isRows()) {
        w.integer(0);
        w.integer(1);
        part();
        w.integer(1);
        w.minInt();
        w.subtractInt();
        return;
      }
      int blocks = storage.blocks(space, region.loops().size());
      if (together) {
        for (String end : List.of("from", "to")) {
          w.loadRef(0);
          w.integer(blocks);
          number.run();
          w.invoke(FRAME, end, "(II)I");
        }
        return;
      }
      for (int i = 0; i < 2; i++) {
        w.loadRef(0);
        w.field(FRAME, "blocks", "[[I");
        w.integer(blocks);
        w.getRow();
        number.run();
        w.integer(2);
        w.multiplyInt();
        w.integer(i);
        w.addInt();
        w.getInt();
      }
    }

    /** Statements that can go block by block, or a single one of any kind. */
    private void call(List<Statement> statements, Runnable number) {
      Statement first = statements.get(0);
      w.loadRef(0);
      if (first instanceof Statement.Accumulate sum) {
        int rows = byName.get(sum.rows()).width();
        cut(rows, 0);
        cut(rows, 1);
      } else {
        range(first.space(), number);
      }
      w.call(out.name, emitted.emit(statements), ClassBuilder.ROWS);
    }

    /** Where this part of so many rows begins, or the next one. */
    private void cut(int rows, int next) {
      int unit = products.unit();
      w.integer((rows + unit - 1) / unit);
      part();
      w.integer(next);
      w.addInt();
      w.multiplyInt();
      w.loadRef(0);
      w.field(FRAME, "parts", "I");
      w.divideInt();
      w.integer(unit);
      w.multiplyInt();
      w.integer(rows);
      w.minInt();
    }
  }
}
