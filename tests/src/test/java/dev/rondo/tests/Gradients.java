package dev.rondo.tests;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Gradients as numbers that can be compared bit by bit: a float is a double with the same sign. */
public final class Gradients {
  private Gradients() {}

  /** The gradient of whole sequences, and behind it the sums of the losses. */
  public static double[] run(
      Runner runner, Signature signature, Precision precision, List<? extends Sequence> sequences) {
    runner.run(sequences, Integer.MAX_VALUE, null);
    Numbers gradient = Numbers.zeros(precision, signature.parameterCount());
    runner.gradient(gradient);
    DoubleStream losses =
        IntStream.range(0, signature.terms().size())
            .filter(i -> signature.terms().get(i).loss())
            .mapToDouble(runner::sum);
    DoubleStream numbers = IntStream.range(0, gradient.size()).mapToDouble(gradient::get);
    return DoubleStream.concat(numbers, losses).toArray();
  }

  /** The same of a model with random parameters. {@code room}: as a {@link Runner} takes it. */
  static double[] run(
      CompiledModel model, List<? extends Sequence> sequences, int threads, long room) {
    Signature signature = model.signature();
    Runner runner = new Runner(model.program(Purpose.TRAIN), threads, room);
    runner.load(RandomData.flat(signature, model.precision(), RandomData.parameters(signature, 3)));
    return run(runner, signature, model.precision(), sequences);
  }
}
