package dev.rondo.benchmarks;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData.Stored;
import dev.rondo.runtime.Cost;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How near cells come to what the machine allows, in training. */
@Command(
    name = "cells",
    mixinStandardHelpOptions = true,
    description =
        "Training steps of ten cells of the library, and of an LSTM with one matrix, one thread: 32"
            + " sequences of 100 steps, 128 inputs, 256 units.")
final class Cells implements Callable<Integer> {
  private static final int BATCH = 32;
  private static final int STEPS = 100;

  /** Of what the decoder attends to. */
  private static final int SOURCE = 30;

  private static final double H = 256;
  private static final double X = 128;

  /**
   * What is measured.
   *
   * @param name of its layer
   * @param products multiplications and additions of a sequence's products, forward
   */
  private record Cell(String name, double products) {}

  private static final List<Cell> CELLS =
      List.of(
          new Cell("LSTM", STEPS * 4 * H * (X + H)),
          new Cell("JoinedLSTM", STEPS * 4 * H * (X + H)),
          new Cell("GRU", STEPS * 3 * H * (X + H)),
          new Cell("GRUCho", STEPS * 3 * H * (X + H)),
          new Cell("PeepholeLSTM", STEPS * 4 * H * (X + H)),
          new Cell("MGU", STEPS * 2 * H * (X + H)),
          new Cell(
              "Attention",
              SOURCE * (3 * H * (X + H) + H * H)
                  + STEPS * (H * H + 3 * H * (X + 2 * H))
                  + STEPS * SOURCE * 2 * H),
          new Cell("SRU", STEPS * 3 * H * H),
          new Cell("MinGRU", STEPS * 2 * H * X),
          new Cell("IndRNN", STEPS * H * X),
          new Cell("MLSTM", STEPS * (4 * H * X + 2 * H * H)));

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
    for (Cell cell : CELLS) {
      if (only.matcher(cell.name()).find()) {
        measure(cell, bandwidth);
      }
    }
    return 0;
  }

  private void measure(Cell cell, double bandwidth) throws Exception {
    CompiledModel model = RondoWork.compile(cell.name() + "Layer", Map.of());
    Cost cost = model.cost(Purpose.TRAIN);
    Work work = RondoWork.training(model, 1, batch(model.signature()));
    TimeWork.Timed timed = new TimeWork(work).warm(seconds / 2).time(seconds);
    double time = timed.seconds();
    double peak = timed.peak();
    double speed = 3 * 2 * BATCH * cell.products() / time;
    double moved = (double) cost.rowTraffic() * BATCH * STEPS / time;
    boolean streams = cell.name().equals("Attention"); // rows of two axes are not counted
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f | %.0f %% | %s | %s |%n",
        cell.name(),
        time * 1e3,
        peak * 1e-9,
        speed * 1e-9,
        100 * speed / peak,
        streams ? "" : String.format(Locale.ROOT, "%.1f", moved * 1e-9),
        streams ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * moved / bandwidth));
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
