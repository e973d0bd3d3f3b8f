package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rondo.tests.random.Passes;
import dev.rondo.tests.random.RandomModels;
import dev.rondo.tests.random.RandomProgram;
import dev.rondo.tests.random.Shrink;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The generator itself: the same for the same seed, and nothing of the language left out. */
class RandomModelsTest {
  private static String text(int programs) {
    return LongStream.range(0, programs)
        .mapToObj(s -> RandomModels.program(s).text())
        .collect(Collectors.joining());
  }

  @Test
  void isDecidedByItsSeed() {
    assertThat(RandomModels.program(7)).isEqualTo(RandomModels.program(7));
    assertThat(RandomModels.program(7).text()).isNotEqualTo(RandomModels.program(8).text());
  }

  /** A set whose order each JVM chooses brings one of these in every JVM. */
  @Test
  void namesAxesInTheirOrder() {
    assertThat(text(500).lines().filter(line -> line.matches(".*\\b[sk] \\+ t\\b.*"))).isEmpty();
  }

  /** The cell within may read the step before of what it is given. */
  @Test
  void whatACellPassesOnVaries() {
    assertThat(text(500).lines().filter(line -> line.matches(" +u[0-9]+ = .*")))
        .isNotEmpty()
        .allMatch(line -> line.matches(".*\\bx\\b.*"));
  }

  /** A look-up at {@code s = length(s) - 1} was reduced over s, over which it does not vary. */
  @Test
  void whatIsReducedVaries() {
    assertThatCode(() -> Passes.check(RandomModels.program(20285))).doesNotThrowAnyException();
  }

  /** Else the names of losses do not say which of them count once a window. */
  @Test
  void whatStreamsDoesSoAlongT() {
    List<RandomProgram> programs =
        LongStream.range(0, 200)
            .mapToObj(RandomModels::program)
            .filter(p -> p.streaming() && p.text().contains(" over s"))
            .toList();
    assertThat(programs)
        .isNotEmpty()
        .allMatch(p -> Passes.check(p).axes().get(0).name().equals("t"));
  }

  @Test
  void writesEverythingThatThereIsToTest() {
    assertThat(text(500))
        .contains(
            List.of(
                "fun f1",
                "cell C2",
                "layer L1",
                "over reverse t",
                ", from = ",
                "from h = ",
                "from c = ",
                "[t-3]",
                "[t-2 else",
                "[t+1 else",
                "[t+1]",
                "[last]",
                "[first]",
                "over t)",
                "Bidirectional[",
                "Stack[3, ",
                "Stack[2, Bidirectional[",
                "GRUCho[",
                "Elman[",
                "LSTM[",
                "GRU[",
                "Score(",
                "Linear[",
                "token[V]",
                "cross_entropy(",
                "one_hot(",
                "' @ ",
                "dot(",
                "outer(",
                "concat(",
                "stack(",
                "split(",
                "slice(",
                "reshape(",
                "softmax(",
                "log_softmax(",
                "layer_norm(",
                "logsumexp(",
                "norm(",
                "cosine(",
                "where(",
                "log(",
                "sqrt(",
                "erf(",
                "mod(",
                "logaddexp(",
                "stop(",
                "length(t)",
                " when ",
                "metric ",
                "loss regular",
                "fixed ",
                "if ",
                "leak",
                "int over t",
                ".c",
                "relu]",
                "] over s",
                "] over t over k in t",
                "axis u: t",
                "axis u: s",
                "axis p: t by 2",
                "[t = 2 * p]",
                "[t = u]",
                "[s = ",
                "[k = last]",
                "[t = first]",
                "[s+1 else",
                "[s+1]",
                "[k-2]",
                "noise es: [H] over s",
                "softmax(score1, over s)",
                "c1 = 0.8 * c1[t-1] + w1",
                "Attend[",
                "Grid[H](",
                "over reverse s",
                "over reverse k",
                "over k)",
                "token[V] over s",
                "loss regular",
                "= 1,"));
  }

  @Test
  void shrinksToWhatFails() {
    RandomProgram program = RandomModels.program(3);
    RandomProgram small =
        Shrink.shrink(
            program, p -> p.text().contains("erf(") && p.lengths().stream().anyMatch(l -> l >= 2));
    assertThat(small.lengths()).containsExactly(2);
    assertThat(small.text().lines().count()).isLessThan(10);
  }
}
