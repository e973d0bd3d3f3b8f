package dev.rondo.compiler.equations;

import static dev.rondo.compiler.equations.CheckEquations.require;

import dev.rondo.runtime.Signature;
import java.util.List;
import java.util.Map;

/** That every root exists and has the indices that its role promises. */
final class CheckRoots {
  private final Equations system;
  private final Map<String, Equation> equations;

  CheckRoots(Equations system, Map<String, Equation> equations) {
    this.system = system;
    this.equations = equations;
  }

  void run() {
    Signature signature = system.signature();
    system
        .roots()
        .forEach(
            (role, name) -> {
              Equation equation = equations.get(name);
              if (equation == null) {
                throw new IllegalStateException("root " + role + ": no equation " + name);
              }
              String kind = role.substring(0, Math.max(0, role.indexOf('/')));
              String of = role.substring(role.indexOf('/') + 1);
              switch (kind) {
                case "output" ->
                    signature.outputs().stream()
                        .filter(o -> o.name().equals(of))
                        .findFirst()
                        .ifPresentOrElse(
                            o -> shape(equation, role, o.shape(), true, !o.axes().isEmpty()),
                            () -> require(equation, false, "root " + role + " of no output"));
                case "gradient" ->
                    signature.parameters().stream()
                        .filter(p -> p.path().equals(of))
                        .findFirst()
                        .ifPresentOrElse(
                            p -> shape(equation, role, p.shape(), false, false),
                            () -> require(equation, false, "root " + role + " of no parameter"));
                case "input" ->
                    signature.inputs().stream()
                        .filter(i -> i.name().equals(of))
                        .findFirst()
                        .ifPresentOrElse(
                            i -> shape(equation, role, i.shape(), true, !i.axes().isEmpty()),
                            () -> require(equation, false, "root " + role + " of no input"));
                case "sum", "count" -> shape(equation, role, List.of(), false, false);
                default -> {
                  if (role.equals("loss")) {
                    shape(equation, role, List.of(), false, false);
                  }
                }
              }
            });
  }

  /** A root may lack time and batch where it does not vary, but may not have what it should not. */
  private static void shape(
      Equation equation, String role, List<Integer> shape, boolean batch, boolean time) {
    List<Integer> sizes = equation.features().stream().map(Index::size).toList();
    require(equation, sizes.equals(shape), "root " + role + " has shape " + shape);
    require(equation, batch || !equation.has(Index.Kind.BATCH), "root " + role + " has no batch");
    require(equation, time || !equation.has(Index.Kind.TIME), "root " + role + " has no time");
  }
}
