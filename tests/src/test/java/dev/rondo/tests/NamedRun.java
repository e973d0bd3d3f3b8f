package dev.rondo.tests;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.compiler.verify.RandomData.Stored;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.State;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program of a model whose parameters, inputs and results go by name. */
public final class NamedRun {
  private final CompiledModel model;
  private final Signature signature;
  private final Purpose purpose;
  private final Runner runner;

  public NamedRun(CompiledModel model, Purpose purpose) {
    this.model = model;
    this.signature = model.signature();
    this.purpose = purpose;
    this.runner = new Runner(model.program(purpose));
  }

  /** The only model of a file. */
  public static CompiledModel compile(
      String text, Map<String, Integer> sizes, Precision precision) {
    return CheckModel.check(
            new Source("test.rondo", text),
            Optional.empty(),
            Map.of(),
            (from, path) -> Optional.empty())
        .compile(sizes, precision);
  }

  /** A sequence with all inputs of a model; each row by row, as many rows as there are steps. */
  public static Sequence sequence(CompiledModel model, int length, Map<String, double[]> inputs) {
    List<Signature.Input> declared = model.signature().inputs();
    for (Signature.Input input : declared) {
      double[] values = inputs.get(input.name());
      int size = input.size() * (input.overTime() ? length : 1);
      if (values == null || values.length != size) {
        throw new IllegalArgumentException(
            input.name() + " takes " + size + " numbers, not " + Arrays.toString(values));
      }
    }
    return new Stored(
        length,
        declared.stream().map(i -> inputs.get(i.name())).toList(),
        declared.stream().map(Signature.Input::size).toList());
  }

  /** Loads parameters by path. */
  public NamedRun load(Map<String, double[]> parameters) {
    runner.load(RandomData.flat(signature, model.precision(), parameters));
    return this;
  }

  /** Runs whole sequences. */
  public NamedRun run(List<? extends Sequence> sequences) {
    runner.run(sequences, Integer.MAX_VALUE, null);
    return this;
  }

  /** Runs the next window. */
  public NamedRun run(List<? extends Sequence> sequences, int steps, State state) {
    runner.run(sequences, steps, state);
    return this;
  }

  public State start(int sequences) {
    return State.initial(model.program(purpose), sequences);
  }

  public double output(String name, int sequence, int step, int feature) {
    List<String> names = signature.outputs().stream().map(Signature.Output::name).toList();
    return runner.output(position(names, name), sequence, step, feature);
  }

  /** All features of an output. */
  public double[] output(String name, int sequence, int step) {
    int size =
        signature.outputs().stream()
            .filter(o -> o.name().equals(name))
            .mapToInt(Signature.Output::size)
            .findFirst()
            .orElseThrow();
    double[] features = new double[size];
    for (int f = 0; f < size; f++) {
      features[f] = output(name, sequence, step, f);
    }
    return features;
  }

  public double sum(String term) {
    return runner.sum(position(terms(), term));
  }

  public double count(String term) {
    return runner.count(position(terms(), term));
  }

  private List<String> terms() {
    return signature.terms().stream().map(Signature.Term::name).toList();
  }

  /** Σ sum / count over the losses. */
  public double loss() {
    double loss = 0;
    for (Signature.Term term : signature.terms()) {
      double count = term.loss() ? count(term.name()) : 0;
      loss += count == 0 ? 0 : sum(term.name()) / count;
    }
    return loss;
  }

  public double[] gradient(String path) {
    Numbers all = Numbers.zeros(model.precision(), signature.parameterCount());
    // so that a number that is not written shows
    all.fill(Double.NaN);
    runner.gradient(all);
    Signature.Parameter parameter =
        signature.parameters().stream()
            .filter(p -> p.path().equals(path))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no parameter " + path));
    double[] gradient = new double[parameter.size()];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = all.get(parameter.offset() + i);
    }
    return gradient;
  }

  public double inputGradient(String name, int sequence, int step, int feature) {
    List<String> names = signature.inputs().stream().map(Signature.Input::name).toList();
    return runner.inputGradient(position(names, name), sequence, step, feature);
  }

  private static int position(List<String> names, String name) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException("no " + name + " among " + names);
    }
    return names.indexOf(name);
  }
}
