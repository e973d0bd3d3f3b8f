package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.verify.GradientCheck;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.compiler.verify.Tangent;
import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.Initialize;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.State;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Heads, slots and taps, against loops that are written out. */
class FixedAxesTest {
  private static final int K = 3;
  private static final int H = 4;
  private static final int STEPS = 6;

  private static final String HEADS =
      """
      model Heads[K = 3, H = 4] {
        input x: [H] over t
        input y: real over t
        axis k: K
        param W: [H, H] over k ~ normal(0.5)
        param v: [H]           ~ normal(0.5)
        param a: real over k   = log(k + 2)
        state m: [H] over k = 0
        m = tanh(W @ x + 0.5 * m[t-1])
        w = softmax(dot(v, m) + a, over k)
        c = sum(w * m, over k)
        f = sum(x[t-k] * (k + 1), over k)
        output m output w output c output f
        output z = concat(m, over k)
        output s = stack(m, over k)
        output top = max(w, over k)
        output second = m[k = 1]
        output each = mean(m, over k)
        loss squared_error(sum(c) + sum(f) + norm(w, over k), y)
      }
      """;

  private static CompiledModel model(String text) {
    return NamedRun.compile(text, Map.of(), Precision.F64);
  }

  @Test
  void headsAreLoops() {
    CompiledModel model = model(HEADS);
    Map<String, double[]> p = RandomData.parameters(model.signature(), 4);
    Numbers parameters = RandomData.flat(model.signature(), Precision.F64, p);
    Predictor predictor = new Predictor(model, parameters, Encoding.NONE);
    Random random = new Random(2);
    double[][] x = new double[STEPS][];
    Arrays.setAll(x, t -> random.doubles(H, -1, 1).toArray());
    double[][] outputs = predictor.run(new double[0], x).steps();
    State state = predictor.start();
    double[] stepped = new double[predictor.outputSize()];
    double[][] m = new double[K][H];
    for (int t = 0; t < STEPS; t++) {
      double[] expected = step(p, x, t, m);
      assertThat(outputs[t]).containsExactly(expected, within(1e-12));
      predictor.step(state, x[t], stepped);
      assertThat(stepped).isEqualTo(outputs[t]);
    }
  }

  /** The outputs of a step in their order; moves m on. */
  private static double[] step(Map<String, double[]> p, double[][] x, int t, double[][] m) {
    double[] w = new double[K];
    double sum = 0;
    for (int k = 0; k < K; k++) {
      double score = p.get("a")[k];
      for (int i = 0; i < H; i++) {
        double value = 0.5 * m[k][i];
        for (int j = 0; j < H; j++) {
          value += p.get("W")[(k * H + i) * H + j] * x[t][j];
        }
        m[k][i] = Math.tanh(value);
        score += p.get("v")[i] * m[k][i];
      }
      w[k] = Math.exp(score);
      sum += w[k];
    }
    double[] out = new double[K * H * 3 + K + 4 * H + 1];
    for (int k = 0; k < K; k++) {
      w[k] /= sum;
      out[K * H + k] = w[k];
      for (int i = 0; i < H; i++) {
        int at = K * H + K;
        out[k * H + i] = m[k][i];
        out[at + i] += w[k] * m[k][i];
        out[at + H + i] += t < k ? 0 : x[t - k][i] * (k + 1);
        at += 2 * H;
        out[at + k * H + i] = m[k][i];
        out[at + K * H + k * H + i] = m[k][i];
        at += 2 * K * H + 1;
        out[at + i] = m[1][i];
        out[at + H + i] += m[k][i] / K;
      }
    }
    out[K * H * 3 + K + 2 * H] = Arrays.stream(w).max().orElseThrow();
    return out;
  }

  @Test
  void theirGradientsAreRight() {
    for (String text :
        new String[] {
          HEADS,
          """
          model Slots[N = 5, H = 3] {
            input x: [H] over t
            input y: real over t
            axis n: N
            param M: [N, H] ~ normal(1)
            param A: [H, H] ~ normal(1)
            param g: real over n ~ normal(1)
            state s: real over n = 0.2
            state q: [H, H] over n = 0
            key  = A @ M[n]
            s    = sigmoid(dot(key, x) + g * s[t-1])
            q    = 0.9 * q[t-1] + s * outer(key, x)
            read = sum(q @ x, over n) + sum(logsumexp(q @ x) * n, over n)
            loss squared_error(sum(read), y)
          }
          """
        }) {
      CompiledModel model = model(text);
      GradientCheck.Report report =
          GradientCheck.check(model, Optional.of(new Tangent(model)), Set.of(), 5);
      assertThat(report.ok()).as(report.table()).isTrue();
    }
  }

  /** An axis is not counted: each position is drawn as if it were alone. */
  @Test
  void parametersBeginPositionByPosition() {
    CompiledModel model =
        model(
            """
            model M {
              input x: [8] over t
              axis k: 3
              axis n: 2
              param W: [8, 8] over k ~ orthogonal
              param G: [4, 8] over k ~ glorot
              param p: real over k over n = 10 * k + n + 1
              output y = sum(W @ x, over k)
              output z = sum(G @ x, over k)
              output q = concat(sum(p, over n), over k)
            }
            """);
    double[] w = Initialize.values(model.signature(), "W", 1);
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 8; j++) {
          double dot = 0;
          for (int l = 0; l < 8; l++) {
            dot += w[(k * 8 + i) * 8 + l] * w[(k * 8 + j) * 8 + l];
          }
          assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-12));
        }
      }
    }
    assertThat(Arrays.copyOf(w, 64)).isNotEqualTo(Arrays.copyOfRange(w, 64, 128));
    double bound = Math.sqrt(6.0 / 12);
    assertThat(Arrays.stream(Initialize.values(model.signature(), "G", 1)))
        .allMatch(v -> Math.abs(v) <= bound)
        .anyMatch(v -> Math.abs(v) > 0.9 * bound);
    assertThat(Initialize.values(model.signature(), "p", 1)).containsExactly(1, 2, 11, 12, 21, 22);
  }

  /** It can be checked, but delays are written out before data could say how many they are. */
  @Test
  void aDelayByAnAxisOfAnOpenLength() {
    String model =
        """
        model Filter[N] {
          input x: [N] over t
          axis k: N
          output y = sum(x[t-k], over k)
        }
        """;
    Source source = new Source("filter.rondo", model);
    CheckedModel open =
        CheckModel.check(source, Optional.empty(), Map.of(), (from, path) -> Optional.empty());
    assertThatThrownBy(() -> open.compile(Map.of("N", 3), Precision.F64))
        .hasMessageContaining(
            "filter.rondo:4:20: error: a delay by an axis is written out, and nothing says how"
                + " large N is");
    CheckedModel bound =
        CheckModel.check(
            source, Optional.empty(), Map.of("N", 3), (from, path) -> Optional.empty());
    assertThat(bound.compile(Map.of(), Precision.F64).signature().outputs()).hasSize(1);
  }
}
