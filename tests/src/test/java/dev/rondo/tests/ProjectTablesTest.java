package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.errors.Source;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that are multiplied once, in place of each row that is looked up in them. */
class ProjectTablesTest {
  private static CheckedModel check(int symbols, String members) {
    String text =
        """
        model M {
          input x: token[V] over t
          input z: [3] over t
          param E: [V, 3] ~ normal(1)
          param W: [4, 3] ~ glorot
          param U: [4, 4] ~ glorot
          param b: [4] ~ normal(1)
          %s
        }
        """
            .formatted(members)
            .replace("V", Integer.toString(symbols));
    return CheckModel.check(
        new Source("m.rondo", text), Optional.empty(), Map.of(), (from, path) -> Optional.empty());
  }

  /** How many products with a matrix are made at each step. */
  private static long products(CompiledModel model) {
    return model.forward().equations().stream()
        .filter(e -> e.has(Index.Kind.TIME))
        .map(Equation::node)
        .filter(n -> n instanceof Node.Affine)
        .mapToLong(n -> ((Node.Affine) n).products().size())
        .sum();
  }

  private static CompiledModel compile(int symbols, String members) {
    return check(symbols, members).compile(Map.of(), Precision.F64);
  }

  @Test
  void aSmallTableIsMultipliedOnce() {
    String members = "h = tanh(W @ E[x] + U @ h[t-1] + b)\n state h: [4] = 0\n loss sum(h * h)";
    assertThat(products(compile(256, members))).isEqualTo(1);
    assertThat(products(compile(257, members))).isEqualTo(2);
  }

  @Test
  void whatIsNoRowOfATableIsMultipliedAtEachStep() {
    assertThat(products(compile(5, "loss sum(W @ (E[x] * z))"))).isEqualTo(1);
    assertThat(products(compile(5, "loss sum(W @ z + b)"))).isEqualTo(1);
    // a chain begins with what varies
    assertThat(products(compile(5, "loss sum(U @ (W @ E[x]))"))).isEqualTo(0);
  }

  /** Against the equations as written, and the gradient. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "loss sum(W @ E[x])",
        "loss sum(E[x] @ W' + b)",
        "loss sum(W @ E[x] + W @ E[x[t+1]] + b)",
        "state h: [4] = 0\n h = tanh(W @ E[x] + U @ h[t-1] + b)\n loss sum(h * h * (U @ (W @ E[x])))",
        "state h: [4] = 0\n h = tanh(W @ E[x] + W @ z + b + U @ h[t-1])\n loss sum(h) when t > 1",
        "h = Stack[2, GRU[4]](E[x], over reverse t)\n loss sum(h * h) + sum(E[x] * E[x])"
      })
  void valuesStay(String members) {
    ProductOrderTest.keepsItsValue(check(5, members));
  }

  /** A sequence's symbol beside an axis of any name: no step is looked up. */
  @Test
  void aTableIsNoAxis() {
    CompiledModel model =
        NamedRun.compile(
            """
            model M {
              input c: token[5]
              input x: [3] over v
              param E: [5, 3] ~ normal(1)
              param W, K: [4, 3] ~ glorot
              param U: [4, 4] ~ glorot
              state h: [4] = 0
              g = W @ E[c]
              h = tanh(g + U @ h[v-1] + K @ x)
              output h
            }
            """,
            Map.of(),
            Precision.F32);
    assertThat(model.program(Purpose.PREDICT).plan().limits().streams()).isEmpty();
  }

  @Test
  void twoRowsByOneMatrixAreOfOneTable() {
    String members = "loss sum((W @ E[x]) * (W @ E[x[t+1]]))";
    assertThat(
            compile(5, members).forward().equations().stream()
                .filter(e -> e.node() instanceof Node.Affine))
        .hasSize(1);
  }
}
