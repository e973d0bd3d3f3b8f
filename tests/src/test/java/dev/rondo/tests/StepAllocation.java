package dev.rondo.tests;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.State;
import java.lang.management.ManagementFactory;
import java.util.Map;

/** Prints the bytes that 100 steps allocate once warm: by the portable shape, by vectors. */
final class StepAllocation {
  private StepAllocation() {}

  public static void main(String[] arguments) {
    CompiledModel model = NamedRun.compile(PredictorTest.RUNNING, Map.of(), Precision.F32);
    System.out.println(least(model.vectors(0), 50));
    // vectors are objects until their loops are compiled
    System.out.println(least(model, 5_000));
  }

  /** The fewest bytes that 100 steps allocate, of so many rounds or until there are almost none. */
  private static long least(CompiledModel model, int rounds) {
    Predictor predictor = PredictorTest.predictor(model, Encoding.NONE);
    State state = predictor.start(1, 2, 3);
    double[] x = {2, 0.5};
    double[] out = new double[predictor.outputSize()];
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    // asking itself may allocate a little, a step that does would a hundred times
    for (int round = 0; round < rounds && least >= 100; round++) {
      long before = bean.getThreadAllocatedBytes(thread);
      for (int t = 0; t < 100; t++) {
        predictor.step(state, x, out);
      }
      least = Math.min(least, bean.getThreadAllocatedBytes(thread) - before);
    }
    return least;
  }
}
