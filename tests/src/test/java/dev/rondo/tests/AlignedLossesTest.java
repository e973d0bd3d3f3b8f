package dev.rondo.tests;

import static dev.rondo.tests.Vectors.*;

import dev.rondo.tests.AxesRun.Given;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Losses that add up all ways to say the same, against a list of all these ways. */
class AlignedLossesTest {
  private static final String CTC =
      "input e: [L + 1] over t  input z: token[L] over u  loss y + sum(x)";
  private static final String TRANSDUCER =
      "input e: [L + 1] over t over u  input z: token[L] over u  loss y + sum(x)";
  private static final String CHAIN =
      "input e: [L] over t  input z: token[L] over t  param A: [L, L] = 0 ";

  static final List<LibraryCase> CELLS =
      List.of(
          new LibraryCase("ctc(e, z)", CTC),
          new LibraryCase("transducer(e, z)", TRANSDUCER),
          new LibraryCase("crf(e, A, z)", CHAIN + "loss y + sum(x)"),
          new LibraryCase("viterbi(e, A)", CHAIN + "loss crf(e, A, z) + sum(x)"));

  private static final int BLANK = 3;

  @Test
  void ctcAddsUpAllPaths() {
    AxesRun.same(
        CELLS.get(0),
        given -> {
          double[][] p = probabilities(given.rows("e"));
          double[] total = {0};
          words(p.length, 4, path -> total[0] += spells(path, given) ? product(p, path) : 0);
          return new double[][] {{total[0] == 0 ? 0 : -Math.log(total[0])}};
        });
  }

  /** Repeated symbols are one, then blanks are none. */
  private static boolean spells(int[] path, Given given) {
    List<Integer> said = new ArrayList<>();
    for (int t = 0; t < path.length; t++) {
      if (path[t] != BLANK && (t == 0 || path[t] != path[t - 1])) {
        said.add(path[t]);
      }
    }
    return Arrays.equals(said.stream().mapToInt(i -> i).toArray(), given.tokens("z"));
  }

  private static double product(double[][] p, int[] path) {
    double product = 1;
    for (int t = 0; t < path.length; t++) {
      product *= p[t][path[t]];
    }
    return product;
  }

  @Test
  void transducerAddsUpAllWalks() {
    AxesRun.same(
        CELLS.get(1),
        given -> {
          int steps = given.length("t");
          int[] said = given.tokens("z");
          boolean none = steps == 0 || said.length == 0;
          double all = none ? 1 : walks(probabilities(given.rows("e")), steps, said, 0, 0);
          return new double[][] {{-Math.log(all)}};
        });
  }

  /** All walks from a place of the lattice to its end, and the last blank. */
  private static double walks(double[][] p, int steps, int[] said, int t, int u) {
    double[] here = p[t * said.length + u];
    double on = 0;
    if (u + 1 < said.length) {
      on += here[said[u + 1]] * walks(p, steps, said, t, u + 1);
    }
    if (t + 1 < steps) {
      on += here[BLANK] * walks(p, steps, said, t + 1, u);
    }
    return t + 1 == steps && u + 1 == said.length ? here[BLANK] : on;
  }

  @Test
  void crfAddsUpAllTags() {
    AxesRun.same(
        CELLS.get(2),
        given -> {
          double[] total = {0};
          words(given.length("t"), 3, tags -> total[0] += Math.exp(score(given, tags)));
          return new double[][] {{Math.log(total[0]) - score(given, given.tokens("z"))}};
        });
  }

  @Test
  void viterbiFindsTheBestOfAllTags() {
    AxesRun.same(
        CELLS.get(3),
        given -> {
          int[][] best = {new int[0]};
          double[] most = {Double.NEGATIVE_INFINITY};
          words(
              given.length("t"),
              3,
              tags -> {
                if (score(given, tags) > most[0]) {
                  most[0] = score(given, tags);
                  best[0] = tags.clone();
                }
              });
          return Arrays.stream(best[0])
              .mapToObj(tag -> new double[] {tag})
              .toArray(double[][]::new);
        });
  }

  private static double score(Given given, int[] tags) {
    double[] a = given.weights().parameters().get("A");
    double score = 0;
    for (int t = 0; t < tags.length; t++) {
      score += given.rows("e")[t][tags[t]] + (t == 0 ? 0 : a[tags[t - 1] * 3 + tags[t]]);
    }
    return score;
  }

  private static double[][] probabilities(double[][] logits) {
    return Arrays.stream(logits)
        .map(e -> scale(exp(e), 1 / Arrays.stream(exp(e)).sum()))
        .toArray(double[][]::new);
  }

  /** All words of a length. */
  private static void words(int length, int symbols, Consumer<int[]> each) {
    int[] word = new int[length];
    int at = 0;
    while (at >= 0) {
      each.accept(word);
      at = length - 1;
      while (at >= 0 && ++word[at] == symbols) {
        word[at--] = 0;
      }
    }
  }
}
