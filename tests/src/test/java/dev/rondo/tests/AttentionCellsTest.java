package dev.rondo.tests;

import static dev.rondo.tests.Vectors.*;

import dev.rondo.tests.AxesRun.Given;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Library cells that attend, and what lives on them, against loops written from their papers. */
class AttentionCellsTest {
  private static final String KEYS = "input keys: [3] over s ";
  private static final String QUERY = KEYS + "input q: [3] over t ";
  private static final String GOAL = "input goal: [3] over t  loss sum(squared_error(y, goal)) ";

  private static final LibraryCase ADDITIVE = new LibraryCase("Attend[4](x, keys)", KEYS + GOAL);
  private static final LibraryCase COVERAGE =
      new LibraryCase("CoverageAttend[4](x, keys)", KEYS + GOAL + "loss y.penalty");
  private static final LibraryCase POINTER =
      new LibraryCase(
          "Pointer[4](x, keys)",
          KEYS + "input goal: int over t  loss -log_softmax(y, over s)[s = goal]");
  private static final LibraryCase DOT = new LibraryCase("AttendDot(q, keys)", QUERY + GOAL);
  private static final LibraryCase GENERAL = new LibraryCase("AttendGeneral(x, keys)", KEYS + GOAL);
  private static final LibraryCase LOCAL = new LibraryCase("AttendLocal[2](x, keys)", KEYS + GOAL);
  private static final LibraryCase DECODER =
      new LibraryCase("LuongDecoder[3, AttendGeneral](x, keys)", KEYS + GOAL);
  private static final LibraryCase FAR_DECODER =
      new LibraryCase("LuongDecoder[3, AttendLocal[1]](x, keys)", KEYS + GOAL);
  private static final LibraryCase POOL =
      new LibraryCase("AttentionPool[3](x)", "input goal: [2]  loss sum(squared_error(y, goal))");
  private static final LibraryCase SELF = new LibraryCase("SelfAttend[4, 3](x)", GOAL);

  static final List<LibraryCase> CELLS =
      List.of(ADDITIVE, COVERAGE, POINTER, DOT, GENERAL, LOCAL, DECODER, FAR_DECODER, POOL, SELF);

  @Test
  void additiveAttention() {
    AxesRun.same(
        ADDITIVE,
        given -> {
          double[][] keys = given.rows("keys");
          return each(
              given.rows("x"), x -> weighted(softmax(additive(given.weights(), x, keys)), keys));
        });
  }

  private static double[] additive(Weights w, double[] q, double[][] keys) {
    return scores(keys, key -> dot(w.of("v"), tanh(add(w.by("Wq", q), w.by("Wk", key)))));
  }

  @Test
  void attentionWithCoverage() {
    AxesRun.same(
        COVERAGE,
        given -> {
          Weights w = given.weights();
          double[][] keys = given.rows("keys");
          double[] covered = filled(keys.length, 0);
          double[][] x = given.rows("x");
          double[][] y = new double[x.length][];
          for (int t = 0; t < x.length; t++) {
            double[] score = new double[keys.length];
            for (int s = 0; s < keys.length; s++) {
              double[] seen = scale(w.of("w"), covered[s]);
              double[] all = add(w.by("Wq", x[t]), w.by("Wk", keys[s]), seen, w.of("b"));
              score[s] = dot(w.of("v"), tanh(all));
            }
            double[] weight = softmax(score);
            covered = add(covered, weight);
            y[t] = weighted(weight, keys);
          }
          return y;
        });
  }

  @Test
  void pointersScoreAllPositions() {
    AxesRun.same(
        POINTER,
        given -> {
          double[][] keys = given.rows("keys");
          double[][] scores = each(given.rows("x"), x -> additive(given.weights(), x, keys));
          boolean first = given.signature().outputs().get(0).axes().get(0) == 0;
          return first == given.signature().axes().get(0).name().equals("t")
              ? rows(scores)
              : rows(transposed(scores, keys.length));
        });
  }

  /** One number a row. */
  private static double[][] rows(double[][] all) {
    return Arrays.stream(concat(all)).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
  }

