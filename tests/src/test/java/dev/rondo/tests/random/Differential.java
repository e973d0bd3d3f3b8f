package dev.rondo.tests.random;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.equations.CheckEquations;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.evaluate.Evaluate;
import dev.rondo.compiler.verify.GradientCheck;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One program through everything that computes it: bytecode against the evaluator, and bytecode
 * against itself run in other ways, where forward values must have the same bits.
 */
public final class Differential {
  private static final double TOLERANCE = 1e-9;

  private final RandomProgram program;
  private final CompiledModel model;
  private final Signature signature;
  private final Map<String, double[]> parameters;
  private final List<Sequence> sequences;

  private Differential(RandomProgram program, Precision precision) {
    this.program = program;
    this.model = Passes.check(program).compile(Map.of(), precision);
    this.signature = model.signature();
    this.parameters = RandomData.parameters(signature, program.seed());
    this.sequences = RandomData.sequences(signature, program.lengths(), program.seed());
  }

  /** Values and gradients in double against the evaluator. */
  public static void againstEvaluator(RandomProgram program) {
    Differential test = new Differential(program, Precision.F64);
    for (Purpose purpose : List.of(Purpose.EVALUATE, Purpose.TRAIN, Purpose.GRADIENTS)) {
      test.againstEvaluator(purpose);
    }
  }

  /** Forward values: together = one by one, in windows and steps = in one pass, bit for bit. */
  public static void againstItself(RandomProgram program, Precision precision) {
    Differential test = new Differential(program, precision);
    test.oneByOne();
    test.streams();
    if (program.streaming()) {
      for (int window : new int[] {1, 2, 3, 7}) {
        test.windows(window);
      }
    }
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
    Runner runner = new Runner(model.program(purpose));
    runner.load(RandomData.flat(signature, model.precision(), parameters));
    return runner;
  }

