package dev.rondo.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures Rondo and its peers in turn, so that what disturbs one disturbs all. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Measures Rondo beside ONNX Runtime, PyTorch and JAX, in turn; one thread each.")
final class Compare implements Callable<Integer> {
  /** A program of ours, no peer. */
  static final String BASELINE = "java";

  private static final List<String> IN_JAVA = List.of(BASELINE, "onnxruntime");
  private static final List<String> IN_PYTHON = List.of("pytorch", "jax");

  @Option(names = "--rounds", description = "How often each is measured: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--seconds", description = "Each time: ${DEFAULT-VALUE}.")
  private double seconds = 1;

  @Option(names = "--only", description = "Workloads whose name this expression finds.")
  private Pattern only = Pattern.compile("");

  @Option(names = "--python", description = "Which Python: ${DEFAULT-VALUE}.")
  private String python = "python3";

  @Option(names = "--out", description = "The files' name, without .md and .csv: ${DEFAULT-VALUE}.")
  private Path out = Path.of("compare");

  @Option(names = "--peers", hidden = true, description = "Where the Python programs are.")
  private Path folder = Path.of("peers");

  private final Map<String, Peer> peers = new LinkedHashMap<>();
  private final List<String> about = new ArrayList<>();

  public static void main(String[] args) {
    System.exit(new CommandLine(new Compare()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    about.add(machine());
    try {
      start();
      List<Comparison.Row> rows = new ArrayList<>();
      for (Map.Entry<String, Figures.Figure> figure : Figures.read().entrySet()) {
        if (only.matcher(figure.getKey()).find()) {
          rows.add(measure(Workload.parse(figure.getKey()), figure.getValue()));
        }
      }
      List<String> systems = new ArrayList<>(IN_JAVA);
      systems.addAll(IN_PYTHON);
      systems.add("others");
      Comparison comparison = new Comparison(about, systems, rows);
      String markdown = WriteComparison.markdown(comparison);
      System.out.print(markdown);
      Files.writeString(Path.of(out + ".md"), markdown);
      Files.writeString(Path.of(out + ".csv"), WriteComparison.csv(comparison));
    } finally {
      peers.values().forEach(Peer::close);
    }
    return 0;
  }

  private static String machine() throws IOException {
    String processor = System.getProperty("os.arch");
    Path cpus = Path.of("/proc/cpuinfo");
    if (Files.exists(cpus)) {
      processor =
          Files.readAllLines(cpus).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse(processor);
    }
    return processor
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors, "
        + System.getProperty("os.name");
  }

  private void start() {
    List<String> inJava = new ArrayList<>(List.of("rondo"));
    inJava.addAll(IN_JAVA);
    for (String system : inJava) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), system));
      start(system, command);
    }
    for (String system : IN_PYTHON) {
      start(system, List.of(python, folder.resolve("worker.py").toString(), system));
    }
  }

  private void start(String system, List<String> command) {
    try {
      Peer peer = Peer.start(command);
      peers.put(system, peer);
      if (!IN_JAVA.contains(system)) {
        about.add(system + ": " + peer.version());
      }
    } catch (IOException e) {
      about.add(system + ": not here (" + e.getMessage() + ")");
    }
  }

  private Comparison.Row measure(Workload work, Figures.Figure figure) throws IOException {
    Map<String, List<Double>> times = new LinkedHashMap<>();
    List<Double> peaks = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Peer> peer : peers.entrySet()) {
        Optional<Peer.Measured> measured = peer.getValue().measure(work, seconds);
        measured.ifPresent(
            m -> {
              times.computeIfAbsent(peer.getKey(), s -> new ArrayList<>()).add(m.seconds());
              m.peak().ifPresent(peaks::add);
            });
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    times.forEach((system, all) -> medians.put(system, median(all)));
    System.err.println(
        work.name()
            + medians.entrySet().stream()
                .map(
                    e -> String.format(Locale.ROOT, "  %s %.4g ms", e.getKey(), 1e3 * e.getValue()))
                .reduce("", String::concat));
    double peak = median(peaks);
    Map<String, Comparison.Time> others = new LinkedHashMap<>();
    figure
        .peers()
        .forEach(
            (system, milliseconds) ->
                others.put(
                    system, new Comparison.Time(milliseconds * 1e-3 * Figures.PEAK / peak, true)));
    medians.forEach((system, time) -> others.put(system, new Comparison.Time(time, false)));
    double rondo = others.remove("rondo").seconds();
    return new Comparison.Row(work, rondo, peak, others, figure.targetRatio());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
