package dev.rondo.training;

import dev.rondo.runtime.Initial;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.Signature.Accumulator;
import dev.rondo.runtime.Signature.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A program worked by hand: p = w * x + s, where s is the sum of all x before (the carried state);
 * loss (p - y)² with y = 3 * x + s, so that w = 3 is right. Output p.
 */
final class FakeEngine implements Engine {
  static final Signature SIGNATURE =
      new Signature(
          "Fake",
          Map.of(),
          Signature.Axis.TIME,
          List.of(
              new Signature.Parameter("w", List.of(), 0, false, new Initial.Constant(0)),
              new Signature.Parameter("k", List.of(), 1, true, new Initial.Constant(7))),
          List.of(
              new Signature.Input(
                  "x", Kind.REAL, List.of(), List.of(0), Optional.empty(), OptionalDouble.empty())),
          List.of(
              new Signature.Output("p", Kind.REAL, List.of(), List.of(0), Optional.empty()),
              new Signature.Output("s", Kind.REAL, List.of(), List.of(), Optional.empty())),
          List.of(
              new Signature.Term("loss", true, Accumulator.MEAN),
              new Signature.Term("rmse", false, Accumulator.ROOT_MEAN)));

  final List<String> calls = new ArrayList<>();
  double breakAt = Double.NaN;
  private final boolean windows;
  private List<Sequence> sequences = List.of();
  private long[] position = {};
  private double[] state = {};
  private int[] steps = {};
  private List<List<Double>> outputs = new ArrayList<>();
  private double w;
  private double sum;
  private double count;
  private double gradient;

  FakeEngine() {
    this(true);
  }

  FakeEngine(boolean windows) {
    this.windows = windows;
  }

  /** A sequence of x alone. */
  static Sequence sequence(double... x) {
    return new Sequence() {
      @Override
      public long length() {
        return x.length;
      }

      @Override
      public double value(int input, long step, int feature) {
        return x[(int) step];
      }
    };
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public void load(Numbers parameters) {
    w = parameters.get(0);
  }

  @Override
  public boolean windows() {
    return windows;
  }

  @Override
  public void begin(List<Sequence> batch) {
    sequences = batch;
    position = new long[batch.size()];
    state = new double[batch.size()];
    steps = new int[batch.size()];
    calls.add("begin " + batch.size());
  }

  @Override
  public Sequence given(int number) {
    return sequences.get(number);
  }

  @Override
  public void advance(int most) {
    sum = 0;
    count = 0;
    gradient = 0;
    outputs = new ArrayList<>();
    List<Double> seen = new ArrayList<>();
    for (int s = 0; s < sequences.size(); s++) {
      steps[s] = (int) Math.min(most, sequences.get(s).length() - position[s]);
      List<Double> own = new ArrayList<>();
      for (int step = 0; step < steps[s]; step++) {
        double x = sequences.get(s).value(0, position[s] + step, 0);
        double error = (w - 3) * x;
        sum += x == breakAt ? Double.NaN : error * error;
        gradient += 2 * error * x;
        count++;
        own.add(w * x + state[s]);
        state[s] += x;
        seen.add(x);
      }
      position[s] += steps[s];
      outputs.add(own);
    }
    calls.add("run " + seen);
  }

  @Override
  public Map<String, double[]> carried() {
    return Map.of("position", Arrays.stream(position).asDoubleStream().toArray(), "state", state);
  }

  @Override
  public void restore(Map<String, double[]> carried) {
    if (!carried.isEmpty()) {
      position = Arrays.stream(carried.get("position")).mapToLong(x -> (long) x).toArray();
      state = carried.get("state").clone();
    }
  }

  @Override
  public double sum(int term) {
    return sum;
  }

  @Override
  public double count(int term) {
    return count;
  }

  @Override
  public void gradient(Numbers into) {
    into.fill(0);
    into.set(0, gradient / count);
  }

  @Override
  public int steps(int sequence) {
    return steps[sequence];
  }

  @Override
  public double value(String role, int sequence, int step) {
    throw new UnsupportedOperationException(role);
  }

  @Override
  public double output(int output, int sequence, int step, int feature) {
    return output == 0 ? outputs.get(sequence).get(step) : state[sequence];
  }
}
