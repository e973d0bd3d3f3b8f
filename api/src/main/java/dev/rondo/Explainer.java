package dev.rondo;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.equations.PrintEquations;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.syntax.PrintSyntax;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Signature;
import dev.rondo.training.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows what the compiler makes of a model. For one thread. */
public final class Explainer {
  private final RecurrentModel model;
  private final List<String> over = new ArrayList<>();
  private Optional<Path> data = Optional.empty();
  private Optional<Purpose> program = Optional.empty();
  private Precision precision = Precision.F32;
  private CompiledModel compiled;

  Explainer(RecurrentModel model) {
    this.model = model;
  }

  /** The data file that gives open sizes, in place of the train block's. */
  public Explainer data(Path file) {
    data = Optional.of(file);
    return this;
  }

  /** Settings in place of the train block's, each {@code name=value}. */
  public Explainer set(String... settings) {
    over.addAll(List.of(settings));
    return this;
  }

  /** Whose plan and bytecode; {@code TRAIN} if the model has a loss, else {@code PREDICT}. */
  public Explainer program(Purpose purpose) {
    program = Optional.of(purpose);
    return this;
  }

  /** The width of all numbers; F32. */
  public Explainer precision(Precision width) {
    precision = width;
    return this;
  }

  /**
   * The model as it is after a stage, as text for people.
   *
   * @throws RondoException if nothing says how large a size is, or the model has no loss and the
   *     gradient is asked for
   * @throws ModelException if the sizes do not fit the model
   * @throws DataException if the data that give sizes are wrong
   */
  public String explain(Stage stage) {
    return switch (stage) {
      case SYNTAX -> PrintSyntax.print(model.checked().file());
      case EQUATIONS -> PrintEquations.print(model.checked().equations(sizes()));
      case SIMPLIFIED -> PrintEquations.print(compiled().forward());
      case GRADIENT -> {
        CheckGradient.needLoss(model, compiled());
        yield PrintEquations.print(compiled().equations(Purpose.TRAIN));
      }
      case PLAN -> compiled().plan(program());
      case BYTECODE -> compiled().bytecode(program());
    };
  }

  /** Whose plan and bytecode are shown. */
  public Purpose program() {
    boolean trains = compiled().signature().terms().stream().anyMatch(Signature.Term::loss);
    return program.orElse(trains ? Purpose.TRAIN : Purpose.PREDICT);
  }

  /**
   * The model with every size bound: shapes of parameters, inputs and outputs.
   *
   * @throws RondoException if nothing says how large a size is
   * @throws ModelException if the sizes do not fit the model
   * @throws DataException if the data that give sizes are wrong
   */
  public CompiledModel compiled() {
    if (compiled == null) {
      compiled = model.compile(sizes(), precision);
    }
    return compiled;
  }

  /** Open sizes come from the data, if there is some. */
  private Map<String, Integer> sizes() {
    List<String> open =
        model.sizes().entrySet().stream()
            .filter(size -> size.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (open.isEmpty()) {
      return Map.of();
    }
    Map<String, Integer> sizes = new LinkedHashMap<>(OpenSizes.fromData(model, over, data));
    List<String> unknown = open.stream().filter(size -> !sizes.containsKey(size)).toList();
    if (!unknown.isEmpty()) {
      throw new RondoException(
          model.path().toString(),
          "nothing says how large "
              + String.join(", ", unknown)
              + (unknown.size() == 1 ? " is" : " are"),
          "for example --size " + unknown.get(0) + "=65");
    }
    return sizes;
  }
}
