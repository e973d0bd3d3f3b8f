package dev.rondo.compiler.verify;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.List;
import java.util.Map;

/** Forward mode of a compiled model: the derivative of its loss along a direction. */
public final class Tangent implements GradientCheck.Forward {
  private final Signature signature;
  private final Program program;
  private final Runner runner;

  public Tangent(CompiledModel model) {
    this.signature = model.signature();
    this.program = model.tangent();
    this.runner = new Runner(program);
  }

  @Override
  public double along(
      Map<String, double[]> parameters,
      List<? extends Sequence> sequences,
      Map<String, double[]> direction) {
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
    runner.run(
        Chance.drawn(List.copyOf(sequences), program.signature(), 0, 0, 0),
        Integer.MAX_VALUE,
        null);
    return runner.sum(0);
  }
}
