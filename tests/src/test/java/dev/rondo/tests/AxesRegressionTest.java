package dev.rondo.tests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs over several axes that once gave something wrong. */
class AxesRegressionTest {
  /** Only its initial value makes a state vary over t: it was one state for all of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "h = tanh(W @ h[s-1])",
        "h = tanh(W @ h[s-1] + y)",
        "h = tanh(W @ y)  e = h[s = last]  loss sum(e * e)",
      })
  void aStateVariesOverWhatItStartsFrom(String equation) {
    RegressionTest.gradientIsRight(
        """
        model M {
          input x: [2] over t
          input y: [2] over s
          param W: [2, 2] ~ normal(1)
          state h: [2] = tanh(x)
          %s
          loss sum(h * h)
        }
        """
            .formatted(equation));
  }

  /** The gradient of what is read inside kept the axes that only what is outside has. */
  @ParameterizedTest
  @ValueSource(strings = {"a[t-1 else a * y]", "a[t+2 else y]", "y[s-1 else a]"})
  void whatIsOutsideVariesOverMore(String read) {
    RegressionTest.gradientIsRight(
        """
        model M {
          input x: [2] over t
          input y: [2] over s
          param w: [2] ~ normal(1)
          a = w * x
          h = sin(%s) * w
          loss sum(h * h)
        }
        """
            .formatted(read));
  }

  /** What a cell applies to a value over two axes runs over the cell's own, however deep. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Stack[3, GRU[2]](z, over s)",
        "Stack[2, Bidirectional[GRU[2]]](z, over t)",
        "Stack[2, LSTM[2]](z, over reverse t)",
      })
  void aCellInACellInACell(String application) {
    RegressionTest.gradientIsRight(
        """
        model M {
          input x: [2] over t
          input y: [2] over s
          z = x * y
          h = %s
          loss sum(h * h)
        }
        """
            .formatted(application));
  }

  /** Positions that vary over the axis they are along, of what also varies over a fixed one. */
  @ParameterizedTest
  @ValueSource(strings = {"x[t = p]", "x[t = mod(2 * t, 3)]", "x[t = p else w]"})
  void aLookUpKeepsAxesOfFixedLength(String read) {
    RegressionTest.gradientIsRight(
        """
        model M {
          axis k: 3
          input x: [2] over t over k
          input p: int over t
          param w: [2] ~ normal(1)
          h = sin(%s) * w
          loss sum(sum(h * h, over k))
        }
        """
            .formatted(read));
  }

  /** The gradient of a look-up asked where along k a step is, and not at which step along t. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "length(k) - 1", "mod(t, 2)"})
  void aLookUpAlongAnAxisThatLiesInAnother(String position) {
    RegressionTest.gradientIsRight(
        """
        model M {
          input x: [2] over t over k in t
          param w: [2] ~ normal(1)
          y = tanh(w * x)
          h = y[k = %s]
          loss sum(h * x)
        }
        """
            .formatted(position));
  }

  /** The gradient of a sum over t is spread over t: what a delay shows of it has no rows. */
  @Test
  void aDelayOfASpreadValueHasRowsOfItsOwn() {
    RegressionTest.gradientIsRight(
        """
        model M {
          input x: [3] over t
          param W, V, U: [5, 3] ~ normal(1)
          h = tanh(U @ x)
          a = sum(h[t-1], over t)
          b = sum(h[t-2], over t)
          loss sum(tanh(W' @ a + V' @ b))
        }
        """);
  }

  /** Each position of a state takes the same: its adjoint is the sum over them. */
  @ParameterizedTest
  @ValueSource(strings = {"[2] slice(W @ x, 1, 3)", "[2, 2] reshape(W @ x, 2, 2)", "[2] V[1]"})
  void aPartIsSpreadOverAnAxisOfFixedLength(String part) {
    int space = part.indexOf("] ") + 1;
    RegressionTest.gradientIsRight(
        """
        model M {
          input x: [4] over t
          axis n: 3
          param W: [4, 4] ~ normal(1)
          V = reshape(W @ x, 2, 2)
          state m: %s over n = 0
          m = %s
          loss sum(sum(m[t-1] * m, over n))
        }
        """
            .formatted(part.substring(0, space), part.substring(space)));
  }
}
