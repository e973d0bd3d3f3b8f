package dev.rondo.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.errors.Source;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values that would be as large as all rows, and need not be there. */
class RowsNotWrittenTest {
  private static final String ATTENTION =
      """
      input x: [8] over t
      input k: [8] over s
      param W, K: [8, 8] ~ normal(1)
      param v: [8] ~ normal(1)
      state h: [8] = 0
      score = dot(v, tanh(W @ h[t-1] + K @ k))
      h = tanh(x + sum(softmax(score, over s) * k, over s))
      loss sum(h^2)
      """;

  /** The lines of a training's plan. */
  private static List<String> plan(String members) {
    return CheckModel.check(
            new Source("test.rondo", "model M {\n" + members + "\n}\n"),
            Optional.empty(),
            Map.of(),
            (from, path) -> Optional.empty())
        .compile(Map.of(), Precision.F32)
        .plan(Purpose.TRAIN)
        .lines()
        .map(String::strip)
        .toList();
  }

  @Test
  void theGradientOfAScalarProductIsAKernel() {
    assertThat(
            plan(
                """
                input x: [8] over t
                param v: [8] ~ normal(1)
                loss dot(v, tanh(x + v))
                """))
        .noneMatch(line -> line.startsWith("contract") && !line.contains("sum("));
  }

  @Test
  void theGradientOfASumOverAnAxisIsRowsThatAreThere() {
    assertThat(
            plan(
                """
                input x: [8] over t
                input k: [8] over s
                param W: [8, 8] ~ normal(1)
                weight = softmax(dot(x, W @ k), over s)
                y = sum(weight * k, over s)
                loss sum((W @ concat(slice(y, 0, 4), slice(x, 0, 4)))^2)
                """))
        .noneMatch(line -> line.matches("kernel +8 +∂y%\\d+"));
  }

  @Test
  void aSumOverRowsMakesItsTermsItself() {
    assertThat(
            plan(
                """
                input x: [8] over t
                input k: [8] over s
                y = sum(softmax(dot(x, k), over s) * k, over s)
                loss sum(y^2)
                """))
        .anyMatch(line -> line.matches("sum_rows +16 +\\(.*\\) +y\\[i:8\\] over t = sum.*"));
  }

  /** What the keys get from all steps is summed step by step: pairs of positions need no rows. */
  @Test
  void aSumOverALoopsStepsIsMadeInTheLoop() {
    List<String> plan = plan(ATTENTION);
    int loop = plan.indexOf("loop over t, from the last step");
    List<String> behind = plan.subList(loop, plan.size());
    assertThat(plan.subList(0, loop)).anyMatch(line -> line.matches("clear .*over s = sum.*"));
    assertThat(behind).anyMatch(line -> line.matches("add_rows .*over s = sum.*over reverse t.*"));
    assertThat(behind).noneMatch(line -> line.matches("sum_rows .*over s = sum\\(∂score.*"));
  }

  /** The gates of a GRU stand between its two candidates: either matrix's gradient has one row. */
  @Test
  void whatTwoSumsShareIsThereOnce() {
    assertThat(plan("input x: [8] over t\n h = GRU[8](x)\n loss sum(h * h)"))
        .noneMatch(line -> line.startsWith("move"));
  }

  /** 1 - tanh², for each pair of positions, is made where the gradient that it scales is. */
  @Test
  void whatIsForALaterLoopAloneIsMadeThere() {
    assertThat(plan(ATTENTION)).noneMatch(line -> line.matches("kernel +16 +\\(∂score.*"));
  }

  @Test
  void aTermThatOthersReadStaysAValue() {
    assertThat(
            plan(
                """
                input x: [8] over t
                input k: [8] over s
                param W: [8, 8] ~ normal(1)
                z = tanh(x) * k
                loss sum((W @ sum(z, over s))^2) + sum((W @ sum(z, over t))^2)
                """))
        .noneMatch(line -> line.startsWith("sum_rows") && line.contains("(z)"));
  }
}
