package dev.rondo.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Brings the numbers that a caller gives, of a step or of a sequence, into a model's rows. */
final class PredictorInputs {
  /** One of them: its numbers begin at {@code from}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(
      Signature.Input input,
      Plan.Feed feed,
      int from,
      int size,
      int symbols,
      double[] mean,
      double[] deviation) {
    double scaled(int feature, double value) {
      return mean == null ? value : (value - mean[feature]) / deviation[feature];
    }
  }

  private final Rows kind;
  private final List<Signature.Input> inputs = new ArrayList<>();
  private final Entry[] byNumber;
  private final Entry[] entries;
  private final List<Plan.Feed> unsupplied = new ArrayList<>();
  private final List<Plan.Feed> drawn = new ArrayList<>();
  private final List<Chance.Source> sources = new ArrayList<>();
  private final double[] defaults;
  private final int size;

  /** The inputs that a program reads, without those that have a value of their own. */
  PredictorInputs(Program program, boolean overTime, Encoding encoding) {
    this.kind = Rows.of(program.precision());
    List<Signature.Input> all = program.signature().inputs();
    this.byNumber = new Entry[all.size()];
    this.defaults = all.stream().mapToDouble(i -> i.value().orElse(0)).toArray();
    List<Entry> found = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < all.size(); i++) {
      Signature.Input input = all.get(i);
      for (Plan.Feed feed : program.plan().feeds()) {
        if (feed.input() != i || (overTime ? !input.overTime() : !input.axes().isEmpty())) {
          continue;
        }
        if (Chance.isDrawn(input.name())) {
          drawn.add(feed);
          sources.add(new Chance.Source(input.name()));
          continue;
        }
        if (input.value().isPresent()) {
          unsupplied.add(feed);
          continue;
        }
        byNumber[i] = entry(program, input, feed, from, encoding.scaling().get(input.name()));
        found.add(byNumber[i]);
        inputs.add(input);
        from += input.size();
      }
    }
    this.entries = found.toArray(new Entry[0]);
    this.size = from;
  }

  private static Entry entry(
      Program program, Signature.Input input, Plan.Feed feed, int from, Scaling scaling) {
    int symbols =
        input.vocabulary().map(v -> program.signature().sizes().getOrDefault(v, 0)).orElse(0);
    return new Entry(
        input,
        feed,
        from,
        input.size(),
        symbols,
        scaling == null ? null : numbers(scaling.mean()),
        scaling == null ? null : numbers(scaling.deviation()));
  }

  private static double[] numbers(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  List<Signature.Input> inputs() {
    return List.copyOf(inputs);
  }

  int size() {
    return size;
  }

  /** By number of {@code x}: whether it is that of the step before. */
  boolean[] late() {
    boolean[] late = new boolean[size];
    for (Entry entry : entries) {
      Arrays.fill(late, entry.from, entry.from + entry.size, entry.feed.late() >= 0);
    }
    return late;
  }

  void check(double[] x) {
    if (x.length != size) {
      throw new IllegalArgumentException(
          x.length
              + " numbers for inputs of "
              + size
              + ": "
              + inputs.stream().map(i -> i.name() + " " + i.shape()).toList());
    }
    for (Entry entry : entries) {
      for (int j = 0; entry.symbols > 0 && j < entry.size; j++) {
        double token = x[entry.from + j];
        if (!(token >= 0 && token < entry.symbols) || token != Math.rint(token)) {
          throw new IllegalArgumentException(
              token + " is no token of '" + entry.input.name() + "', which has " + entry.symbols);
        }
      }
    }
  }

  /** Into the rows of a stepper, for the next step of a state. */
  void feed(double[] x, State state, Stepper stepper) {
    for (Entry entry : entries) {
      Object row = row(entry.feed, state, stepper);
      for (int j = 0; j < entry.size; j++) {
        kind.set(row, j, entry.scaled(j, x[entry.from + j]));
      }
    }
    for (int i = 0; i < unsupplied.size(); i++) {
      Plan.Feed feed = unsupplied.get(i);
      kind.fill(stepper.row(feed), stepper.width(feed), defaults[feed.input()]);
    }
    draw(state, stepper);
  }

  /**
   * Where an input of the next step goes. One that no step reads at its own is that of the step
   * before: outputs are there before it is known.
   */
  private static Object row(Plan.Feed feed, State state, Stepper stepper) {
    Object before =
        feed.late() >= 0 && state.position(0) > 0 ? state.rows(feed.late(), 0)[0] : null;
    return before == null ? stepper.row(feed) : before;
  }

  /** What the model draws at a step. */
  private void draw(State state, Stepper stepper) {
    for (int i = 0; i < drawn.size(); i++) {
      Object row = stepper.row(drawn.get(i));
      for (int j = 0; j < stepper.width(drawn.get(i)); j++) {
        kind.set(row, j, sources.get(i).draw(state.chance(), state.position(0), j));
      }
    }
  }

  /** Whether a number of the signature is that of one of these inputs. */
  boolean has(int input) {
    return byNumber[input] != null;
  }

  /** A number of an input, by the input's number in the signature. */
  double value(int input, int feature, double[] x) {
    Entry entry = byNumber[input];
    return entry == null ? defaults[input] : entry.scaled(feature, x[entry.from + feature]);
  }

  /** The first numbers of an input, by the input's number in the signature. */
  void read(int input, double[] x, double[] into, int count) {
    Entry entry = byNumber[input];
    for (int feature = 0; feature < count; feature++) {
      into[feature] =
          entry == null ? defaults[input] : entry.scaled(feature, x[entry.from + feature]);
    }
  }
}
