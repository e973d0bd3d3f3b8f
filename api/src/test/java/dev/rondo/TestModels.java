package dev.rondo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small models with their data. */
final class TestModels {
  private TestModels() {}

  /** Writes a file. */
  static Path write(Path folder, String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A forecaster of one column, and its data beside it. */
  static Path forecaster(Path folder) {
    StringBuilder rows = new StringBuilder("step,value\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i).append(',').append(Math.round(100 * Math.sin(i * 0.7)) / 10.0).append('\n');
    }
    write(folder, "wave.csv", rows.toString());
    return write(
        folder,
        "wave.rondo",
        """
        model Wave[H = 3] {
          input x: real over t

          h = GRU[H](concat(x))
          p = Score(h)

          loss   squared_error(p, x[t+1])
          metric rmse(p, x[t+1])
          output forecast = p
        }

        train Wave {
          data      = csv("wave.csv", x = "value", scale = standard)
          optimizer = adam(rate = 0.01)
          epochs    = 2
        }
        """);
  }

  /** A language model, and a text beside it. */
  static Path writer(Path folder) {
    write(folder, "text.txt", "the cat sat on the mat. ".repeat(40));
    return write(
        folder,
        "writer.rondo",
        """
        model Writer[V, E = 4, H = 8] {
          input  x: token[V] over t
          param  table: [V, E] ~ normal(0.1)

          h      = GRU[H](table[x])
          logits = Linear[V](h)

          loss   cross_entropy(logits, x[t+1])
          output next = softmax(logits)
          feed   x = choose(logits[t-1])
        }

        train Writer {
          data   = chars("text.txt")
          batch  = 4
          epochs = 2
        }
        """);
  }
}
