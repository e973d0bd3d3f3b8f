package dev.rondo.tests;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.State;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Prints the bytes that 100 steps allocate once warm: by the portable shape, by vectors; and those
 * of an update of 12 sequences.
 */
final class StepAllocation {
  private StepAllocation() {}

  public static void main(String[] arguments) {
    CompiledModel model = NamedRun.compile(PredictorTest.RUNNING, Map.of(), Precision.F32);
    System.out.println(least(model.vectors(0), 50));
    // vectors are objects until their loops are compiled
    System.out.println(least(model, 5_000));
    System.out.println(update(model.vectors(0)));
  }

  private static long update(CompiledModel model) {
    Runner runner = new Runner(model.program(Purpose.EVALUATE));
    Numbers parameters =
        RandomData.flat(
            model.signature(), Precision.F32, RandomData.parameters(model.signature(), 3));
    List<Sequence> batch = RandomData.sequences(model.signature(), Collections.nCopies(12, 30), 5);
    return least(
        200,
        () -> {
          runner.load(parameters);
          runner.run(batch, Integer.MAX_VALUE, null);
        });
  }

  /** The fewest bytes that 100 steps allocate, of so many rounds or until there are almost none. */
  private static long least(CompiledModel model, int rounds) {
    Predictor predictor = PredictorTest.predictor(model, Encoding.NONE);
    State state = predictor.start(1, 2, 3);
    double[] x = {2, 0.5};
    double[] out = new double[predictor.outputSize()];
    return least(
        rounds,
        () -> {
          for (int t = 0; t < 100; t++) {
            predictor.step(state, x, out);
          }
        });
  }

  private static long least(int rounds, Runnable work) {
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    // asking itself may allocate a little, a step that does would a hundred times
    for (int round = 0; round < rounds && least >= 100; round++) {
      long before = bean.getThreadAllocatedBytes(thread);
      work.run();
      least = Math.min(least, bean.getThreadAllocatedBytes(thread) - before);
    }
    return least;
  }
}
