package dev.rondo.benchmarks;

import dev.rondo.FmaPeak;
import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.verify.RandomData.Stored;
import dev.rondo.runtime.Cost;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.training.optimize.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How near ten cells of the library come to what the machine allows, in training. */
@Command(
    name = "cells",
    mixinStandardHelpOptions = true,
    description =
        "Training steps of ten cells, one thread: 32 sequences of 100 steps, 128 inputs, 256 units.")
final class Cells implements Callable<Integer> {
  private static final int BATCH = 32;
  private static final int STEPS = 100;

  /** Of what the decoder attends to. */
  private static final int SOURCE = 30;

  private static final double H = 256;
  private static final double X = 128;

  /** Multiplications and additions of a sequence's products, forward. */
  private static final Map<String, Double> PRODUCTS =
      Map.of(
          "LSTM", STEPS * 4 * H * (X + H),
          "GRU", STEPS * 3 * H * (X + H),
          "GRUCho", STEPS * 3 * H * (X + H),
          "PeepholeLSTM", STEPS * 4 * H * (X + H),
          "NormedMGU", STEPS * 2 * H * (X + H),
          "MinGRU", STEPS * 2 * H * X,
          "IndRNN", STEPS * H * X,
          "SRU", STEPS * 3 * H * H,
          "MLSTM", STEPS * (4 * H * X + 2 * H * H),
          "Attention",
              SOURCE * (3 * H * (X + H) + H * H)
                  + STEPS * (H * H + 3 * H * (X + 2 * H))
                  + STEPS * SOURCE * 2 * H);

  private static final List<String> ORDER =
      List.of(
          "LSTM",
          "GRU",
          "GRUCho",
          "PeepholeLSTM",
          "NormedMGU",
          "Attention",
          "SRU",
          "MinGRU",
          "IndRNN",
          "MLSTM");

  @Option(names = "--seconds", description = "For each: ${DEFAULT-VALUE}, and as long to warm up.")
  private double seconds = 4;

  @Option(names = "--only", description = "Cells whose name this expression finds.")
  private Pattern only = Pattern.compile("");

  public static void main(String[] args) {
    System.exit(new CommandLine(new Cells()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    double bandwidth = bandwidth();
    System.out.printf(
        Locale.ROOT,
        "Java %s; copying memory %.1f GB/s, read and written%n%n",
        System.getProperty("java.version"),
        bandwidth * 1e-9);
    System.out.println(
        "| cell | ms | peak, GFLOP/s | GFLOP/s | of the peak | GB/s | of copying |\n"
            + "|---|---|---|---|---|---|---|");
    for (String cell : ORDER) {
      if (only.matcher(cell).find()) {
        measure(cell, bandwidth);
      }
    }
    return 0;
  }

  private void measure(String cell, double bandwidth) throws Exception {
    CompiledModel model =
        CheckModel.check(
                new Source("cells.rondo", RondoWork.text("cells.rondo")),
                Optional.of(cell + "Cell"),
                Map.of(),
                (from, path) -> Optional.empty())
            .compile(Map.of(), Precision.F32);
    Cost cost = model.cost(Purpose.TRAIN);
    double time = new TimeWork(training(model)).warm(seconds / 2).median(seconds);
    double peak = FmaPeak.measure(Precision.F32);
    double speed = 3 * 2 * BATCH * PRODUCTS.get(cell) / time;
    double moved = (double) cost.rowTraffic() * BATCH * STEPS / time;
    boolean streams = cell.equals("Attention"); // rows of two axes are not counted
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f | %.0f %% | %s | %s |%n",
        cell,
        time * 1e3,
        peak * 1e-9,
        speed * 1e-9,
        100 * speed / peak,
        streams ? "" : String.format(Locale.ROOT, "%.1f", moved * 1e-9),
        streams ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * moved / bandwidth));
  }

  private static Work training(CompiledModel model) {
    Runner runner = new Runner(model.program(Purpose.TRAIN), 1, Long.MAX_VALUE);
    Numbers parameters = RondoWork.parameters(model);
    Numbers gradient = Optimizer.zerosLike(parameters);
    List<Sequence> batch = batch(model.signature());
    return () -> {
      runner.load(parameters);
      runner.run(batch, Integer.MAX_VALUE, null);
      runner.gradient(gradient);
      return gradient;
    };
  }

  private static List<Sequence> batch(Signature signature) {
    Random random = new Random(1);
    List<List<Integer>> lengths = new ArrayList<>();
    signature.axes().forEach(a -> lengths.add(List.of(a.name().equals("s") ? SOURCE : STEPS)));
    List<Integer> sizes = signature.inputs().stream().map(Signature.Input::size).toList();
    List<Sequence> batch = new ArrayList<>();
    for (int b = 0; b < BATCH; b++) {
      List<double[]> inputs = new ArrayList<>();
      for (Signature.Input input : signature.inputs()) {
        int rows = lengths.get(input.axes().get(0)).get(0);
        inputs.add(random.doubles((long) rows * input.size(), -1, 1).toArray());
      }
      batch.add(new Stored(lengths.get(0).get(0), lengths, inputs, sizes));
    }
    return batch;
  }

  /** Bytes a second that one thread reads and writes. */
  private static double bandwidth() {
    float[] from = new float[32 << 20];
    float[] to = new float[from.length];
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      System.arraycopy(from, 0, to, 0, from.length);
      least = Math.min(least, System.nanoTime() - start);
    }
    return 2.0 * Float.BYTES * from.length / (least * 1e-9);
  }
}
