package dev.rondo.tests.random;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.equations.CheckEquations;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.evaluate.Evaluate;
import dev.rondo.compiler.verify.GradientCheck;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.tests.Gradients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One program through everything that computes it: bytecode against the evaluator, and bytecode
 * against itself run in other ways, where forward values must have the same bits.
 */
public final class Differential {
  private static final double TOLERANCE = 1e-9;

  private final RandomProgram program;
  private final CompiledModel model;
  private final Way way;
  private final Signature signature;
  private final Map<String, double[]> parameters;
  private final List<Sequence> sequences;
  private final Places places;

  private Differential(RandomProgram program, Precision precision) {
    this(program, Passes.check(program).compile(Map.of(), precision));
  }

  private Differential(RandomProgram program, CompiledModel model) {
    this(program, model, program.lengths(), Way.PLAIN);
  }

  private Differential(RandomProgram program, CompiledModel model, List<Integer> lengths, Way way) {
    this.program = program;
    this.model = model;
    this.way = way;
    this.signature = model.signature();
    this.parameters = RandomData.parameters(signature, program.seed());
    this.sequences = RandomData.sequences(signature, lengths, program.seed());
    this.places = new Places(signature, sequences);
  }

  /** How a program is run. {@code room} in bytes: with less than it needs it runs in strips. */
  private record Way(int threads, long room) {
    static final Way PLAIN = new Way(1, Long.MAX_VALUE);
  }

  /** Values and gradients in double against the evaluator. */
  public static void againstEvaluator(RandomProgram program) {
    Differential test = new Differential(program, Precision.F64);
    for (Purpose purpose : List.of(Purpose.EVALUATE, Purpose.TRAIN, Purpose.GRADIENTS)) {
      test.againstEvaluator(purpose);
    }
  }

  /** The same with more rows than statements go over at a time. */
  public static void ofManyRowsAgainstEvaluator(RandomProgram program) {
    CompiledModel model = new Differential(program, Precision.F64).model;
    List<Integer> lengths =
        Collections.nCopies(10, program.lengths()).stream().flatMap(List::stream).toList();
    new Differential(program, model, lengths, Way.PLAIN).againstEvaluator(Purpose.TRAIN);
  }

  /** Forward values: together = one by one, in windows and steps = in one pass, bit for bit. */
  public static void againstItself(RandomProgram program, Precision precision) {
    Differential test = new Differential(program, precision);
    test.oneByOne();
    test.streams();
    if (program.streaming() && test.windowed()) {
      for (int window : new int[] {1, 2, 3, 7}) {
        test.windows(window);
      }
    }
  }

  /** Values and gradients: the same bits with vectors of any width, and without. */
  public static void againstVectors(RandomProgram program) {
    Differential plain =
        new Differential(program, new Differential(program, Precision.F32).model.vectors(0));
    for (int lanes : new int[] {4, 8, 16}) {
      plain.same(lanes + " lanes", new Differential(program, plain.model.vectors(lanes)));
    }
  }

  /** Values and gradients of a larger batch: the same bits on any number of threads. */
  public static void againstThreads(RandomProgram program, Precision precision) {
    CompiledModel model = new Differential(program, precision).model;
    List<Integer> lengths =
        Collections.nCopies(4, program.lengths()).stream().flatMap(List::stream).toList();
    Differential one = new Differential(program, model, lengths, Way.PLAIN);
    for (int threads : new int[] {2, 3}) {
      Way way = new Way(threads, Long.MAX_VALUE);
      one.same(threads + " threads", new Differential(program, model, lengths, way));
    }
  }

  /** Values and gradients in strips of √steps: the same bits as of all steps at once. */
  public static void againstStrips(RandomProgram program, Precision precision) {
    CompiledModel model = new Differential(program, precision).model;
    for (int threads : new int[] {1, 3}) {
      // long enough for three strips
      List<Integer> lengths =
          Collections.nCopies(threads, program.lengths()).stream()
              .flatMap(List::stream)
              .map(length -> length == 0 ? 0 : length + 6)
              .toList();
      Differential whole = new Differential(program, model, lengths, Way.PLAIN);
      whole.same("strips", new Differential(program, model, lengths, new Way(threads, 0)));
    }
  }

