package dev.rondo.compiler.schedule;

import dev.rondo.compiler.differentiate.ReverseMode;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Loops;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.equations.ReduceOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes sums over a loop's steps into the loop, where nothing else behind it reads what they sum:
 * of attention's pairs of positions only those of one step need rows then. The adjoint of what is
 * the same at each step is such a sum.
 */
final class SumWithinLoops {
  private final Equations system;
  private final Map<String, Equation> byName;
  private final Map<String, Region.Phase> phases;

  /** The loop in whose steps a value is computed, but in no loop within it. */
  private final Map<String, Loops.Loop> home = new HashMap<>();

  private SumWithinLoops(
      Equations system, List<Loops.Loop> loops, Map<String, Region.Phase> phases) {
    this.system = system;
    this.byName = system.byName();
    this.phases = phases;
    for (Loops.Loop loop : loops) {
      for (Loops.Loop inner : loop.body()) {
        if (loop.repeats() && !inner.repeats()) {
          home.put(inner.equations().get(0).name(), loop);
        }
      }
    }
  }

  /** The sums that go into each loop, by the name of its first equation. */
  static Map<String, List<Equation>> find(
      Equations system, List<Loops.Loop> loops, Map<String, Region.Phase> phases) {
    SumWithinLoops pass = new SumWithinLoops(system, loops, phases);
    Map<String, List<Equation>> found = new HashMap<>();
    Map<String, List<Equation>> readers = system.readers();
    for (Equation equation : system.equations()) {
      if (equation.node() instanceof Node.Reduce sum && pass.goesIn(equation, sum, readers)) {
        String loop = name(pass.home.get(sum.of().name()));
        found.computeIfAbsent(loop, l -> new ArrayList<>()).add(equation);
      }
    }
    return found;
  }

  private static String name(Loops.Loop loop) {
    return loop.equations().get(0).name();
  }

  private boolean goesIn(Equation equation, Node.Reduce sum, Map<String, List<Equation>> readers) {
    String of = sum.of().name();
    Loops.Loop loop = home.get(of);
    return loop != null
        && sum.op() == ReduceOp.SUM
        && equation.name().startsWith(ReverseMode.MARK)
        && sum.descending() == loop.direction() < 0
        && phases.get(of) == phases.get(equation.name())
        && lacksOnly(loop.axis(), equation, sum.of())
        && !system.roots().containsValue(of)
        && readers.get(of).stream()
            .allMatch(r -> r.name().equals(equation.name()) || isIn(r, loop));
  }

  private boolean isIn(Equation reader, Loops.Loop loop) {
    Loops.Loop own = home.get(reader.name());
    return own != null && name(own).equals(name(loop)) && !Views.isView(reader, byName);
  }

  /** Whether a sum has rows, and all indices of its terms but an axis, in their order. */
  private boolean lacksOnly(String axis, Equation sum, Read terms) {
    List<String> rest = new ArrayList<>();
    List<Index> own = byName.get(terms.name()).indices();
    for (int i = 0; i < own.size(); i++) {
      if (!own.get(i).name().equals(axis)) {
        rest.add(terms.indices().get(i));
      }
    }
    return rest.size() == own.size() - 1
        && sum.has(Index.Kind.BATCH)
        && rest.equals(sum.indices().stream().map(Index::name).toList());
  }
}
