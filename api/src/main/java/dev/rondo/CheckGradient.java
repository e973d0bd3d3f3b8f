package dev.rondo;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.verify.GradientCheck;
import dev.rondo.compiler.verify.Stated;
import dev.rondo.compiler.verify.Tangent;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Signature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Compares a model's gradient with differences and forward mode, at small sizes. */
final class CheckGradient {
  private CheckGradient() {}

  static GradientReport check(RecurrentModel model, long seed) {
    CompiledModel compiled = compile(model);
    needLoss(model, compiled);
    GradientCheck.Report report =
        GradientCheck.check(
            compiled, Optional.of(new Tangent(compiled)), Stated.of(compiled.forward()), seed);
    return new GradientReport(compiled.signature().sizes(), report.rows());
  }

  static void needLoss(RecurrentModel model, CompiledModel compiled) {
    if (compiled.signature().terms().stream().noneMatch(Signature.Term::loss)) {
      throw new RondoException(
          model.path().toString(),
          model.name() + " has no loss, so it has no gradient",
          "add: loss ...");
    }
  }

  /** With small sizes, or if they do not fit the model (a head's share of H) with its own. */
  private static CompiledModel compile(RecurrentModel model) {
    Map<String, Integer> small = OpenSizes.small(model);
    try {
      // checked again with these sizes: conditions on sizes may choose otherwise
      return model.withSizes(small).compile(Map.of(), Precision.F64);
    } catch (ModelException e) {
      Map<String, Integer> open = new LinkedHashMap<>(small);
      open.keySet().removeIf(name -> model.sizes().get(name).isPresent());
      return model.compile(open, Precision.F64);
    }
  }
}
