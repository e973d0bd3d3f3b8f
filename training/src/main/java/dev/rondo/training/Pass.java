package dev.rondo.training;

import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Sequence;
import dev.rondo.training.data.Part;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One pass over a part of the data with fixed parameters. */
final class Pass {
  /** Enough steps that the loops are long, few enough that a long text's outputs stay small. */
  private static final int STEPS = 2048;

  private Pass() {}

  /** Sees every window. */
  interface Visitor {
    /**
     * After a window.
     *
     * @param first the number of the batch's first sequence
     * @param size of the batch
     * @param start the step that the window begins with
     * @param counted whether it belongs to the part, not to its lead
     * @param last whether the batch ends with it
     */
    void window(Engine engine, int first, int size, long start, boolean counted, boolean last);
  }

  /**
   * Runs a part.
   *
   * @param batch sequences at a time; does not change a sequence's own values
   * @param stop ends the pass early; what was seen until then is returned
   */
  static Totals run(
      Engine engine,
      Numbers parameters,
      Part part,
      int batch,
      BooleanSupplier stop,
      Visitor visitor) {
    Totals totals = new Totals(engine.signature());
    EditDistances distances = new EditDistances(engine.signature(), totals);
    Visitor adding =
        (run, first, size, start, counted, last) -> {
          if (counted) {
            totals.add(run);
          }
          distances.window(run, first, size, start, counted, last);
          visitor.window(run, first, size, start, counted, last);
        };
    visit(engine, parameters, part, batch, stop, adding);
    return totals;
  }

  /** The same with a program that computes no losses and metrics. */
  static void visit(
      Engine engine,
      Numbers parameters,
      Part part,
      int batch,
      BooleanSupplier stop,
      Visitor visitor) {
    engine.load(Chance.drawn(parameters, engine.signature(), 0, 0));
    Part usable = engine.windows() ? part : part.withLead(0);
    List<Sequence> sequences = usable.sequences();
    for (int first = 0; first < sequences.size(); first += batch) {
      List<Sequence> some = sequences.subList(first, Math.min(sequences.size(), first + batch));
      long longest = some.stream().mapToLong(Sequence::length).max().orElse(0);
      int window = engine.windows() ? Math.max(64, STEPS / some.size()) : Integer.MAX_VALUE;
      engine.begin(Chance.drawn(some, engine.signature(), 0, 0, first));
      long start = 0;
      do {
        if (stop.getAsBoolean()) {
          return;
        }
        boolean counted = start >= usable.lead();
        // a window ends where the lead ends, so that its sums belong to one side
        long edge = counted ? longest : usable.lead();
        int steps = (int) Math.min(window, Math.max(edge - start, 1));
        engine.advance(steps);
        visitor.window(engine, first, some.size(), start, counted, start + steps >= longest);
        start += steps;
      } while (start < longest);
    }
  }
}
