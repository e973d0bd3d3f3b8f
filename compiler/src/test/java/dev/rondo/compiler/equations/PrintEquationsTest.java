package dev.rondo.compiler.equations;

import static org.assertj.core.api.Assertions.assertThat;

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
}
