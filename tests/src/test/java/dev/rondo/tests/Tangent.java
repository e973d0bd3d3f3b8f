package dev.rondo.tests;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.GradientCheck;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.List;
import java.util.Map;

/** Forward mode of a model, in bytecode. */
final class Tangent implements GradientCheck.Forward {
  private final Signature signature;
  private final Runner runner;

  Tangent(CompiledModel model) {
    this.signature = model.signature();
    this.runner = new Runner(model.tangent());
  }

  @Override
  public double along(
      Map<String, double[]> parameters,
      List<? extends Sequence> sequences,
      Map<String, double[]> direction) {
    // the directions stand behind the parameters, in their order
    int count = signature.parameterCount();
    Numbers both = Numbers.zeros(Precision.F64, 2 * count);
    for (Signature.Parameter parameter : signature.parameters()) {
      double[] values = parameters.get(parameter.path());
      double[] along = direction.get(parameter.path());
      for (int i = 0; i < parameter.size(); i++) {
        both.set(parameter.offset() + i, values[i]);
        both.set(count + parameter.offset() + i, along[i]);
      }
    }
    runner.load(both);
    runner.run(sequences, Integer.MAX_VALUE, null);
    return runner.sum(0);
  }
}
