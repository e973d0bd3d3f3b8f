package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A feed that draws a position along an axis, against a loop by hand. */
class DrawnPositionTest {
  private static final CompiledModel MODEL =
      NamedRun.compile(
          """
          model Points {
            input x: real over s
            input y: int over t
            score = 0.3 * x * t + x[s = y[t-1 else 0]]
            tilted = score - 0.1 * s
            output p = softmax(tilted, over s)
            feed y = choose(tilted, over s)
          }
          """,
          Map.of(),
          Precision.F64);

  private static final int STEPS = 5;
  private static final int GIVEN = 2;

  /** Draws of {@code feed/y/draw}, in the order of its rows. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Drawn(double[] x, double[] draws, double temperature) implements Sequence {
    @Override
    public long length() {
      return STEPS;
    }

    @Override
    public int length(int axis, int within) {
      return x.length;
    }

    @Override
    public double value(int input, long step, int feature) {
      return switch (MODEL.program(Purpose.SAMPLE).signature().inputs().get(input).name()) {
        case "x" -> x[(int) step];
        case "y" -> 1;
        case "feed/y/given" -> step < GIVEN ? 1 : 0;
        case "feed/y/draw" -> draws[(int) step];
        case "feed/temperature" -> temperature;
        default -> throw new AssertionError(input);
      };
    }
  }

  private static int[] byHand(Drawn drawn) {
    double[] x = drawn.x();
    int[] y = new int[STEPS];
    for (int t = 0; t < STEPS; t++) {
      int before = t == 0 ? 0 : y[t - 1];
      double most = Double.NEGATIVE_INFINITY;
      for (int s = 0; s < x.length; s++) {
        double read = before < x.length ? x[before] : 0;
        double noisy =
            0.3 * x[s] * t + read - 0.1 * s + drawn.temperature() * drawn.draws()[t * x.length + s];
        if (noisy > most) {
          most = noisy;
          y[t] = s;
        }
      }
      y[t] = t < GIVEN ? 1 : y[t];
    }
    return y;
  }

  @Test
  void isTheLargestOfScoreAndDraw() {
    Runner runner = new Runner(MODEL.program(Purpose.SAMPLE));
    runner.load(Numbers.zeros(Precision.F64, 0));
    Random random = new Random(5);
    for (int run = 0; run < 30; run++) {
      int places = run % 6;
      Drawn drawn =
          new Drawn(
              random.doubles(places, -1, 1).toArray(),
              random.doubles((long) STEPS * places, -1, 4).toArray(),
              run % 3);
      runner.run(List.of(drawn), Integer.MAX_VALUE, null);
      int[] y = byHand(drawn);
      for (int t = 0; t < STEPS; t++) {
        assertThat(runner.output(1, 0, t, 0)).as("run %d, step %d", run, t).isEqualTo(y[t]);
      }
    }
  }
}
