package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.PrintEquations;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of what is concatenated, cut where the loop ends; and slices of what they give. */
class SplitConcatsTest {
  private static final int X = 3;
  private static final int H = 5;

  private static CheckedModel check(String members) {
    String text =
        """
        model M {
          input x: [3] over t
          param W: [20, 8] ~ normal(0.5)
          param V: [8, 5] ~ normal(0.5)
          param b: [20] ~ normal(1)
          state h: [5] = 0
          state c: [5] = 0
          %s
          loss sum(h * h)
        }
        """
            .formatted(members);
    return model(text);
  }

  private static CheckedModel model(String text) {
    return CheckModel.check(
        new Source("m.rondo", text), Optional.empty(), Map.of(), (from, path) -> Optional.empty());
  }

  private static final String GATES =
      """
      c = sigmoid(slice(z, 5, 10)) * c[t-1] + sigmoid(slice(z, 0, 5)) * tanh(slice(z, 10, 15))
      h = sigmoid(slice(z, 15, 20)) * tanh(c)
      """;

  /** The numbers of products in the chains of the forward system. */
  private static List<Integer> chains(String members) {
    return check(members).compile(Map.of(), Precision.F32).forward().equations().stream()
        .map(Equation::node)
        .filter(n -> n instanceof Node.Affine)
        .map(n -> ((Node.Affine) n).products().size())
        .toList();
  }

  @Test
  void whatTheLoopDoesNotChangeIsMultipliedByItself() {
    assertThat(chains("z = W @ concat(x, h[t-1]) + b\n" + GATES)).containsExactly(2);
    assertThat(chains("c = c[t-1]\n h = tanh(concat(h[t-1], x) @ V)")).containsExactly(2);
    assertThat(chains("c = c[t-1]\n h = tanh(concat(slice(x, 0, 1), h[t-1], slice(x, 1, 3)) @ V)"))
        .containsExactly(3);
  }

  @Test
  void whatIsAllInTheLoopOrOutsideIsOneProduct() {
    String inside = "c = tanh(h[t-1])\n h = tanh(concat(h[t-1], slice(c, 0, 3)) @ V)";
    assertThat(chains(inside + "+ slice(x, 0, 1)[0]")).containsExactly(1);
    assertThat(chains("c = c[t-1]\n h = h[t-1] + concat(x, x, slice(x, 0, 2)) @ V"))
        .containsExactly(1);
  }

  /** Against the equations as written, and the gradient. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "c = c[t-1]\n h = tanh(concat(slice(x, 0, 1), h[t-1], slice(x, 1, 3)) @ V)",
        "c = tanh(h[t-1])\n h = tanh(concat(x, c) @ V + concat(x, c[t-1]) @ V + slice(b, 0, 5))",
        "u = concat(x, h[t-1])\n c = slice(u, 0, 5)\n h = tanh(u @ V) * c",
        "c = c[t-1]\n h = concat(x[t+1 else 0], h[t-1]) @ V",
        // slices that overlap, that leave gaps, of slices, of an axis's own row
        "z = W @ concat(x, h[t-1])\n c = slice(z, 0, 5) * slice(z, 3, 8)\n h = tanh(c + slice(z, 9, 14))",
        "z = W @ concat(x, h[t-1])\n c = slice(slice(z, 2, 12), 3, 8)\n h = tanh(c) * slice(z, 2, 7)",
        "z = W @ concat(x, h[t-1])\n c = slice(z, 5, 10)\n h = where(slice(z, 0, 5) > 0, tanh(c), c)",
        "z = b + h[t-1][0]\n c = slice(z, 0, 5) * slice(b, 5, 10)\n h = tanh(c + slice(b, 12, 17) + x[0])",
      })
  void valuesStay(String members) {
    ProductOrderTest.keepsItsValue(check(members));
  }

  /** Values side by side that share a part: none is written over while another needs it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = exp(u * 2)\n loss sum((A @ y) * (A @ v))",
        "y = exp(v * 2)\n loss sum((A @ y) * (A @ u))",
        "y = exp(u * 2)\n loss sum((A @ y) * (A @ concat(b, b)))",
        "loss sum((A @ v[t-2 else 0]) * (A @ u)) + sum(v * u[t+1 else 0])",
        "state w: [6] = 1\n w = tanh(A @ w[t-1]) + v\n loss sum(w * u) + sum(w[t = last] * v[t = first])",
        "output v\n output u\n loss sum((A @ v) * u)"
      })
  void whatOverlapsStays(String members) {
    String text =
        """
        model M {
          input x: [3] over t
          param A: [6, 6] ~ normal(0.5)
          a = tanh(x)
          b = tanh(2 * x)
          c = tanh(3 * x)
          u = concat(a, b)
          v = concat(b, c)
          %s
        }
        """
            .formatted(members);
    ProductOrderTest.keepsItsValue(model(text));
  }

  @Test
  void anLstmWithOneMatrixStaysRight() {
    ProductOrderTest.keepsItsValue(check("z = W @ concat(x, h[t-1]) + b\n" + GATES));
  }

  /** The adjoints of all gates are one row: none is added to zeros. */
  @Test
  void slicesGiveOneRow() {
    CompiledModel model =
        check("z = W @ concat(x, h[t-1]) + b\n" + GATES).compile(Map.of(), Precision.F32);
    assertThat(model.plan(Purpose.TRAIN).lines())
        .noneMatch(line -> line.contains("move") && line.contains("over t"));
    assertThat(PrintEquations.print(model.equations(Purpose.TRAIN)).lines())
        .filteredOn(line -> line.contains("concat(") && !line.startsWith("root"))
        .singleElement()
        .asString()
        .doesNotContain("concat(0");
  }

  /** A cell with one matrix is the one with two, to the bit, and so is its gradient. */
  @Test
  void oneMatrixOrTwoAreTheSame() {
    CompiledModel joined =
        check("z = W @ concat(x, h[t-1]) + b\n" + GATES).compile(Map.of(), Precision.F32);
    CompiledModel split =
        check(
                "param A: [20, 3] ~ normal(1)\n param U: [20, 5] ~ normal(1)\n"
                    + "z = A @ x + U @ h[t-1] + b\n"
                    + GATES)
            .compile(Map.of(), Precision.F32);
    Map<String, double[]> two = new HashMap<>(RandomData.parameters(split.signature(), 1));
    Map<String, double[]> one = new HashMap<>(two);
    one.put("W", columns(two.get("A"), two.get("U")));
    two.put("W", one.get("W"));
    one.keySet().retainAll(List.of("W", "V", "b"));
    List<Sequence> sequences = RandomData.sequences(joined.signature(), List.of(4, 0, 7), 2);
    NamedRun a = new NamedRun(joined, Purpose.TRAIN).load(one).run(sequences);
    NamedRun b = new NamedRun(split, Purpose.TRAIN).load(two).run(sequences);
    assertThat(a.sum("loss")).isEqualTo(b.sum("loss"));
    assertThat(a.gradient("b")).isEqualTo(b.gradient("b"));
    assertThat(a.gradient("W")).isEqualTo(columns(b.gradient("A"), b.gradient("U")));
  }

  private static double[] columns(double[] a, double[] u) {
    double[] all = new double[a.length + u.length];
    for (int i = 0; i < a.length / X; i++) {
      System.arraycopy(a, i * X, all, i * (X + H), X);
      System.arraycopy(u, i * H, all, i * (X + H) + X, H);
    }
    return all;
  }
}
