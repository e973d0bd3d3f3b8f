package dev.rondo.compiler.equations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrintEquationsTest {
  @Test
  void printsACellAndItsGradientAsOneWouldWriteThem() {
    assertThat(PrintEquations.print(ElmanByHand.equations()))
        .isEqualTo(
            """
            param W: [3, 2]
            param U: [3, 3]
            param b: [3]
            input x: [2] over t
            h: [3] over t = tanh(b + W @ x + U @ h[t-1])
            next over t to last-1 = sum(x[t+1])
            size over t = sum(h)
            loss = sum(size * next, over t)
            dh: [3] over t = next[t else 0] + U' @ da[t+1]
            da: [3] over t = dh * (1 - h * h)
            root output/h = h
            root loss = loss
            root gradient/U: [3, 3] = sum(outer(da, h[t-1]), over reverse t)
            """);
  }

  /** As a pass leaves it behind, before what is dead is dropped. */
  @Test
  void printsAGeneratedEquationThatNothingReads() {
    Equations system = ElmanByHand.equations();
    Equation unread =
        new Equation("W%1", List.of(), Domain.ALL, new Node.Parameter("W"), Optional.empty());
    List<Equation> all = new ArrayList<>(system.equations());
    all.add(unread);
    assertThat(PrintEquations.print(system.with(all))).contains("param W%1 = W");
  }
}
