package dev.rondo.training;

import dev.rondo.runtime.Initialize;
import dev.rondo.runtime.Model;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Signature;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.data.Part;
import dev.rondo.training.settings.Settings;
import dev.rondo.training.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Trains a model. The same model, data, settings and seed give the same bits. */
public final class Trainer {
  private Trainer() {}

  /** Trains parameters drawn by path and seed, of a model that begins with no file. */
  public static TrainingResult train(
      Model model,
      Dataset data,
      Settings settings,
      Machine machine,
      TrainingListener listener,
      BooleanSupplier stop) {
    Numbers initial =
        initial(
            model.signature(),
            model.precision(),
            settings.seed(),
            data.scaling(),
            Initialize.Files.NONE);
    return train(model, data, settings, machine, initial, listener, stop);
  }

  /** The same from given parameters, without checkpoints. */
  public static TrainingResult train(
      Model model,
      Dataset data,
      Settings settings,
      Machine machine,
      Numbers initial,
      TrainingListener listener,
      BooleanSupplier stop) {
    return train(
        model,
        data,
        settings,
        machine,
        initial,
        Optional.empty(),
        Checkpoint.Keeper.NONE,
        listener,
        stop);
  }

  /**
   * Runs to the end, or until it is asked to stop.
   *
   * @param machine what the run may use; it changes no bit
   * @param from of a run of the same model, data and settings: goes on there, to the same bits
   * @param keeper of checkpoints
   * @param initial the parameters to begin with; not changed
   * @param stop is asked after every update; from any thread
   * @throws DataException if there is too little data
   * @throws SettingsException if the settings do not fit the model or the data
   */
  public static TrainingResult train(
      Model model,
      Dataset data,
      Settings settings,
      Machine machine,
      Numbers initial,
      Optional<Checkpoint> from,
      Checkpoint.Keeper keeper,
      TrainingListener listener,
      BooleanSupplier stop) {
    Signature signature = model.signature();
    check(signature, data, settings);
    Batches batches = Batches.of(data, settings);
    Program program = model.program(Purpose.TRAIN);
    check(program, settings);
    RunnerEngine train =
        new RunnerEngine(program, settings.checkpoint() ? machine.room(0) : machine);
    Batches aligned = batches.align(data.inputs(), train.signature());
    long held = data.validation().map(Part::steps).orElse(0L);
    listener.started(
        new TrainingListener.Start(
            signature.model(),
            signature.parameterCount(),
            data.training().sequences().size(),
            batches.steps(),
            held,
            settings.epochs(),
            batches.updates() * settings.epochs(),
            train.storage(aligned.largest(), aligned.window())));
    Engine evaluate =
        data.validation().isPresent()
            ? new RunnerEngine(model.program(Purpose.EVALUATE), machine)
            : null;
    Optional<Part> validation =
        data.validation()
            .map(part -> part.withLead(tail(part, data, batches)))
            .map(part -> Inputs.align(part, data.inputs(), evaluate.signature()));
    TrainingLoop loop =
        new TrainingLoop(
            train, evaluate, initial, aligned, validation, settings, listener, stop, keeper);
    from.ifPresent(loop::resume);
    return loop.run();
  }

  /**
   * The parameters a run begins with: drawn by path and seed, read from files, and the scaling of
   * the data in those that {@code unscaled} reads.
   */
  public static Numbers initial(
      Signature signature,
      Precision precision,
      long seed,
      Map<String, Scaling> scaling,
      Initialize.Files files) {
    Numbers parameters = Initialize.parameters(signature, precision, seed, files);
    for (Signature.Parameter parameter : signature.parameters()) {
      scaling.forEach(
          (input, scale) -> {
            if (parameter.path().equals(input + ".mean")) {
              put(parameters, parameter, scale.mean());
            } else if (parameter.path().equals(input + ".deviation")) {
              put(parameters, parameter, scale.deviation());
            }
          });
    }
    return parameters;
  }

  private static void put(Numbers parameters, Signature.Parameter parameter, List<Double> values) {
    if (parameter.fixed() && parameter.size() == values.size()) {
      for (int i = 0; i < values.size(); i++) {
        parameters.set(parameter.offset() + i, values.get(i));
      }
    }
  }

  /**
   * Validation of the last share of one long sequence starts from the carried state: that of a run
   * over the last stream with the epoch's final parameters. A function of the parameters alone, it
   * can be repeated from the weights.
   */
  private static long tail(Part validation, Dataset data, Batches batches) {
    return validation.lead() == 0 ? 0 : batches.tail(data.training().sequences().get(0));
  }

  private static void check(Program program, Settings settings) {
    if (settings.window().isPresent() && !program.plan().limits().windows().isEmpty()) {
      throw new SettingsException(
          program.signature().model(),
          "'window' does not fit this model, which needs whole sequences: "
              + program.plan().limits().windows(),
          "window = whole");
    }
    if (settings.checkpoint() && !program.plan().limits().strips().isEmpty()) {
      throw new SettingsException(
          program.signature().model(),
          "'checkpoint' does not fit this model: " + program.plan().limits().strips(),
          "checkpoint = false");
    }
  }

  private static void check(Signature signature, Dataset data, Settings settings) {
    List<SettingsException.Problem> problems = new ArrayList<>();
    List<String> names =
        new ArrayList<>(signature.terms().stream().map(Signature.Term::name).toList());
    if (!names.contains("loss")) {
      names.add(0, "loss");
    }
    Settings.Monitor monitor = settings.monitor();
    if (!names.contains(monitor.name())) {
      problems.add(
          new SettingsException.Problem(
              monitor.place(),
              "'monitor' names no loss or metric: '" + monitor.name() + "'",
              Names.suggest(monitor.name(), "losses and metrics", names)));
    }
    if (data.validation().isEmpty()) {
      if (settings.patience().isPresent()) {
        problems.add(
            new SettingsException.Problem(
                signature.model(), "'patience' needs validation data", "validation = 0.1"));
      }
      if (!monitor.name().equals("loss")) {
        problems.add(
            new SettingsException.Problem(
                monitor.place(), "'monitor' needs validation data", "validation = 0.1"));
      }
    }
    Forecasts.check(signature, data, settings).ifPresent(problems::add);
    if (signature.terms().stream().noneMatch(Signature.Term::loss)) {
      problems.add(
          new SettingsException.Problem(
              signature.model(), "a model without a loss cannot be trained", "add: loss ..."));
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }
}
