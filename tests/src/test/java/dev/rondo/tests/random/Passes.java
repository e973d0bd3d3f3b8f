package dev.rondo.tests.random;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.equations.CheckEquations;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.evaluate.Evaluate;
import dev.rondo.compiler.simplify.FixNumerics;
import dev.rondo.compiler.simplify.Simplify;
import dev.rondo.compiler.verify.Differences;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The passes over equations, judged by the evaluator alone: none changes a value, and the gradient
 * is the limit of differences. No bytecode, so that a failure is the passes' own.
 */
public final class Passes {
  private static final double TOLERANCE = 1e-9;

  /** So many numbers of a parameter are varied. */
  private static final int SAMPLE = 3;

  private Passes() {}

  public static CheckedModel check(RandomProgram program) {
    return CheckModel.check(
        new Source("random.rondo", program.text()),
        Optional.of(RandomModels.MODEL),
        Map.of(),
        (from, path) -> Optional.empty());
  }

  public static void keepValues(RandomProgram program) {
    CheckedModel model = check(program);
    Equations written = CheckEquations.check(model.equations(Map.of()));
    Values values = new Values(program, written.signature());
    Evaluate expected = values.of(written);
    Equations simple = CheckEquations.check(Simplify.simplify(written, Set.of()));
    same("simplified", expected, values.of(simple), simple);
    Equations fixed = CheckEquations.check(FixNumerics.fix(simple, Set.of()));
    same("fixed", expected, values.of(fixed), fixed);
    for (Purpose purpose : List.of(Purpose.PREDICT, Purpose.EVALUATE, Purpose.GRADIENTS)) {
      Equations compiled = model.compile(Map.of(), Precision.F64).equations(purpose);
      CheckEquations.check(compiled);
      same("for " + purpose, expected, values.of(compiled), compiled);
    }
  }

  public static void differentiate(RandomProgram program) {
    CheckedModel model = check(program);
    Equations written = model.equations(Map.of());
    Equations gradients = model.compile(Map.of(), Precision.F64).equations(Purpose.GRADIENTS);
    Values values = new Values(program, written.signature());
    Evaluate gradient = values.of(gradients);
    for (Signature.Parameter parameter : written.signature().parameters()) {
      String role = "gradient/" + parameter.path();
      if (program.smooth() && gradients.roots().containsKey(role)) {
        values.vary(written, parameter.path(), gradient.root(role));
      }
    }
  }

  /** The data of a program. */
  private static final class Values {
    private final Map<String, double[]> parameters;
    private final List<Sequence> sequences;
    private final Random random;

    Values(RandomProgram program, Signature signature) {
      this.parameters = RandomData.parameters(signature, program.seed());
      this.sequences = RandomData.sequences(signature, program.lengths(), program.seed());
      this.random = new Random(program.seed());
    }

    Evaluate of(Equations system) {
      return new Evaluate(system, parameters, Chance.drawn(sequences, system.signature(), 0, 0, 0));
    }

    void vary(Equations system, String path, double[] gradient) {
      double[] value = parameters.get(path);
      double scale = scale(gradient);
      for (int n = 0; n < Math.min(SAMPLE, value.length); n++) {
        int i = random.nextInt(value.length);
        Differences.Outcome outcome =
            Differences.compare(
                value[i], v -> value[i] = v, () -> of(system).root("loss")[0], gradient[i], scale);
        if (!outcome.ok()) {
          throw new Disagreement(
              "gradient of "
                  + path
                  + " number "
                  + i
                  + " is "
                  + gradient[i]
                  + ", differences give "
                  + outcome.difference());
        }
      }
    }
  }

  private static double scale(double[] values) {
    double scale = 1;
    for (double value : values) {
      scale = Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
    }
    return scale;
  }

  private static void same(String what, Evaluate expected, Evaluate actual, Equations system) {
    for (String role : system.roots().keySet()) {
      if (role.startsWith("gradient/") || role.startsWith("input/")) {
        continue;
      }
      double[] a = actual.root(role);
      double[] e = expected.root(role);
      if (a.length != e.length) {
        throw new Disagreement(what + " " + role + ": " + a.length + " numbers, not " + e.length);
      }
      for (int i = 0; i < e.length; i++) {
        if (Double.compare(a[i], e[i]) != 0 && !(Math.abs(a[i] - e[i]) <= TOLERANCE * scale(e))) {
          throw new Disagreement(
              what + " " + role + " number " + i + ": " + a[i] + ", as written " + e[i]);
        }
      }
    }
  }
}
