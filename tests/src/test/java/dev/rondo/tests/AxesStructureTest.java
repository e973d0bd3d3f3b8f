package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.compiler.verify.RandomData.Stored;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One class serves sequences of any length along any axis. */
class AxesStructureTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "h = GRU[3](x + sum(softmax(y[0] * h[t-1][0], over s) * y, over s))",
        "state h: [3] = 0  h = tanh(x + 0.5 * h[t-1] + y + 0.5 * h[s+1])",
        "axis u: t  h = sum(softmax(dot(x, x[t = u]), over u) * x[t = u], over u) + 0 * y[s = last]",
        "axis p: t by 2  g = GRU[3](x[t = 2 * p])  h = x + g[p = last] + y[s = mod(t, 3)]",
      })
  void theCodeKnowsNoLengths(String members) {
    CompiledModel model =
        NamedRun.compile(
            """
            model M {
              input x: [3] over t
              input y: [3] over s
              %s
              loss sum(h * h)
              output h
            }
            """
                .formatted(members),
            Map.of(),
            Precision.F64);
    for (Purpose purpose : List.of(Purpose.PREDICT, Purpose.TRAIN)) {
      byte[] before = model.code(purpose, "M");
      Runner runner = new Runner(model.program(purpose));
      Map<String, double[]> parameters = RandomData.parameters(model.signature(), 1);
      runner.load(RandomData.flat(model.signature(), Precision.F64, parameters));
      for (int length : new int[] {0, 1, 2, 90, 3}) {
        Signature signature = model.signature();
        runner.run(List.of(ones(signature, length, 90 - length)), Integer.MAX_VALUE, null);
        assertThat(runner.steps(0))
            .isEqualTo(signature.inputs().get(0).overTime() ? length : 90 - length);
      }
      assertThat(model.code(purpose, "M")).isEqualTo(before);
    }
  }

  private static Sequence ones(Signature signature, int t, int s) {
    List<List<Integer>> lengths = new ArrayList<>();
    for (Signature.Axis axis : signature.axes()) {
      lengths.add(List.of(axis.name().equals("s") ? s : t));
    }
    List<double[]> inputs = new ArrayList<>();
    for (Signature.Input input : signature.inputs()) {
      double[] values = new double[3 * (input.name().equals("y") ? s : t)];
      java.util.Arrays.fill(values, 0.1);
      inputs.add(values);
    }
    return new Stored(lengths.get(0).get(0), lengths, inputs, Collections.nCopies(2, 3));
  }
}
