package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.runtime.Cost;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts a plan's operations and bytes: {@link Cost}. */
public final class CountCost {
  private final Scheduled scheduled;

  public CountCost(Scheduled scheduled) {
    this.scheduled = scheduled;
  }

  /** Of a plan that the emitter has seen: it asks for storage of its own. */
  public static Cost count(Scheduled scheduled, Precision precision) {
    return new CountCost(scheduled).run(precision.bytes());
  }

  private Cost run(int bytes) {
    long row = 0;
    long sequence = 0;
    long window = 0;
    long parameters = 0;
    long traffic = 0;
    for (Region region : scheduled.regions()) {
      traffic += Roofline.of(region, scheduled, this, bytes).rows();
      for (Statement statement : region.flat()) {
        long operations = operations(statement);
        if (steps(statement)) {
          row += operations;
        } else if (statement.space().isRows() || reads(statement, Index.Kind.BATCH)) {
          sequence += operations;
        } else if (region.phase() == Region.Phase.PREPARE) {
          parameters += operations;
        } else {
          window += operations;
        }
      }
    }
    long rowBytes = 0;
    long sequenceBytes = 0;
    long fixedBytes = 0;
    for (Plan.Buffer buffer : scheduled.storage().buffers()) {
      long size = (long) buffer.width() * bytes;
      if (!buffer.space().isRows()) {
        fixedBytes += size * buffer.rows();
      } else if (buffer.space().hasSteps() && buffer.loops() == 0) {
        rowBytes += size;
      } else {
        sequenceBytes += size;
      }
    }
    return new Cost(
        row, sequence, window, parameters, rowBytes, traffic, sequenceBytes, fixedBytes);
  }

  /** Whether it is done for each step. */
  boolean steps(Statement statement) {
    return statement.space().hasSteps() || reads(statement, Index.Kind.TIME);
  }

  private boolean reads(Statement statement, Index.Kind kind) {
    return statement.uses().stream().anyMatch(n -> scheduled.byName().get(n).has(kind));
  }

  /** Operations of a statement for each row that it goes over. */
  public long operations(Statement statement) {
    if (statement instanceof Statement.Kernel kernel) {
      return (long) kernel.width() * kernel.defines().size();
    }
    if (statement instanceof Statement.Multiply multiply) {
      return 2L * multiply.inner() * multiply.width();
    }
    Equation equation = statement.defines().get(0);
    if (statement instanceof Statement.Accumulate) {
      return 2L * equation.width();
    }
    // every combination of the features of what is read and what is written
    Map<String, Integer> sizes = new HashMap<>();
    equation.features().forEach(i -> sizes.put(i.name(), i.size()));
    for (Read read : equation.node().reads()) {
      List<Index> own = scheduled.byName().get(read.name()).indices();
      for (int i = 0; i < own.size(); i++) {
        if (own.get(i).isFeature()) {
          sizes.put(read.indices().get(i), own.get(i).size());
        }
      }
    }
    long all = sizes.values().stream().mapToLong(i -> i).reduce(1, (a, b) -> a * b);
    boolean looksUp =
        equation.node() instanceof Node.Gather || equation.node() instanceof Node.Scatter;
    boolean twice =
        equation.node() instanceof Node.Affine
            || (statement instanceof Statement.Single single && single.term().isPresent());
    return looksUp ? equation.width() : twice ? 2 * all : all;
  }
}