  private static double[][] transposed(double[][] a, int columns) {
    double[][] b = new double[columns][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < columns; k++) {
        b[k][i] = a[i][k];
      }
    }
    return b;
  }

  @Test
  void multiplicativeAttention() {
    AxesRun.same(
        DOT,
        given -> {
          double[][] keys = given.rows("keys");
          return each(
              given.rows("q"), q -> weighted(softmax(scores(keys, key -> dot(q, key))), keys));
        });
    AxesRun.same(
        GENERAL,
        given -> each(given.rows("x"), x -> general(given.weights(), x, given.rows("keys"))));
  }

  private static double[] general(Weights w, double[] q, double[][] keys) {
    return weighted(softmax(scores(keys, key -> dot(q, w.by("W", key)))), keys);
  }

  @Test
  void localAttention() {
    AxesRun.same(
        LOCAL,
        given -> each(given.rows("x"), x -> local(given.weights(), x, given.rows("keys"), 2)));
  }

  /** As the paper has it: a window around the position, its softmax, a normal curve over it. */
  private static double[] local(Weights w, double[] q, double[][] keys, double d) {
    double p = keys.length * sigmoid(dot(w.of("vp"), tanh(w.by("Wp", q))));
    double[] context = filled(3, 0);
    double total = 0;
    for (int s = (int) Math.ceil(p - d); s <= p + d; s++) {
      if (s >= 0 && s < keys.length) {
        double align = Math.exp(dot(q, w.by("W", keys[s])));
        total += align;
        double deviation = d / 2;
        double curve = Math.exp(-(s - p) * (s - p) / (2 * deviation * deviation));
        context = add(context, scale(keys[s], align * curve));
      }
    }
    return total == 0 ? context : scale(context, 1 / total);
  }

  @Test
  void decoderWithInputFeeding() {
    AxesRun.same(DECODER, given -> decoder(given, AttentionCellsTest::general));
    AxesRun.same(FAR_DECODER, given -> decoder(given, (w, q, keys) -> local(w, q, keys, 1)));
  }

  private interface Attention {
    double[] context(Weights w, double[] q, double[][] keys);
  }

  private static double[][] decoder(Given given, Attention attention) {
    Weights w = given.weights();
    Weights lstm = w.in("h");
    double[] h = filled(3, 0);
    double[] c = filled(3, 0);
    double[] y = filled(3, 0);
    double[][] x = given.rows("x");
    double[][] all = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] in = concat(x[t], y);
      double[] i = sigmoid(lstm.gate("i", in, h));
      double[] f = sigmoid(lstm.gate("f", in, h));
      double[] o = sigmoid(lstm.gate("o", in, h));
      c = add(mul(f, c), mul(i, tanh(lstm.gate("g", in, h))));
      h = mul(o, tanh(c));
      double[] context = attention.context(w.in("context"), h, given.rows("keys"));
      y = tanh(w.by("W", concat(context, h)));
      all[t] = y;
    }
    return all;
  }

  @Test
  void pooling() {
    AxesRun.same(
        POOL,
        given -> {
          Weights w = given.weights();
          double[][] x = given.rows("x");
          double[] score = scores(x, v -> dot(w.of("u"), tanh(add(w.by("W", v), w.of("b")))));
          return new double[][] {x.length == 0 ? filled(2, 0) : weighted(softmax(score), x)};
        });
  }

  @Test
  void causalSelfAttention() {
    AxesRun.same(
        SELF,
        given -> {
          Weights w = given.weights();
          double[][] x = given.rows("x");
          double[][] y = new double[x.length][];
          for (int t = 0; t < x.length; t++) {
            double[][] past = Arrays.copyOf(x, t + 1);
            double[] q = w.by("Wq", x[t]);
            double[] score = scores(past, v -> dot(q, w.by("Wk", v)) / 2);
            y[t] = weighted(softmax(score), each(past, v -> w.by("Wv", v)));
          }
          return y;
        });
  }

  private interface Score {
    double of(double[] key);
  }

  private interface Map {
    double[] of(double[] x);
  }

  private static double[] scores(double[][] keys, Score score) {
    return Arrays.stream(keys).mapToDouble(score::of).toArray();
  }

  private static double[][] each(double[][] x, Map map) {
    return Arrays.stream(x).map(map::of).toArray(double[][]::new);
  }

  private static double[] softmax(double[] score) {
    double[] e = exp(score);
    return scale(e, 1 / Arrays.stream(e).sum());
  }

  private static double[] weighted(double[] weight, double[][] keys) {
    double[] sum = filled(keys.length == 0 ? 3 : keys[0].length, 0);
    for (int s = 0; s < keys.length; s++) {
      sum = add(sum, scale(keys[s], weight[s]));
    }
    return sum;
  }
}
