package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.evaluate.Evaluate;
import dev.rondo.compiler.verify.GradientCheck;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.compiler.verify.Tangent;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains of products: how many multiplications they take, and that their values stay. */
class ProductOrderTest {
  /** A step counts as often as an update has steps. */
  private static final double STEPS = 256;

  private static CheckedModel check(String members) {
    String text = "model M {\n  input x: [40] over t\n" + members + "\n}\n";
    return CheckModel.check(
        new Source("m.rondo", text), Optional.empty(), Map.of(), (from, path) -> Optional.empty());
  }

  private static CompiledModel compile(String members) {
    return check(members).compile(Map.of(), Precision.F64);
  }

  /** Multiplications of all products of the forward system. */
  private static double cost(CompiledModel model) {
    double cost = 0;
    Map<String, Equation> byName = model.forward().byName();
    for (Equation equation : model.forward().equations()) {
      if (equation.node() instanceof Node.Affine affine) {
        for (Node.Product product : affine.products()) {
          Map<String, Integer> sizes = new HashMap<>();
          for (var read : List.of(product.a(), product.b())) {
            List<Index> indices = byName.get(read.name()).indices();
            for (int i = 0; i < indices.size(); i++) {
              if (indices.get(i).isFeature()) {
                sizes.put(read.indices().get(i), indices.get(i).size());
              }
            }
          }
          double once = sizes.values().stream().reduce(1, Math::multiplyExact);
          cost += equation.has(Index.Kind.TIME) ? STEPS * once : once;
        }
      }
    }
    return cost;
  }

  private static final String LOW_RANK = "param A: [40, 2] ~ glorot\n param B: [2, 40] ~ glorot\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "output y = A @ B @ x",
        "output y = (A @ B) @ x",
        "output y = A @ (B @ x)",
        "m = A @ B\n output y = m @ x",
        "m = B @ x\n output y = A @ m"
      })
  void aNameOrParenthesesChangeNothing(String members) {
    assertThat(cost(compile(LOW_RANK + "param C: [2, 40] ~ glorot\n" + members)))
        .isEqualTo(STEPS * (40 * 2 + 2 * 40));
  }

  @Test
  void whatParametersDecideIsMultipliedOnce() {
    String square = "param A: [40, 40] ~ glorot\n param B: [40, 40] ~ glorot\n";
    double once = 40 * 40 * 40 + STEPS * 40 * 40;
    assertThat(cost(compile(square + "output y = A @ B @ x"))).isEqualTo(once);
    assertThat(cost(compile(square + "output y = A @ (B @ x)"))).isEqualTo(once);
  }

  @Test
  void whatIsNeededElsewhereIsAFactor() {
    CompiledModel model = compile(LOW_RANK + "m = A @ B\n output y = m @ x\n output m");
    assertThat(cost(model)).isEqualTo(40 * 2 * 40 + STEPS * 40 * 40);
  }

  @Test
  void vectorsAtBothEndsAndTransposes() {
    String members =
        LOW_RANK
            + "param v: [40] ~ normal(1)\n output y = v @ A @ B @ x\n"
            + "output z = B' @ A' @ x";
    assertThat(cost(compile(members)))
        .isEqualTo(40 * 2 + 2 * 40 + STEPS * 40 + STEPS * (2 * 40 + 40 * 2));
  }

  /** Of all ways to set parentheses the cheapest. */
  private static long least(int[] sizes, int from, int to) {
    long least = to - from == 1 ? 0 : Long.MAX_VALUE;
    for (int at = from + 1; at < to; at++) {
      long own = (long) sizes[from] * sizes[at] * sizes[to];
      least = Math.min(least, own + least(sizes, from, at) + least(sizes, at, to));
    }
    return least;
  }

  @Test
  void theCheapestOfAllWays() {
    Random random = new Random(1);
    for (int i = 0; i < 30; i++) {
      int[] sizes = random.ints(3 + random.nextInt(5), 1, 9).toArray();
      StringBuilder members = new StringBuilder("output o = x\n");
      List<String> factors = new ArrayList<>();
      for (int f = 0; f + 1 < sizes.length; f++) {
        members.append("param W%d: [%d, %d] ~ glorot\n".formatted(f, sizes[f], sizes[f + 1]));
        factors.add("W" + f);
      }
      String chain = members + "output y = " + String.join(" @ ", factors);
      assertThat(cost(compile(chain))).isEqualTo((double) least(sizes, 0, sizes.length - 1));
    }
  }

  /** Against the equations as written, inside a loop too, and the gradient. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "h = tanh(A @ B @ h[t-1] + C @ D @ x)",
        "h = tanh((h[t-1] @ B' @ A') + C @ D @ A @ slice(x, 0, 2))",
        "h = tanh(A @ (B @ outer(x, h[t-1])) @ x)",
        "h = sigmoid(A @ B @ C @ D @ x) * (x @ C @ D @ h[t-1])"
      })
  void valuesStay(String equation) {
    String members =
        LOW_RANK
            + "param C: [40, 3] ~ glorot\n param D: [3, 40] ~ glorot\n state h: [40] = 0\n"
            + equation
            + "\n loss sum(h * h)";
    keepsItsValue(members);
  }

  private static void keepsItsValue(String members) {
    keepsItsValue(check(members));
  }

  /** Whether a model computes what its equations as written do, and its gradient is right. */
  static void keepsItsValue(CheckedModel checked) {
    CompiledModel model = checked.compile(Map.of(), Precision.F64);
    Map<String, double[]> parameters = RandomData.parameters(model.signature(), 2);
    List<Sequence> sequences = RandomData.sequences(model.signature(), List.of(3, 0, 5), 3);
    NamedRun run = new NamedRun(model, Purpose.EVALUATE).load(parameters).run(sequences);
    double written =
        new Evaluate(checked.equations(Map.of()), parameters, sequences).root("sum/loss")[0];
    assertThat(run.sum("loss")).isCloseTo(written, within(1e-11 * Math.abs(written)));
    assertThat(GradientCheck.check(model, Optional.of(new Tangent(model)), Set.of(), 5).ok())
        .isTrue();
  }

  /** What two vectors have in common is a row of both; under another name an axis is another. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "loss dot(B @ x, C @ x)",
        "k = B @ x  q = C @ x  axis u: t  loss sum(dot(q, k[t = u]), over u)",
        "k = B @ x  axis u: t  loss max(dot(x, A @ k[t = u]), over u)",
        "axis u: t  k = x[t = u]  loss sum(sum(B @ (A @ (B @ k)), over u)) * x[0]"
      })
  void chainsEndWhereAVectorIsOnItsSide(String members) {
    keepsItsValue(LOW_RANK + "param C: [2, 40] ~ glorot\n" + members);
  }
}
