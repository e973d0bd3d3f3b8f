package dev.rondo.compiler.verify;

import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Parameters and sequences for a signature, the same for the same seed. */
public final class RandomData {
  private RandomData() {}

  /** How long sequences are at most along other axes than the first. */
  private static final int LONGEST = 4;

  /**
   * A sequence in memory.
   *
   * @param lengths by axis: its lengths, one for each position of the axis it lies in
   */
  public record Stored(
      long length, List<List<Integer>> lengths, List<double[]> inputs, List<Integer> sizes)
      implements Sequence {
    /** With one axis. */
    public Stored(long length, List<double[]> inputs, List<Integer> sizes) {
      this(length, List.of(List.of((int) length)), inputs, sizes);
    }

    @Override
    public int length(int axis, int within) {
      List<Integer> own = lengths.get(axis);
      return own.size() == 1 ? own.get(0) : within < own.size() ? own.get(within) : 0;
    }

    @Override
    public double value(int input, long step, int feature) {
      return inputs.get(input)[row(input, step) + feature];
    }

    @Override
    public void read(int input, long step, double[] into, int count) {
      System.arraycopy(inputs.get(input), row(input, step), into, 0, count);
    }

    /** Where a row begins. One alone is a sequence's value, or the only step's. */
    private int row(int input, long step) {
      int size = sizes.get(input);
      return inputs.get(input).length == size ? 0 : (int) step * size;
    }
  }

  /** Parameters by path, in a range where little saturates; not symmetric, not their start. */
  public static Map<String, double[]> parameters(Signature signature, long seed) {
    Random random = new Random(seed);
    Map<String, double[]> values = new LinkedHashMap<>();
    for (Signature.Parameter parameter : signature.parameters()) {
      values.put(parameter.path(), random.doubles(parameter.size(), -0.8, 0.8).toArray());
    }
    return values;
  }

  /** The same as one flat array. */
  public static Numbers flat(
      Signature signature, Precision precision, Map<String, double[]> parameters) {
    Numbers numbers = Numbers.zeros(precision, signature.parameterCount());
    for (Signature.Parameter parameter : signature.parameters()) {
      double[] values = parameters.get(parameter.path());
      for (int i = 0; i < values.length; i++) {
        numbers.set(parameter.offset() + i, values[i]);
      }
    }
    return numbers;
  }

  /** Any sequence as one in memory. */
  public static Stored copy(Signature signature, Sequence sequence) {
    List<List<Integer>> lengths = new ArrayList<>();
    for (int a = 0; a < signature.axes().size(); a++) {
      int within = signature.axes().get(a).within();
      int outer = within < 0 ? 1 : lengths.get(within).get(0);
      List<Integer> own = new ArrayList<>();
      for (int w = 0; w < outer; w++) {
        own.add(signature.length(a, sequence, w));
      }
      lengths.add(own);
    }
    List<double[]> inputs = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < signature.inputs().size(); i++) {
      Signature.Input input = signature.inputs().get(i);
      double[] values = values(signature, input, sequence);
      for (int j = 0; j < values.length; j++) {
        values[j] = sequence.value(i, j / input.size(), j % input.size());
      }
      inputs.add(values);
      sizes.add(input.size());
    }
    return new Stored(sequence.length(), lengths, inputs, sizes);
  }

  /** Room for the values that an input has in a sequence. */
  private static double[] values(Signature signature, Signature.Input input, Sequence sequence) {
    long positions = Signature.positions(signature.axes(), input.axes(), sequence);
    return new double[Math.toIntExact(positions * input.size())];
  }

  public static List<Sequence> sequences(Signature signature, List<Integer> lengths, long seed) {
    List<Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < lengths.size(); i++) {
      // by number, so that fewer or shorter sequences begin with the same values
      sequences.add(sequence(signature, lengths.get(i), seed, i));
    }
    return sequences;
  }

  /** So that of a few sequences one is empty, and short ones are long along another axis. */
  private static int rotating(Random random, int number) {
    int first = random.nextInt(LONGEST + 1);
    int step = 1 + random.nextInt(LONGEST);
    return (first + step * number) % (LONGEST + 1);
  }

  private static Sequence sequence(Signature signature, int length, long batch, int number) {
    long seed = batch * 31 + number;
    List<List<Integer>> lengths = new ArrayList<>();
    for (int a = 0; a < signature.axes().size(); a++) {
      Signature.Axis axis = signature.axes().get(a);
      Random random = new Random(seed * 1013 + a);
      int outer = axis.within() < 0 ? 1 : lengths.get(axis.within()).get(0);
      List<Integer> own = new ArrayList<>();
      for (int w = 0; w < outer; w++) {
        own.add(
            a == 0
                ? length
                : axis.within() < 0
                    ? rotating(new Random(batch * 1013 + a), number)
                    : random.nextInt(LONGEST + 1));
      }
      lengths.add(own);
    }
    Sequence empty = new Stored(length, lengths, List.of(), List.of());
    List<double[]> inputs = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < signature.inputs().size(); i++) {
      Signature.Input input = signature.inputs().get(i);
      Random random = new Random(seed * 1009 + i);
      double[] values = values(signature, input, empty);
      for (int j = 0; j < values.length; j++) {
        values[j] =
            switch (input.kind()) {
              case REAL -> random.nextDouble() * 2 - 1;
              case INT -> random.nextInt(4);
              case TOKEN -> random.nextInt(symbols(signature, input.vocabulary().orElseThrow()));
            };
      }
      inputs.add(values);
      sizes.add(input.size());
    }
    return new Stored(length, lengths, inputs, sizes);
  }

  /** How many symbols a vocabulary has: its size by name, or as it is written. */
  private static int symbols(Signature signature, String vocabulary) {
    Integer size = signature.sizes().get(vocabulary);
    boolean written = vocabulary.chars().allMatch(c -> c >= '0' && c <= '9');
    return size != null ? size : written ? Integer.parseInt(vocabulary) : 1;
  }
}
