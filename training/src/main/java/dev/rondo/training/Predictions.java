package dev.rondo.training;

import dev.rondo.runtime.Model;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Signature;
import dev.rondo.training.data.Binding;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.data.Part;
import java.io.Writer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The outputs of a trained model over data that need not have what only its losses and metrics
 * read. A line a sequence, in the format of {@link Evaluator#evaluate(Part, java.nio.file.Path)};
 * steps behind a sequence's end in a field {@code ahead} of their own.
 */
public final class Predictions {
  private static final int BATCH = 32;

  private final Model model;
  private final Numbers parameters;
  private final int ahead;

  /**
   * Predictions of a model with its parameters.
   *
   * @param ahead how many steps to go on behind each sequence's end, by what the model feeds itself
   * @throws IllegalArgumentException with a message for the user, if the model has no outputs or
   *     cannot go on
   */
  public Predictions(Model model, Numbers parameters, int ahead) {
    this.model = model;
    this.parameters = parameters;
    this.ahead = ahead;
    if (model.signature().outputs().isEmpty()) {
      throw new IllegalArgumentException(
          "the model "
              + model.signature().model()
              + " predicts nothing: it needs an output, such as output y = ...");
    }
    if (ahead > 0) {
      GoOn.check(model.program(Purpose.SAMPLE), inputsRead());
    }
  }

  /** The model's inputs, those that no output depends on {@link Binding#unread() unread}. */
  public List<Binding> inputs() {
    Set<String> read = inputsRead();
    return model.signature().inputs().stream()
        .map(Binding::of)
        .map(input -> read.contains(input.name()) ? input : input.unread())
        .toList();
  }

  private Set<String> inputsRead() {
    Program program = model.program(ahead > 0 ? Purpose.SAMPLE : Purpose.PREDICT);
    List<Signature.Input> inputs = program.signature().inputs();
    return program.plan().feeds().stream()
        .map(Plan.Feed::input)
        .map(number -> inputs.get(number).name())
        .collect(Collectors.toSet());
  }

  /**
   * Writes a line for each sequence, in the order of the data.
   *
   * @param data bound to {@link #inputs()}
   */
  public void write(Dataset data, Writer to) {
    Engine engine = new RunnerEngine(model.program(Purpose.PREDICT));
    OutputLines lines =
        ahead > 0
            ? new OutputLines(to, model, data, new GoOn(model, parameters, data, ahead)::write)
            : new OutputLines(to, model, data);
    Part part = Inputs.align(data.all(), data.inputs(), engine.signature());
    Pass.visit(engine, parameters, part, BATCH, () -> false, lines);
  }
}