  private void same(String what, Differential other) {
    for (Purpose purpose : List.of(Purpose.GRADIENTS, Purpose.TRAIN)) {
      Disagreement.sameBits(
          what + ", " + purpose, List.of(other.sums(purpose)), List.of(sums(purpose)));
    }
    List<List<List<double[]>>> outputs = wholeOutputs(Purpose.GRADIENTS);
    List<List<List<double[]>>> others = other.wholeOutputs(Purpose.GRADIENTS);
    for (int o = 0; o < outputs.size(); o++) {
      for (int s = 0; s < sequences.size(); s++) {
        String of = what + ": output " + o + " of sequence " + s;
        Disagreement.sameBits(of, others.get(o).get(s), outputs.get(o).get(s));
      }
    }
  }

  /** The gradient, and behind it the losses. */
  private double[] sums(Purpose purpose) {
    return Gradients.run(runner(purpose), signature, model.precision(), drawn(purpose));
  }

  /** What runs over another axis at each step is not carried from window to window yet. */
  private boolean windowed() {
    return signature.axes().size() == 1
        || Stream.of(Purpose.PREDICT, Purpose.EVALUATE)
            .allMatch(purpose -> model.program(purpose).plan().limits().windows().isEmpty());
  }

  /** The gradient against differences. */
  public static void againstDifferences(RandomProgram program) {
    Differential test = new Differential(program, Precision.F64);
    if (program.smooth()) {
      GradientCheck.Report report =
          GradientCheck.check(
              test.model, Optional.empty(), test.parameters, test.sequences, program.seed());
      if (!report.ok()) {
        throw new Disagreement("gradient and differences disagree\n" + report.table());
      }
    }
  }

  private Runner runner(Purpose purpose) {
    Runner runner = new Runner(model.program(purpose), way.threads(), way.room());
    runner.load(RandomData.flat(signature, model.precision(), parameters));
    return runner;
  }

  /** With what a program draws, each sequence as if it were alone. */
  private List<Sequence> drawn(Purpose purpose) {
    Signature given = model.program(purpose).signature();
    return sequences.stream().map(s -> Chance.drawn(s, given, 0, 0, 0)).toList();
  }

  private void againstEvaluator(Purpose purpose) {
    Equations equations = CheckEquations.check(model.equations(purpose));
    Evaluate evaluate = new Evaluate(equations, parameters, drawn(purpose));
    Runner runner = runner(purpose);
    runner.run(drawn(purpose), Integer.MAX_VALUE, null);
    for (String role : equations.roots().keySet()) {
      String name = role.substring(role.indexOf('/') + 1);
      Equation equation = evaluate.rootEquation(role);
      double[] expected = evaluate.root(role);
      String what = purpose + " " + role;
      switch (role.contains("/") ? role.substring(0, role.indexOf('/')) : role) {
        case "output" -> output(what, runner, equation, expected, name);
        case "sum" -> close(what, runner.sum(term(name)), expected[0], 1);
        case "count" -> close(what, runner.count(term(name)), expected[0], 1);
        case "gradient" -> gradient(what, runner, expected, name);
        case "input" -> inputGradient(what, runner, equation, expected, name);
        default -> {
          // the loss itself is what the sums and counts say
        }
      }
    }
  }

