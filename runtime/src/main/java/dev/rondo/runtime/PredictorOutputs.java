package dev.rondo.runtime;

import java.util.ArrayList;
import java.util.List;

/** Reads the outputs of a step, or those of a sequence, one after the other. */
final class PredictorOutputs {
  private final Rows kind;
  private final List<Signature.Output> outputs = new ArrayList<>();
  private final Plan.Result[] results;
  private final int[] numbers;
  private final int size;

  PredictorOutputs(Program program, boolean overTime) {
    this.kind = Rows.of(program.precision());
    List<Signature.Output> all = program.signature().outputs();
    List<Plan.Result> found = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      for (Plan.Result result : program.plan().results()) {
        if (result.role().equals("output/" + all.get(i).name())
            && (overTime ? all.get(i).overTime() : all.get(i).axes().isEmpty())) {
          outputs.add(all.get(i));
          found.add(result);
          places.add(i);
        }
      }
    }
    this.results = found.toArray(new Plan.Result[0]);
    this.numbers = places.stream().mapToInt(i -> i).toArray();
    this.size = found.stream().mapToInt(Plan.Result::width).sum();
  }

  List<Signature.Output> outputs() {
    return List.copyOf(outputs);
  }

  int size() {
    return size;
  }

  /** Of the one step that a frame is of. */
  void read(Frame frame, double[] out, int from) {
    int next = from;
    for (Plan.Result result : results) {
      Object row = frame.tables[result.table()][0];
      kind.read(row, result.offset(), out, next, result.width());
      next += result.width();
    }
  }

  /** Of each step of the one sequence that a runner ran over. */
  void read(Runner runner, double[][] out) {
    int next = 0;
    for (int i = 0; i < results.length; i++) {
      runner.output(numbers[i], 0, out, next);
      next += results[i].width();
    }
  }
}