  private void againstEvaluator(Purpose purpose) {
    Equations equations = CheckEquations.check(model.equations(purpose));
    Evaluate evaluate = new Evaluate(equations, parameters, sequences);
    Runner runner = runner(purpose);
    runner.run(sequences, Integer.MAX_VALUE, null);
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

  /** Calls the body with each place of a tensor over sequences and steps, and its value there. */
  private interface Place {
    void at(int sequence, int step, int feature, double expected);
  }

  private void places(
      Equation equation, double[] expected, boolean overTime, int size, Place place) {
    boolean time = equation.has(Index.Kind.TIME);
    boolean batch = equation.has(Index.Kind.BATCH);
    for (int s = 0; s < sequences.size(); s++) {
      int steps = overTime ? (int) sequences.get(s).length() : 1;
      for (int t = 0; t < steps; t++) {
        for (int f = 0; f < size; f++) {
          int row = time ? t : 0;
          row = batch ? row * sequences.size() + s : row;
          double value = expected[row * size + f];
          boolean missing = overTime && t >= steps - missing(equation);
          place.at(s, t, f, missing ? Double.NaN : value);
        }
      }
    }
  }

  private void output(
      String what, Runner runner, Equation equation, double[] expected, String name) {
    int number = signature.outputs().stream().map(Signature.Output::name).toList().indexOf(name);
    Signature.Output output = signature.outputs().get(number);
    double scale = scale(expected);
    places(
        equation,
        expected,
        output.overTime(),
        output.size(),
        (s, t, f, e) ->
            close(
                what + " of sequence " + s + " step " + t + " feature " + f,
                runner.output(number, s, t, f),
                e,
                scale));
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
    double scale = scale(expected);
    places(
        equation,
        expected,
        input.overTime(),
        input.size(),
        (s, t, f, e) ->
            close(
                what + " of sequence " + s + " step " + t + " feature " + f,
                runner.inputGradient(number, s, t, f),
                // where it is not defined nothing depends on the input
                Double.isNaN(e) && t >= sequences.get(s).length() - missing(equation) ? 0 : e,
                scale));
  }

  private static int missing(Equation equation) {
    return equation.axes().stream().mapToInt(equation.domain()::at).sum();
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

  /** All forward values of a run, by output, sequence, step, feature. */
  private List<List<List<double[]>>> outputs(Runner runner, int batch) {
    List<List<List<double[]>>> all = new ArrayList<>();
    for (int o = 0; o < signature.outputs().size(); o++) {
      Signature.Output output = signature.outputs().get(o);
      List<List<double[]>> bySequence = new ArrayList<>();
      for (int s = 0; s < batch; s++) {
        List<double[]> steps = new ArrayList<>();
        int count = output.overTime() ? runner.steps(s) : 1;
        for (int t = 0; t < count; t++) {
          double[] features = new double[output.size()];
          for (int f = 0; f < features.length; f++) {
            features[f] = runner.output(o, s, t, f);
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
    runner.run(sequences, Integer.MAX_VALUE, null);
    for (int s = 0; s < sequences.size(); s++) {
      if (runner.steps(s) != sequences.get(s).length()) {
        throw new Disagreement("sequence " + s + " ran " + runner.steps(s) + " steps");
      }
    }
    return outputs(runner, sequences.size());
  }

  private void oneByOne() {
    List<List<List<double[]>>> together = wholeOutputs(Purpose.PREDICT);
    List<List<List<double[]>>> evaluated = wholeOutputs(Purpose.EVALUATE);
    List<List<List<double[]>>> trained = wholeOutputs(Purpose.GRADIENTS);
    Runner runner = runner(Purpose.PREDICT);
    for (int s = 0; s < sequences.size(); s++) {
      runner.run(List.of(sequences.get(s)), Integer.MAX_VALUE, null);
      List<List<List<double[]>>> alone = outputs(runner, 1);
      for (int o = 0; o < together.size(); o++) {
        String of = signature.outputs().get(o).name() + " of sequence " + s;
        List<double[]> expected = together.get(o).get(s);
        sameBits("alone and in a batch: " + of, alone.get(o).get(0), expected);
        sameBits("evaluating and predicting: " + of, evaluated.get(o).get(s), expected);
        sameBits("with gradients and predicting: " + of, trained.get(o).get(s), expected);
      }
    }
  }

  private void windows(int window) {
    List<List<List<double[]>>> whole = wholeOutputs(Purpose.PREDICT);
    Windows predicted = new Windows(model, runner(Purpose.PREDICT), Purpose.PREDICT);
    Windows evaluated = new Windows(model, runner(Purpose.EVALUATE), Purpose.EVALUATE);
    predicted.run(sequences, window);
    evaluated.run(sequences, window);
    for (int o = 0; o < whole.size(); o++) {
      if (signature.outputs().get(o).overTime()) {
        for (int s = 0; s < sequences.size(); s++) {
          String of = signature.outputs().get(o).name() + " of sequence " + s;
          List<double[]> expected = whole.get(o).get(s);
          sameBits("windows of " + window + ": " + of, predicted.outputs(o, s), expected);
          sameBits(
              "windows of " + window + ", evaluating: " + of, evaluated.outputs(o, s), expected);
        }
      }
    }
    Runner runner = runner(Purpose.EVALUATE);
    runner.run(sequences, Integer.MAX_VALUE, null);
    for (int i = 0; i < signature.terms().size(); i++) {
      // a term that varies over no step counts once a window
      if (!signature.terms().get(i).name().equals("regular")) {
        String what = "windows of " + window + ": " + signature.terms().get(i).name();
        double tolerance = model.precision() == Precision.F64 ? TOLERANCE : 2e-5;
        about(what + " sum", evaluated.sum(i), runner.sum(i), tolerance);
        about(what + " count", evaluated.count(i), runner.count(i), 0);
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
        expected.add(row(whole, s, t, true));
      }
      expected.add(row(whole, s, 0, false));
      sameBits("a predictor over sequence " + s, streams.whole(s), expected);
      if (steps && length > 0) {
        List<double[]> actual = new ArrayList<>();
        int over = expected.get(0).length;
        double[] last = stepped.get(s).get(length - 1);
        stepped.get(s).forEach(out -> actual.add(Arrays.copyOf(out, over)));
        actual.add(Arrays.copyOfRange(last, over, last.length));
        sameBits("a predictor through sequence " + s, actual, expected);
      }
    }
  }

  /** The outputs of a step, or those that are not over time, one after the other. */
  private double[] row(List<List<List<double[]>>> outputs, int sequence, int t, boolean overTime) {
    List<double[]> parts = new ArrayList<>();
    for (int o = 0; o < outputs.size(); o++) {
      if (signature.outputs().get(o).overTime() == overTime) {
        parts.add(outputs.get(o).get(sequence).get(t));
      }
    }
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static void about(String what, double actual, double expected, double tolerance) {
    if (!(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)))
        && Double.compare(actual, expected) != 0) {
      throw new Disagreement(what + ": " + actual + ", in one pass " + expected);
    }
  }

  private static void sameBits(String what, List<double[]> actual, List<double[]> expected) {
    if (actual.size() != expected.size()) {
      throw new Disagreement(what + ": " + actual.size() + " steps, not " + expected.size());
    }
    for (int t = 0; t < expected.size(); t++) {
      for (int f = 0; f < expected.get(t).length; f++) {
        double a = actual.get(t)[f];
        double e = expected.get(t)[f];
        // NaNs compare equal, the zeros do not
        if (Double.doubleToLongBits(a) != Double.doubleToLongBits(e)) {
          throw new Disagreement(what + " step " + t + " feature " + f + ": " + a + ", not " + e);
        }
      }
    }
  }

  @Override
  public String toString() {
    return program.toString();
  }
}