  private int term(String name) {
    for (int i = 0; i < signature.terms().size(); i++) {
      if (signature.terms().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new Disagreement("no term " + name);
  }

  /** What a runner gives for a number of a position and a feature. */
  private interface Actual {
    double at(int sequence, int position, int feature);
  }

  /** Compares all numbers of a tensor over sequences and axes; {@code missing} where it is not. */
  private void compare(
      String what,
      Equation equation,
      double[] expected,
      List<Integer> axes,
      int size,
      double missing,
      Actual actual) {
    double scale = scale(expected);
    for (int s = 0; s < sequences.size(); s++) {
      List<int[]> all = places.of(axes, s);
      for (int i = 0; i < all.size(); i++) {
        int[] here = all.get(i);
        boolean defined = places.defined(equation, s, here);
        for (int f = 0; f < size; f++) {
          close(
              "%s of sequence %d position %s feature %d"
                  .formatted(what, s, Arrays.toString(here), f),
              actual.at(s, i, f),
              defined ? expected[places.row(equation, s, here) * size + f] : missing,
              scale);
        }
      }
    }
  }

  private void output(
      String what, Runner runner, Equation equation, double[] expected, String name) {
    int number = signature.outputs().stream().map(Signature.Output::name).toList().indexOf(name);
    Signature.Output output = signature.outputs().get(number);
    compare(
        what,
        equation,
        expected,
        output.axes(),
        output.size(),
        Double.NaN,
        (s, i, f) -> runner.output(number, s, i, f));
  }

  private void gradient(String what, Runner runner, double[] expected, String path) {
    Numbers gradient = Numbers.zeros(model.precision(), signature.parameterCount());
    runner.gradient(gradient);
    Signature.Parameter parameter =
        signature.parameters().stream()
            .filter(p -> p.path().equals(path))
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      double actual = gradient.get(parameter.offset() + i);
      close(what + " number " + i, actual, expected[i], scale(expected));
    }
  }

  private void inputGradient(
      String what, Runner runner, Equation equation, double[] expected, String name) {
    int number = signature.inputs().stream().map(Signature.Input::name).toList().indexOf(name);
    Signature.Input input = signature.inputs().get(number);
    // where it is not defined nothing depends on the input
    compare(
        what,
        equation,
        expected,
        input.axes(),
        input.size(),
        0,
        (s, i, f) -> runner.inputGradient(number, s, i, f));
  }

  private static double scale(double[] values) {
    double scale = 1;
    for (double value : values) {
      if (Double.isFinite(value)) {
        scale = Math.max(scale, Math.abs(value));
      }
    }
    return scale;
  }

  private static void close(String what, double actual, double expected, double scale) {
    boolean same =
        Double.compare(actual, expected) == 0
            || Math.abs(actual - expected) <= TOLERANCE * Math.max(scale, Math.abs(expected));
    if (!same) {
      throw new Disagreement(what + ": bytecode " + actual + ", evaluator " + expected);
    }
  }

  /** All forward values of a run over some of the sequences, by output, sequence, position. */
  private List<List<List<double[]>>> outputs(Runner runner, int from, int to) {
    List<List<List<double[]>>> all = new ArrayList<>();
    for (int o = 0; o < signature.outputs().size(); o++) {
      Signature.Output output = signature.outputs().get(o);
      List<List<double[]>> bySequence = new ArrayList<>();
      for (int s = from; s < to; s++) {
        List<double[]> steps = new ArrayList<>();
        int count = places.of(output.axes(), s).size();
        for (int t = 0; t < count; t++) {
          double[] features = new double[output.size()];
          for (int f = 0; f < features.length; f++) {
            features[f] = runner.output(o, s - from, t, f);
          }
          steps.add(features);
        }
        bySequence.add(steps);
      }
      all.add(bySequence);
    }
    return all;
  }

  private List<List<List<double[]>>> wholeOutputs(Purpose purpose) {
    Runner runner = runner(purpose);
    runner.run(drawn(purpose), Integer.MAX_VALUE, null);
    for (int s = 0; s < sequences.size(); s++) {
      if (runner.steps(s) != sequences.get(s).length()) {
        throw new Disagreement("sequence " + s + " ran " + runner.steps(s) + " steps");
      }
    }
    return outputs(runner, 0, sequences.size());
  }

  private void oneByOne() {
    List<List<List<double[]>>> together = wholeOutputs(Purpose.PREDICT);
    List<List<List<double[]>>> evaluated = wholeOutputs(Purpose.EVALUATE);
    List<List<List<double[]>>> trained = wholeOutputs(Purpose.GRADIENTS);
    Runner runner = runner(Purpose.PREDICT);
    for (int s = 0; s < sequences.size(); s++) {
      runner.run(List.of(drawn(Purpose.PREDICT).get(s)), Integer.MAX_VALUE, null);
      List<List<List<double[]>>> alone = outputs(runner, s, s + 1);
      for (int o = 0; o < together.size(); o++) {
        String of = signature.outputs().get(o).name() + " of sequence " + s;
        List<double[]> expected = together.get(o).get(s);
        Disagreement.sameBits("alone and in a batch: " + of, alone.get(o).get(0), expected);
        Disagreement.sameBits(
            "evaluating and predicting: " + of, evaluated.get(o).get(s), expected);
        Disagreement.sameBits(
            "with gradients and predicting: " + of, trained.get(o).get(s), expected);
      }
    }
  }

  private void windows(int window) {
    List<List<List<double[]>>> whole = wholeOutputs(Purpose.PREDICT);
    Windows predicted = new Windows(model, runner(Purpose.PREDICT), Purpose.PREDICT);
    Windows evaluated = new Windows(model, runner(Purpose.EVALUATE), Purpose.EVALUATE);
    predicted.run(drawn(Purpose.PREDICT), window);
    evaluated.run(drawn(Purpose.EVALUATE), window);
    for (int o = 0; o < whole.size(); o++) {
      if (signature.outputs().get(o).overTime()) {
        for (int s = 0; s < sequences.size(); s++) {
          String of = signature.outputs().get(o).name() + " of sequence " + s;
          List<double[]> expected = whole.get(o).get(s);
          Disagreement.sameBits(
              "windows of " + window + ": " + of, predicted.outputs(o, s), expected);
          Disagreement.sameBits(
              "windows of " + window + ", evaluating: " + of, evaluated.outputs(o, s), expected);
        }
      }
    }
    Runner runner = runner(Purpose.EVALUATE);
    runner.run(drawn(Purpose.EVALUATE), Integer.MAX_VALUE, null);
    for (int i = 0; i < signature.terms().size(); i++) {
      // a term that varies over no step counts once a window
      if (!signature.terms().get(i).name().startsWith("regular")) {
        String what = "windows of " + window + ": " + signature.terms().get(i).name();
        double tolerance = model.precision() == Precision.F64 ? TOLERANCE : 2e-5;
        Disagreement.about(what + " sum", evaluated.sum(i), runner.sum(i), tolerance);
        Disagreement.about(what + " count", evaluated.count(i), runner.count(i), 0);
      }
    }
  }

  /** A predictor gives the model's outputs, at once and step by step. */
  private void streams() {
    List<List<List<double[]>>> whole = wholeOutputs(Purpose.PREDICT);
    Numbers flat = RandomData.flat(signature, model.precision(), parameters);
    Streams streams = new Streams(model, flat, sequences);
    boolean steps = model.program(Purpose.PREDICT).plan().limits().streams().isEmpty();
    List<List<double[]>> stepped = steps ? streams.stepByStep() : List.of();
    for (int s = 0; s < sequences.size(); s++) {
      int length = (int) sequences.get(s).length();
      List<double[]> expected = new ArrayList<>();
      for (int t = 0; t < length; t++) {
        expected.add(row(whole, s, t, List.of(0)));
      }
      expected.add(row(whole, s, 0, List.of()));
      Disagreement.sameBits("a predictor over sequence " + s, streams.whole(s), expected);
      if (steps && length > 0) {
        List<double[]> actual = new ArrayList<>();
        int over = expected.get(0).length;
        double[] last = stepped.get(s).get(length - 1);
        stepped.get(s).forEach(out -> actual.add(Arrays.copyOf(out, over)));
        actual.add(Arrays.copyOfRange(last, over, last.length));
        Disagreement.sameBits("a predictor through sequence " + s, actual, expected);
      }
    }
  }

  /** The outputs of a step, or those that are not over time, one after the other. */
  private double[] row(
      List<List<List<double[]>>> outputs, int sequence, int t, List<Integer> axes) {
    List<double[]> parts = new ArrayList<>();
    for (int o = 0; o < outputs.size(); o++) {
      if (signature.outputs().get(o).axes().equals(axes)) {
        parts.add(outputs.get(o).get(sequence).get(t));
      }
    }
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  @Override
  public String toString() {
    return program.toString();
  }
}
