package dev.rondo.compiler.verify;

import dev.rondo.compiler.verify.RandomData.Stored;
import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Model;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/**
 * Compares a compiled model's gradient with central differences of its loss, and with the
 * derivative that forward mode gives along a random direction.
 */
public final class GradientCheck {
  /** Lengths of the sequences of each batch. */
  private static final List<List<Integer>> BATCHES =
      List.of(List.of(0), List.of(1), List.of(2), List.of(3), List.of(7), List.of(0, 1, 5, 5, 3));

  private static final double DOT_TOLERANCE = 1e-9;

  /** So many numbers of a tensor are tried in a batch. */
  private static final int SAMPLE = 8;

  /** Forward mode: the derivative of the loss along a direction of the parameters. */
  @FunctionalInterface
  public interface Forward {
    double along(
        Map<String, double[]> parameters,
        List<? extends Sequence> sequences,
        Map<String, double[]> direction);
  }

  /**
   * What was found out about one tensor.
   *
   * @param name path of a parameter, {@code input/NAME}, or {@code forward mode}
   * @param checked how many numbers were compared
   * @param skipped how many lie on a corner
   * @param error the largest difference, relative to max(1, the largest number of the gradient)
   * @param stated whether {@code stop} or {@code derivative} decide it: differences say nothing
   */
  public record Row(
      String name, int checked, int skipped, double error, boolean ok, boolean stated) {
    Row(String name, int checked, int skipped, double error, boolean ok) {
      this(name, checked, skipped, error, ok, false);
    }
  }

  /** The rows in the signature's order. */
  public record Report(List<Row> rows) {
    public Report {
      rows = List.copyOf(rows);
    }

    public boolean ok() {
      return rows.stream().allMatch(Row::ok);
    }

    /** A table for people. */
    public String table() {
      int width = rows.stream().mapToInt(r -> r.name().length()).max().orElse(0);
      width = Math.max(width, "parameter".length());
      StringBuilder text = new StringBuilder();
      text.append(line(width, "parameter", "checked", "corners", "max error", ""));
      for (Row row : rows) {
        text.append(
            line(
                width,
                row.name(),
                Integer.toString(row.checked()),
                row.skipped() == 0 ? "" : Integer.toString(row.skipped()),
                row.stated() ? "" : String.format(Locale.ROOT, "%.1e", row.error()),
                row.stated() ? "stated" : row.ok() ? "ok" : "WRONG"));
      }
      return text.toString();
    }

    private static String line(int width, String a, String b, String c, String d, String e) {
      String line = "%-" + width + "s  %7s  %7s  %9s  %s";
      return String.format(Locale.ROOT, line, a, b, c, d, e).stripTrailing() + "\n";
    }
  }

  private final Signature signature;
  private final Optional<Forward> forward;
  private final Set<String> stated;
  private final Random random;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Signature program;
  private final Runner losses;
  private final Runner gradients;

  // the point at which the gradient is checked
  private Map<String, double[]> parameters = Map.of();
  private Numbers flat;
  private List<Sequence> sequences = List.of();

  private GradientCheck(Model model, Optional<Forward> forward, Set<String> stated, long seed) {
    if (model.precision() != Precision.F64) {
      throw new IllegalArgumentException("a gradient is checked in double precision");
    }
    this.signature = model.signature();
    if (signature.terms().stream().noneMatch(Signature.Term::loss)) {
      throw new IllegalArgumentException(signature.model() + " has no loss");
    }
    this.forward = forward;
    this.stated = stated;
    this.random = new Random(seed);
    this.program = model.program(Purpose.EVALUATE).signature();
    this.losses = new Runner(model.program(Purpose.EVALUATE));
    this.gradients = new Runner(model.program(Purpose.GRADIENTS));
    this.flat = Numbers.zeros(Precision.F64, signature.parameterCount());
  }

  /**
   * Checks at random parameters with random sequences of many lengths.
   *
   * @param stated what {@link Stated} found
   */
  public static Report check(
      Model model, Optional<Forward> forward, Set<String> stated, long seed) {
    GradientCheck check = new GradientCheck(model, forward, stated, seed);
    for (List<Integer> lengths : BATCHES) {
      check.at(
          RandomData.parameters(check.signature, check.random.nextLong()),
          RandomData.sequences(check.signature, lengths, check.random.nextLong()));
    }
    return check.report();
  }

  /** Checks at one point. */
  public static Report check(
      Model model,
      Optional<Forward> forward,
      Map<String, double[]> parameters,
      List<Sequence> sequences,
      long seed) {
    GradientCheck check = new GradientCheck(model, forward, Set.of(), seed);
    check.at(parameters, sequences);
    return check.report();
  }

  private Report report() {
    return new Report(new ArrayList<>(rows.values()));
  }

