package dev.rondo.cli;

import dev.rondo.training.DataException;
import dev.rondo.training.WholeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rondo new}. */
@Command(
    name = "new",
    description = {
      "Writes a model that trains, NAME.rondo, and made-up data for it, NAME.csv,",
      "to begin from. Files that are there are never written over."
    },
    footer = {"", "Example:", "  rondo new waves"})
final class NewCommand implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+)*");
  private static final int ROWS = 300;

  private static final String MODEL =
      """
      /// The next value of a series from the values before it.
      model %1$s[H = 8] {
        input x: real over t

        h = GRU[H](concat(x))
        p = Score(h)

        loss   squared_error(p, x[t+1])
        metric rmse(unscaled(p, x), unscaled(x[t+1], x))
        output forecast = unscaled(p, x)
        feed   x = p[t-1]                // behind the data its own forecasts
      }

      train %1$s {
        data      = csv("%2$s.csv", x = "value", scale = standard)
        optimizer = adam(rate = 0.01)
        clip      = norm(1)
        epochs    = 100
        baselines = [persistence]
      }
      """;

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "What the model is called, such as waves.")
  private Path path;

  NewCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String name = String.valueOf(path.getFileName());
    if (!NAME.matcher(name).matches()) {
      throw new UsageError(
          "'" + name + "' is no name: letters, digits, _ and - make one, a letter first");
    }
    Path model = path.resolveSibling(name + ".rondo");
    Path data = path.resolveSibling(name + ".csv");
    mustBeNew(model);
    mustBeNew(data);
    WholeFile.write(data, part -> Files.writeString(part, series()));
    WholeFile.write(
        model, part -> Files.writeString(part, MODEL.formatted(inCamelCase(name), name)));
    session.out().println("wrote " + model + " and " + data);
    session.out().println("next: rondo train " + model);
    return ExitCode.DONE;
  }

  private static void mustBeNew(Path file) {
    if (Files.exists(file)) {
      throw DataException.in(file, "this file is there already")
          .help("choose another name, or move it away");
    }
  }

  /** {@code two-waves} is the model TwoWaves. */
  private static String inCamelCase(String name) {
    return Arrays.stream(name.split("[_-]", -1))
        .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
        .collect(Collectors.joining());
  }

  /** Two waves, one on the other: more than the step before is needed to go on. */
  private static String series() {
    StringBuilder rows = new StringBuilder("step,value\n");
    for (int i = 0; i < ROWS; i++) {
      long hundredths =
          Math.round(100 * (10 + 3 * StrictMath.sin(i * 0.31) + StrictMath.sin(i * 0.83)));
      rows.append("%d,%d.%02d\n".formatted(i, hundredths / 100, hundredths % 100));
    }
    return rows.toString();
  }
}
