package dev.rondo.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs commands inside the test's process. */
final class Cli {
  static final Path EXAMPLES = Path.of("..", "..", "examples");

  private Cli() {}

  /** What a command left. */
  record Result(int code, String out, String err) {}

  /** Runs a command; its words may be paths. */
  static Result run(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return run(
        InputStream.nullInputStream(), out, () -> out.toString(StandardCharsets.UTF_8), words);
  }

  /** Runs a command that reads a text. */
  static Result runWith(String text, Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return run(in, out, () -> out.toString(StandardCharsets.UTF_8), words);
  }

  /** Runs a command whose output goes somewhere else. */
  static Result runInto(OutputStream out, Object... words) {
    return run(InputStream.nullInputStream(), out, () -> "", words);
  }

  private static Result run(
      InputStream in,
      OutputStream out,
      java.util.function.Supplier<String> written,
      Object... words) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            in,
            new WatchedOutput(out),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Colour.NONE);
    int code = Main.run(session, Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    return new Result(code, written.get(), err.toString(StandardCharsets.UTF_8));
  }

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
