package dev.rondo.runtime;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * What an exported predictor is: the exporter gives this class, with all that it needs, the name
 * that the user wants. Immutable; safe for use by many threads, each with states of its own.
 */
final class Exported {
  private final Predictor predictor;
  private final List<ExportedData.Recording> recordings;

  private Exported(ExportedData data) {
    this.predictor = new Predictor(data.program(), data.parameters(), data.encoding());
    this.recordings = data.recordings();
  }

  /**
   * Reads the weights that lie beside the class.
   *
   * @throws IllegalStateException if they are missing or damaged
   */
  public static Exported load() {
    return new Exported(ExportedData.read(ExportedProgram.program()));
  }

  /** As {@link Predictor#start(double...)}. */
  public State start(double... inputs) {
    return predictor.start(inputs);
  }

  /** As {@link Predictor#start(long, double[])}. */
  public State start(long seed, double[] inputs) {
    return predictor.start(seed, inputs);
  }

  /** As {@link Predictor#step}. */
  public void step(State state, double[] x, double[] out) {
    predictor.step(state, x, out);
  }

  /** As {@link Predictor#run(double[], double[][])}. */
  public Predictor.Outputs run(double[] inputs, double[][] steps) {
    return predictor.run(inputs, steps);
  }

  /** As {@link Predictor#run(long, double[], double[][])}. */
  public Predictor.Outputs run(long seed, double[] inputs, double[][] steps) {
    return predictor.run(seed, inputs, steps);
  }

  /** As {@link Predictor#sequenceInputSize}. */
  public int sequenceInputSize() {
    return predictor.sequenceInputSize();
  }

  /** As {@link Predictor#inputSize}. */
  public int inputSize() {
    return predictor.inputSize();
  }

  /** As {@link Predictor#outputSize}. */
  public int outputSize() {
    return predictor.outputSize();
  }

  /** As {@link Predictor#symbols}. */
  public List<String> symbols(String name) {
    return predictor.symbols(name);
  }

  /** As {@link Predictor#token}. */
  public int token(String name, String symbol) {
    return predictor.token(name, symbol);
  }

  /** As {@link Predictor#save}. */
  public byte[] save(State state) {
    return predictor.save(state);
  }

  /** As {@link Predictor#restore}. */
  public State restore(byte[] saved) {
    return predictor.restore(saved);
  }

  /**
   * Replays what was recorded when it was exported, over whole sequences and step by step.
   *
   * @throws IllegalStateException if a bit of an output differs
   */
  public void verify() {
    for (int i = 0; i < recordings.size(); i++) {
      ExportedData.Recording recording = recordings.get(i);
      Predictor.Outputs outputs = run(recording.inputs(), recording.steps());
      same(i, "at once", outputs.sequence(), recording.sequence());
      State state = predictor.streams() ? start(recording.inputs()) : null;
      boolean[] late = predictor.late();
      double[] out = new double[outputSize()];
      for (int t = 0; t < recording.steps().length; t++) {
        double[] expected = recording.outputs()[t];
        same(i, "at once, step " + t, outputs.steps()[t], expected);
        if (state != null) {
          double[] x = recording.steps()[t].clone();
          for (int j = 0; t > 0 && j < x.length; j++) {
            x[j] = late[j] ? recording.steps()[t - 1][j] : x[j];
          }
          step(state, x, out);
          same(i, "step " + t, Arrays.copyOf(out, expected.length), expected);
        }
      }
    }
  }

  private static void same(int number, String what, double[] actual, double[] expected) {
    // NaNs are equal, the zeros are not
    if (!Arrays.equals(actual, expected)) {
      throw new IllegalStateException(
          "recorded sequence %d, %s: %s, but the model gave %s"
              .formatted(number, what, Arrays.toString(actual), Arrays.toString(expected)));
    }
  }

  /** What goes in and out. */
  @Override
  public String toString() {
    return predictor.toString();
  }

  /** Says what the predictor takes and gives, and verifies it. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    Exported exported = load();
    out.println(exported);
    exported.verify();
    out.println(
        exported.recordings.size() + " recorded sequences give the bits that the model gave.");
  }
}
