package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What bounds a region, after Williams, Waterman and Patterson, "Roofline" (2009): its operations,
 * or reading its matrices from the cache at each step, or rows from and to memory.
 *
 * @param operations a row
 * @param matrices bytes that each step of a loop reads, however many sequences it has
 * @param rows bytes that each row reads and writes
 */
record Roofline(long operations, long matrices, long rows) {
  // of one thread of the machines of docs/performance-log.md: 95 to 118 GFLOP/s, 100 GB/s from the
  // second cache, 10 from memory
  private static final double OPERATIONS = 100e9;
  private static final double CACHE = 100e9;
  private static final double MEMORY = 10e9;

  static Roofline of(Region region, Scheduled scheduled, CountCost count, int bytes) {
    long operations = 0;
    long matrices = 0;
    for (Statement statement : region.flat()) {
      operations += count.steps(statement) ? count.operations(statement) : 0;
      if (statement instanceof Statement.Multiply multiply && region.repeats()) {
        matrices += (long) multiply.inner() * multiply.width() * bytes;
      }
    }
    return new Roofline(operations, matrices, moved(region, scheduled) * bytes);
  }

  /**
   * Numbers that a region brings from memory or to it for each row: a step of a loop, or a block of
   * statements over the same rows, once those of each value.
   */
  private static long moved(Region region, Scheduled scheduled) {
    Map<String, Equation> byName = scheduled.byName();
    List<List<Statement>> blocks =
        region.repeats() ? List.of(region.flat()) : FindBlocks.find(region, byName);
    long numbers = 0;
    for (List<Statement> block : blocks) {
      Set<String> names = new HashSet<>();
      for (Statement statement : block) {
        names.addAll(statement.uses());
        statement.defines().forEach(e -> names.add(e.name()));
      }
      Set<Place> places = new HashSet<>();
      for (String name : Views.behind(names, byName, List.of())) {
        Equation equation = byName.get(name);
        boolean shown = equation.node() instanceof Node.Leaf || !Views.isView(equation, byName);
        if (shown && equation.has(Index.Kind.TIME) && scheduled.storage().keepsSteps(name)) {
          places.add(scheduled.storage().place(name));
        }
      }
      numbers += places.stream().mapToLong(Place::width).sum();
    }
    return numbers;
  }

  /** What takes longest, for one sequence and for many. */
  String bounds() {
    String one = bound(1);
    String many = bound(32);
    return one.equals(many) ? one : "of one sequence " + one + ", of 32 " + many;
  }

  private String bound(int sequences) {
    double computing = sequences * operations / OPERATIONS;
    double loading = matrices / CACHE;
    double moving = sequences * rows / MEMORY;
    if (loading > computing && loading > moving) {
      return String.format(Locale.ROOT, "reading matrices (%,d bytes a step)", matrices);
    }
    return moving > computing
        ? String.format(Locale.ROOT, "reading and writing rows (%,d bytes each)", rows)
        : String.format(Locale.ROOT, "operations (%,d a row)", operations);
  }
}
