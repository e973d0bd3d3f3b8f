package dev.rondo.tests;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.differentiate.ReverseMode;
import dev.rondo.compiler.equations.CheckEquations;
import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.evaluate.Evaluate;
import dev.rondo.compiler.simplify.EliminateDead;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.State;
import dev.rondo.tests.random.Disagreement;
import dev.rondo.tests.random.Passes;
import dev.rondo.tests.random.RandomProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What windows do to a gradient, said in the equations of whole sequences: each delay that reaches
 * over an edge is a {@code stop}. The gradients of all windows add up to that system's.
 */
final class StoppedWindows {
  private static final double TOLERANCE = 1e-9;

  private final int window;
  private final List<Equation> equations = new ArrayList<>();

  private StoppedWindows(int window) {
    this.window = window;
  }

  /**
   * Runs in windows, and evaluates the system that stops at their edges.
   *
   * @return whether the program can run in windows
   */
  static boolean compare(RandomProgram written, int window) {
    Optional<RandomProgram> program = withOneLoss(written);
    if (program.isEmpty()) {
      return false;
    }
    CompiledModel model = Passes.check(program.get()).compile(Map.of(), Precision.F64);
    if (!model.program(Purpose.TRAIN).plan().limits().windows().isEmpty()) {
      return false;
    }
    Signature signature = model.signature();
    if (signature.axes().size() > 1) {
      return false; // the edges below are those of the only axis
    }
    Map<String, double[]> parameters = RandomData.parameters(signature, written.seed());
    List<Sequence> sequences = RandomData.sequences(signature, written.lengths(), written.seed());
    Equations stopped = CheckEquations.check(new StoppedWindows(window).stop(model));
    Evaluate expected = new Evaluate(stopped, parameters, sequences);
    String count = "count/" + signature.terms().get(0).name();
    double steps = expected.root(count)[0];
    Map<String, double[]> actual =
        inWindows(model, parameters, sequences, Collections.max(written.lengths()), window);
    actual.forEach(
        (path, sum) -> {
          String role = "gradient/" + path;
          boolean none = !stopped.roots().containsKey(role);
          double[] gradient = none ? new double[sum.length] : expected.root(role);
          double scale =
              Math.max(1, steps * Arrays.stream(gradient).map(Math::abs).max().orElse(0));
          for (int i = 0; i < sum.length; i++) {
            double e = steps == 0 ? 0 : gradient[i] * steps;
            if (Double.compare(sum[i], e) != 0 && !(Math.abs(sum[i] - e) <= TOLERANCE * scale)) {
              throw new Disagreement(
                  "gradient of %s number %d: windows of %d give %s, not %s"
                      .formatted(path, i, window, sum[i], e));
            }
          }
        });
    return true;
  }

  /** Windows count their steps: with several losses their gradients could not be told apart. */
  private static Optional<RandomProgram> withOneLoss(RandomProgram program) {
    List<RandomProgram.Block> blocks = new ArrayList<>(program.blocks());
    RandomProgram.Block model = blocks.remove(blocks.size() - 1);
    Optional<String> loss =
        model.members().stream().filter(m -> m.startsWith("loss l")).findFirst();
    if (!program.streaming() || loss.isEmpty()) {
      return Optional.empty();
    }
    List<String> members =
        model.members().stream()
            .filter(m -> !m.startsWith("loss ") || m.equals(loss.get()))
            .filter(m -> !m.startsWith("metric "))
            .toList();
    blocks.add(new RandomProgram.Block(model.head(), members));
    return Optional.of(
        new RandomProgram(
            program.seed(), blocks, program.lengths(), program.streaming(), program.smooth()));
  }

  /** Σ count · gradient over the windows. */
  private static Map<String, double[]> inWindows(
      CompiledModel model,
      Map<String, double[]> parameters,
      List<Sequence> sequences,
      int longest,
      int window) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (Signature.Parameter parameter : model.signature().parameters()) {
      if (!parameter.fixed()) {
        sums.put(parameter.path(), new double[parameter.size()]);
      }
    }
    NamedRun run = new NamedRun(model, Purpose.TRAIN).load(parameters);
    State state = run.start(sequences.size());
    for (int at = 0; at < longest; at += window) {
      run.run(sequences, window, state);
      double count = run.count(model.signature().terms().get(0).name());
      sums.forEach(
          (path, sum) -> {
            double[] gradient = run.gradient(path);
            Arrays.setAll(sum, i -> sum[i] + (count == 0 ? 0 : count * gradient[i]));
          });
    }
    return sums;
  }

  private Equations stop(CompiledModel model) {
    Equations forward = EliminateDead.keep(model.forward(), r -> !r.startsWith("output/"));
    for (Equation equation : forward.equations()) {
      if (equation.node() instanceof Node.Delay delay && delay.by() > 0) {
        stop(equation, delay);
      } else {
        equations.add(equation);
      }
    }
    Equations stopped = forward.with(equations);
    Map<String, String> wanted = new LinkedHashMap<>();
    for (Equation equation : stopped.equations()) {
      if (equation.node() instanceof Node.Parameter parameter) {
        wanted.put("gradient/" + parameter.path(), equation.name());
      }
    }
    return ReverseMode.differentiate(stopped, wanted);
  }

  /**
   * {@code d = where(edge, stop(delay), delay)}. Before a sequence's first step there is no edge:
   * what stands there is an initial value.
   */
  private void stop(Equation equation, Node.Delay delay) {
    String name = equation.name();
    Equation raw = like(equation, name + "%raw", delay);
    Equation stopped = like(equation, name + "%stopped", elementwise(Op.STOP, raw));
    Index time =
        equation.indices().stream()
            .filter(i -> i.kind() == Index.Kind.TIME)
            .findFirst()
            .orElseThrow();
    Equation position = step(time, name + "%t", new Node.Position(time.name()));
    Equation width = number(name + "%window", window);
    Equation by = number(name + "%by", delay.by());
    Equation within = step(time, name + "%within", elementwise(Op.MOD, position, width));
    Equation early = step(time, name + "%early", elementwise(Op.LESS, within, by));
    Equation begun = step(time, name + "%begun", elementwise(Op.GREATER_EQUAL, position, by));
    Equation edge = step(time, name + "%edge", elementwise(Op.MUL, early, begun));
    equations.addAll(List.of(raw, stopped, position, width, by, within, early, begun, edge));
    equations.add(equation.with(elementwise(Op.SELECT, edge, stopped, raw)));
  }

  private static Node elementwise(Op op, Equation... args) {
    List<Read> reads = Arrays.stream(args).map(Equation::read).toList();
    return new Node.Elementwise(op, reads);
  }

  private static Equation like(Equation equation, String name, Node node) {
    return new Equation(name, equation.indices(), equation.domain(), node, equation.span());
  }

  private static Equation step(Index time, String name, Node node) {
    return new Equation(name, List.of(time), Domain.ALL, node, Optional.empty());
  }

  private static Equation number(String name, double value) {
    return new Equation(name, List.of(), Domain.ALL, new Node.Constant(value), Optional.empty());
  }
}
