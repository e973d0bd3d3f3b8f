package dev.rondo.training;

import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Model;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.data.Part;
import dev.rondo.training.weights.Safetensors;
import dev.rondo.training.weights.Tensor;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Runs a model with fixed parameters over data. */
public final class Evaluator {
  private static final int BATCH = 32;

  private final Model model;
  private final Numbers parameters;
  private final Dataset data;

  /**
   * A model with its parameters.
   *
   * @param data whose parts are evaluated
   */
  public Evaluator(Model model, Numbers parameters, Dataset data) {
    this.model = model;
    this.parameters = parameters;
    this.data = data;
  }

  /** The data whose parts are evaluated. */
  public Dataset data() {
    return data;
  }

  /** Losses and metrics of a part, such as {@code data.all()}. */
  public Evaluation evaluate(Part part) {
    return run(part, (engine, first, size, start, counted, last) -> {});
  }

  /**
   * The same, and every output in a file: one JSON object a sequence, its keys the outputs; an
   * output over time is a list; a token is its symbol; a number that is not finite is null.
   *
   * @throws DataException if the file cannot be written
   */
  public Evaluation evaluate(Part part, Path outputs) {
    return WholeFile.write(
        outputs,
        file -> {
          try (Writer writer = Files.newBufferedWriter(file)) {
            return run(part, new OutputLines(writer, model, data));
          }
        });
  }

  private Evaluation run(Part part, Pass.Visitor visitor) {
    Engine engine = new RunnerEngine(model.program(Purpose.EVALUATE));
    Part aligned = Inputs.align(part, data.inputs(), engine.signature());
    Totals totals = Pass.run(engine, parameters, aligned, BATCH, () -> false, visitor);
    return new Evaluation(totals.loss(), totals.terms(), part.sequences().size(), part.steps());
  }

  /**
   * The gradient of the mean loss over a part, all its sequences one batch, by parameter path, and
   * with respect to real inputs as {@code input/NAME}: [sequences, most steps, features...], 0
   * behind a sequence's end, or [sequences, features...] for an input that is not over time.
   */
  public Safetensors gradients(Part part) {
    RunnerEngine engine = new RunnerEngine(model.program(Purpose.GRADIENTS));
    Signature signature = engine.signature();
    List<Sequence> sequences = Inputs.align(part, data.inputs(), signature).sequences();
    engine.load(Chance.drawn(parameters, engine.signature(), 0, 0));
    engine.begin(Chance.drawn(sequences, engine.signature(), 0, 0, 0));
    engine.advance(Integer.MAX_VALUE);

    Precision precision = model.precision();
    Numbers flat = Numbers.zeros(precision, signature.parameterCount());
    engine.gradient(flat);
    List<Tensor> tensors = new ArrayList<>();
    for (Signature.Parameter parameter : signature.parameters()) {
      Numbers values = Numbers.zeros(precision, parameter.size());
      System.arraycopy(flat.array(), parameter.offset(), values.array(), 0, parameter.size());
      tensors.add(new Tensor(parameter.path(), parameter.shape(), values));
    }
    for (int i = 0; i < signature.inputs().size(); i++) {
      if (signature.inputs().get(i).kind() == Signature.Kind.REAL) {
        tensors.add(inputGradient(engine, i, sequences));
      }
    }
    return new Safetensors(
        tensors, Map.of("format", "rondo gradients", "model", signature.model()));
  }

  private Tensor inputGradient(RunnerEngine engine, int number, List<Sequence> sequences) {
    Signature.Input input = engine.signature().inputs().get(number);
    ToLongFunction<Sequence> positions =
        sequence -> Signature.positions(engine.signature().axes(), input.axes(), sequence);
    int longest = Math.toIntExact(sequences.stream().mapToLong(positions).max().orElse(0));
    List<Integer> shape = new ArrayList<>();
    shape.add(sequences.size());
    if (!input.axes().isEmpty()) {
      shape.add(longest);
    }
    shape.addAll(input.shape());
    int width = input.size();
    Numbers values =
        Numbers.zeros(
            model.precision(),
            Math.multiplyExact(Math.multiplyExact(sequences.size(), longest), width));
    for (int s = 0; engine.differentiates(number) && s < sequences.size(); s++) {
      long steps = positions.applyAsLong(sequences.get(s));
      for (int step = 0; step < steps; step++) {
        for (int k = 0; k < width; k++) {
          values.set((s * longest + step) * width + k, engine.inputGradient(number, s, step, k));
        }
      }
    }
    return new Tensor("input/" + input.name(), shape, values);
  }
}
