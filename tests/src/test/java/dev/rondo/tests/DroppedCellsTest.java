package dev.rondo.tests;

import static dev.rondo.tests.Vectors.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Library cells with noise in training, against loops with what was drawn for it. */
class DroppedCellsTest {
  private static final int UNITS = 3;

  /** The masks of a step. */
  private interface Masks {
    /** What was drawn below the probability to be 1. */
    double[] of(String name, double probability);
  }

  private interface Cell {
    double[] at(double[] x, Masks masks);
  }

  private interface Start {
    Cell with(Weights weights);
  }

  private static void same(String text, Start start) {
    CompiledModel model = new LibraryCase(text, UNITS).model();
    Program program = model.program(Purpose.TRAIN);
    Map<String, double[]> parameters = RandomData.parameters(model.signature(), 3);
    Numbers drawn =
        Chance.drawn(
            RandomData.flat(model.signature(), model.precision(), parameters),
            program.signature(),
            1,
            9);
    List<Sequence> sequences =
        Chance.drawn(
            RandomData.sequences(model.signature(), List.of(5, 0, 3), 4),
            program.signature(),
            1,
            2,
            3);
    Runner runner = new Runner(program);
    runner.load(drawn);
    runner.run(sequences, Integer.MAX_VALUE, null);
    double sum = 0;
    for (Sequence sequence : sequences) {
      Cell cell = start.with(new Weights(parameters, "y."));
      for (int t = 0; t < sequence.length(); t++) {
        int step = t;
        double[] x = {sequence.value(0, t, 0), sequence.value(0, t, 1)};
        double[] y =
            cell.at(x, (name, p) -> mask(program.signature(), drawn, sequence, step, name, p));
        for (int i = 0; i < UNITS; i++) {
          sum += Math.pow(y[i] - sequence.value(1, t, i), 2);
        }
      }
    }
    assertThat(runner.sum(0)).isCloseTo(sum, within(1e-12));
  }

  private static double[] mask(
      Signature program, Numbers drawn, Sequence sequence, int step, String name, double p) {
    String path = Chance.name(false, "y." + name);
    for (int n = 0; n < program.inputs().size(); n++) {
      if (program.inputs().get(n).name().equals(path)) {
        double[] mask = new double[program.inputs().get(n).size()];
        for (int i = 0; i < mask.length; i++) {
          mask[i] = sequence.value(n, step, i) < p ? 1 : 0;
        }
        return mask;
      }
    }
    Signature.Parameter parameter =
        program.parameters().stream()
            .filter(q -> q.path().equals(path))
            .findFirst()
            .orElseThrow(() -> new AssertionError(program.inputs() + " " + program.parameters()));
    double[] mask = new double[parameter.size()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = drawn.get(parameter.offset() + i) < p ? 1 : 0;
    }
    return mask;
  }

  @Test
  void zoneout() {
    same(
        "ZoneoutLSTM[3](x, zc = 0.5, zh = 0.25)",
        w ->
            new Cell() {
              double[] h = filled(UNITS, 0);
              double[] c = filled(UNITS, 0);

              @Override
              public double[] at(double[] x, Masks masks) {
                double[] i = sigmoid(w.gate("i", x, h));
                double[] f = sigmoid(w.gate("f", x, h));
                double[] o = sigmoid(w.gate("o", x, h));
                double[] n = add(mul(f, c), mul(i, tanh(w.gate("g", x, h))));
                c = mix(masks.of("dc", 0.5), c, n);
                h = mix(masks.of("dh", 0.25), h, mul(o, tanh(n)));
                return h;
              }
            });
  }

  @Test
  void variational() {
    same(
        "VariationalLSTM[3](x)",
        w ->
            new Cell() {
              double[] h = filled(UNITS, 0);
              double[] c = filled(UNITS, 0);

              @Override
              public double[] at(double[] x, Masks masks) {
                double[] u = scale(mul(x, masks.of("mx", 0.75)), 1 / 0.75);
                double[] v = scale(mul(h, masks.of("mh", 0.75)), 1 / 0.75);
                double[] i = sigmoid(w.gate("i", u, v));
                double[] f = sigmoid(w.gate("f", u, v));
                c = add(mul(f, c), mul(i, tanh(w.gate("g", u, v))));
                h = mul(sigmoid(w.gate("o", u, v)), tanh(c));
                return h;
              }
            });
  }

  @Test
  void weightDropped() {
    same(
        "WeightDroppedLSTM[3](x)",
        w ->
            new Cell() {
              double[] h = filled(UNITS, 0);
              double[] c = filled(UNITS, 0);

              @Override
              public double[] at(double[] x, Masks masks) {
                double[] i = sigmoid(gate("i", x, masks));
                double[] f = sigmoid(gate("f", x, masks));
                double[] o = sigmoid(gate("o", x, masks));
                c = add(mul(f, c), mul(i, tanh(gate("g", x, masks))));
                h = mul(o, tanh(c));
                return h;
              }

              private double[] gate(String name, double[] x, Masks masks) {
                double[] u = scale(mul(w.of("U" + name), masks.of("m" + name, 0.5)), 2);
                return add(w.by("W" + name, x), Weights.by(u, h), w.of("b" + name));
              }
            });
  }
}
