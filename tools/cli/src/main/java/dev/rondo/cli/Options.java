package dev.rondo.cli;

import dev.rondo.runtime.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words that several commands take. */
final class Options {
  private Options() {}

  /** Which model, and sizes for it. */
  static final class ModelOptions {
    @Parameters(
        paramLabel = "FILE",
        description = "A model file; FILE:Model if it has several models.")
    private String file;

    @Option(
        names = "--size",
        paramLabel = "NAME=N",
        description = "The value of a size, before the file's own; for several, again.")
    private final Map<String, Integer> sizes = new LinkedHashMap<>();

    String file() {
      return file;
    }

    Map<String, Integer> sizes() {
      return sizes;
    }
  }

  /** Settings of the train block. */
  static final class SettingOptions {
    @Option(
        names = "--set",
        paramLabel = "NAME=VALUE",
        description = "A setting, before the train block's own; for several, again.")
    private final List<String> settings = new ArrayList<>();

    List<String> settings() {
      return settings;
    }
  }

  /** What random numbers begin with. */
  static final class SeedOption {
    @Option(names = "--seed", paramLabel = "N", description = "Where random numbers begin.")
    private Long seed;

    Optional<Long> seed() {
      return Optional.ofNullable(seed);
    }
  }

  /** How many threads compute. */
  static final class ThreadsOption {
    @Option(
        names = "--threads",
        paramLabel = "N",
        description = "How many threads compute; their number changes no bit of the result.")
    private Integer threads;

    /** Says so where there are more of them than processors. */
    Optional<Integer> threads(Session session) {
      int processors = Runtime.getRuntime().availableProcessors();
      if (threads != null && threads > processors) {
        session
            .err()
            .println("rondo: " + threads + " threads on " + processors + " processors: slower");
      }
      return Optional.ofNullable(threads);
    }
  }

  /** How much memory a run may take. The launcher has made the heap as large. */
  static final class MemoryOption {
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,9})([kKmMgG]?)");

    @Option(
        names = "--memory",
        paramLabel = "SIZE",
        description =
            "Memory for the run, such as 2g or 500m; 75 %% of the machine's. What does not fit is"
                + " computed twice; that changes no bit of the result.")
    private String size;

    /** Bytes for the values of an update: three quarters, the rest is for data and parameters. */
    Optional<Long> room() {
      if (size == null) {
        return Optional.empty();
      }
      Matcher matcher = SIZE.matcher(size);
      if (!matcher.matches()) {
        throw new UsageError("--memory " + size + ": a size such as 2g or 500m");
      }
      int shift = " kmg".indexOf((matcher.group(2) + " ").toLowerCase(Locale.ROOT).charAt(0)) * 10;
      return Optional.of((Long.parseLong(matcher.group(1)) << shift) / 4 * 3);
    }
  }

  /** How wide numbers are. */
  static final class PrecisionOption {
    @Option(
        names = "--precision",
        paramLabel = "f32|f64",
        description = "The width of all numbers; f32 if the train block says nothing.")
    private Precision precision;

    Optional<Precision> precision() {
      return Optional.ofNullable(precision);
    }
  }

  /** What {@code --set} says, and the options that are settings under another name. */
  static String[] over(
      SettingOptions settings, Optional<Long> seed, Optional<Precision> precision) {
    List<String> over = new ArrayList<>(settings.settings());
    seed.ifPresent(n -> over.add("seed=" + n));
    precision.ifPresent(p -> over.add("precision=" + p.name().toLowerCase(Locale.ROOT)));
    return over.toArray(String[]::new);
  }

  /** For programs. */
  static final class JsonOption {
    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    boolean json() {
      return json;
    }
  }

  /** Trained parameters. */
  static final class WeightsOption {
    @Option(
        names = "--weights",
        required = true,
        paramLabel = "W",
        description = "A safetensors file: what train wrote, or another with the same names.")
    private Path weights;

    Path weights() {
      return weights;
    }
  }
}