  private void at(Map<String, double[]> parameters, List<Sequence> given) {
    this.parameters = parameters;
    this.flat = RandomData.flat(signature, Precision.F64, parameters);
    this.sequences = given.stream().map(s -> (Sequence) RandomData.copy(signature, s)).toList();
    gradients.load(flat);
    gradients.run(drawn(), Integer.MAX_VALUE, null);
    Numbers gradient = Numbers.zeros(Precision.F64, flat.size());
    gradients.gradient(gradient);
    for (Signature.Parameter parameter : signature.parameters()) {
      if (!parameter.fixed()) {
        parameter(parameter, gradient);
      }
    }
    for (int i = 0; i < signature.inputs().size(); i++) {
      if (signature.inputs().get(i).kind() == Signature.Kind.REAL) {
        input(i);
      }
    }
    forward.ifPresent(f -> dot(f, gradient));
  }

  /** With noise that is drawn always, the same each time. */
  private List<Sequence> drawn() {
    return Chance.drawn(sequences, program, 0, 0, 0);
  }

  private void parameter(Signature.Parameter parameter, Numbers gradient) {
    double scale = 1;
    for (int i = 0; i < parameter.size(); i++) {
      scale = Math.max(scale, Math.abs(gradient.get(parameter.offset() + i)));
    }
    for (int i : sample(parameter.size())) {
      int at = parameter.offset() + i;
      compare(parameter.path(), gradient.get(at), scale, flat.get(at), v -> flat.set(at, v));
    }
  }

  private void input(int number) {
    Signature.Input input = signature.inputs().get(number);
    List<double[]> values = new ArrayList<>();
    List<double[]> expected = new ArrayList<>();
    double scale = 1;
    for (int s = 0; s < sequences.size(); s++) {
      double[] value = ((Stored) sequences.get(s)).inputs().get(number);
      double[] gradient = new double[value.length];
      for (int i = 0; i < value.length; i++) {
        gradient[i] = gradients.inputGradient(number, s, i / input.size(), i % input.size());
        scale = Math.max(scale, Math.abs(gradient[i]));
      }
      values.add(value);
      expected.add(gradient);
    }
    int[] ends = new int[values.size() + 1];
    for (int s = 0; s < values.size(); s++) {
      ends[s + 1] = ends[s] + values.get(s).length;
    }
    for (int i : sample(ends[values.size()])) {
      int s = 0;
      while (i >= ends[s + 1]) {
        s++;
      }
      double[] value = values.get(s);
      int at = i - ends[s];
      compare("input/" + input.name(), expected.get(s)[at], scale, value[at], v -> value[at] = v);
    }
  }

  private int[] sample(int size) {
    return size <= SAMPLE
        ? IntStream.range(0, size).toArray()
        : random.ints(0, size).distinct().limit(SAMPLE).sorted().toArray();
  }

  private void compare(String name, double gradient, double scale, double at, DoubleConsumer set) {
    if (stated.contains(name)) {
      add(new Row(name, 0, 0, 0, true, true));
      return;
    }
    Differences.Outcome outcome = Differences.compare(at, set, this::loss, gradient, scale);
    add(
        outcome.corner()
            ? new Row(name, 0, 1, 0, true)
            : new Row(name, 1, 0, outcome.error(), outcome.ok()));
  }

  private double loss() {
    losses.load(flat);
    losses.run(drawn(), Integer.MAX_VALUE, null);
    double loss = 0;
    for (int i = 0; i < signature.terms().size(); i++) {
      if (signature.terms().get(i).loss() && losses.count(i) != 0) {
        loss += losses.sum(i) / losses.count(i);
      }
    }
    return loss;
  }

  /** ⟨J v, 1⟩ = ⟨v, Jᵀ 1⟩: forward mode and reverse mode agree along a direction. */
  private void dot(Forward mode, Numbers gradient) {
    Map<String, double[]> direction = new LinkedHashMap<>();
    double reverse = 0;
    double scale = 1;
    for (Signature.Parameter parameter : signature.parameters()) {
      double[] v = new double[parameter.size()];
      for (int i = 0; i < v.length && !parameter.fixed(); i++) {
        v[i] = random.nextDouble() * 2 - 1;
        double term = v[i] * gradient.get(parameter.offset() + i);
        reverse += term;
        scale += Math.abs(term);
      }
      direction.put(parameter.path(), v);
    }
    double error = Math.abs(mode.along(parameters, sequences, direction) - reverse) / scale;
    add(new Row("forward mode", 1, 0, error, error <= DOT_TOLERANCE));
  }

  private void add(Row row) {
    rows.merge(
        row.name(),
        row,
        (a, b) ->
            new Row(
                a.name(),
                a.checked() + b.checked(),
                a.skipped() + b.skipped(),
                Double.isNaN(b.error()) ? b.error() : Math.max(a.error(), b.error()),
                a.ok() && b.ok(),
                a.stated()));
  }
}
