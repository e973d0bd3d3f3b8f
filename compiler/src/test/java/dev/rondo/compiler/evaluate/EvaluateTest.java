package dev.rondo.compiler.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.equations.ElmanByHand;
import dev.rondo.runtime.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluateTest {
  private static final int H = ElmanByHand.H;
  private static final int X = ElmanByHand.X;

  private final Map<String, double[]> parameters = new LinkedHashMap<>();
  private final List<double[][]> data = new ArrayList<>();

  EvaluateTest() {
    Random random = new Random(1);
    parameters.put("W", random.doubles(H * X, -1, 1).toArray());
    parameters.put("U", random.doubles(H * H, -1, 1).toArray());
    parameters.put("b", random.doubles(H, -1, 1).toArray());
    for (int length : new int[] {0, 1, 5, 400, 3}) {
      double[][] x = new double[length][];
      for (int t = 0; t < length; t++) {
        x[t] = random.doubles(X, -1, 1).toArray();
      }
      data.add(x);
    }
  }

  private Evaluate evaluate() {
    List<Sequence> sequences = new ArrayList<>();
    data.forEach(x -> sequences.add(ElmanByHand.sequence(x)));
    return new Evaluate(ElmanByHand.equations(), parameters, sequences);
  }

  /** h of one sequence, by a loop. */
  private double[][] direct(double[][] x) {
    double[] w = parameters.get("W");
    double[] u = parameters.get("U");
    double[][] h = new double[x.length][H];
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < H; i++) {
        double a = parameters.get("b")[i];
        for (int k = 0; k < X; k++) {
          a += w[i * X + k] * x[t][k];
        }
        for (int j = 0; t > 0 && j < H; j++) {
          a += u[i * H + j] * h[t - 1][j];
        }
        h[t][i] = StrictMath.tanh(a);
      }
    }
    return h;
  }

  private double directLoss() {
    double loss = 0;
    for (double[][] x : data) {
      double[][] h = direct(x);
      for (int t = 0; t < x.length - 1; t++) {
        loss += (h[t][0] + h[t][1] + h[t][2]) * (x[t + 1][0] + x[t + 1][1]);
      }
    }
    return loss;
  }

  @Test
  void givesTheValuesOfALoop() {
    Evaluate evaluate = evaluate();
    for (int b = 0; b < data.size(); b++) {
      double[][] h = direct(data.get(b));
      for (int t = 0; t < h.length; t++) {
        for (int i = 0; i < H; i++) {
          assertThat(evaluate.value("h", t, b, i)).isCloseTo(h[t][i], within(1e-12));
        }
      }
      assertThat(evaluate.value("h", h.length, b, 0)).isNaN();
    }
    assertThat(evaluate.root("loss")[0]).isCloseTo(directLoss(), within(1e-9));
  }

  @Test
  void givesTheGradientThatDifferencesGive() {
    double[] gradient = evaluate().root("gradient/U");
    double[] u = parameters.get("U");
    for (int i = 0; i < u.length; i++) {
      double at = u[i];
      u[i] = at + 1e-5;
      double above = directLoss();
      u[i] = at - 1e-5;
      double below = directLoss();
      u[i] = at;
      assertThat(gradient[i]).isCloseTo((above - below) / 2e-5, within(1e-6));
    }
  }
}
