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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes sums over a loop's steps into the loop, where nothing else behind it reads what they sum:
 * of attention's pairs of positions only those of one step need rows then. The adjoint of what is
 * the same at each step is such a sum. A sum at each step, of rows over another axis, goes in with
 * its terms: the step has in the cache what these are made of.
 */
final class SumWithinLoops {
  private final Equations system;
  private final Map<String, Equation> byName;
  private final Map<String, Region.Phase> phases;

  /** The loop in whose steps a value is computed, but in no loop within it. */
  private final Map<String, Loops.Loop> home = new HashMap<>();

  /** Where each value stands among the loops: each is behind those it needs. */
  private final Map<String, Integer> order = new HashMap<>();

  private SumWithinLoops(
      Equations system, List<Loops.Loop> loops, Map<String, Region.Phase> phases) {
    this.system = system;
    this.byName = system.byName();
    this.phases = phases;
    for (Loops.Loop loop : loops) {
      loop.equations().forEach(e -> order.put(e.name(), order.size()));
      for (Loops.Loop inner : loop.body()) {
        if (loop.repeats() && !inner.repeats()) {
          home.put(inner.equations().get(0).name(), loop);
        }
      }
    }
  }

  /**
   * A sum that goes into a loop.
   *
   * @param terms what it makes itself: of a sum at each step; else it adds up rows of the loop
   */
  record Sum(Equation equation, Optional<Equation> terms) {}

  /** The sums that go into each loop, by the name of its first equation. */
  static Map<String, List<Sum>> find(
      Equations system, List<Loops.Loop> loops, Map<String, Region.Phase> phases) {
    SumWithinLoops pass = new SumWithinLoops(system, loops, phases);
    Map<String, List<Sum>> found = new HashMap<>();
    Map<String, List<Equation>> readers = system.readers();
    for (Equation equation : system.equations()) {
      if (!(equation.node() instanceof Node.Reduce sum)) {
        continue;
      }
      if (pass.goesIn(equation, sum, readers)) {
        String loop = name(pass.home.get(sum.of().name()));
        found
            .computeIfAbsent(loop, l -> new ArrayList<>())
            .add(new Sum(equation, Optional.empty()));
      }
      Equation terms = pass.byName.get(sum.of().name());
      if (readers.get(terms.name()).size() == 1) {
        pass.loopOf(equation, terms)
            .map(loop -> found.computeIfAbsent(name(loop), l -> new ArrayList<>()))
            .ifPresent(into -> into.add(new Sum(equation, Optional.of(terms))));
      }
    }
    return found;
  }

  /** The loop at whose steps the terms of a sum have many rows, all that they need there. */
  private Optional<Loops.Loop> loopOf(Equation sum, Equation terms) {
    if (!FuseSums.isTerm(terms, byName)
        || home.containsKey(terms.name())
        || system.roots().containsValue(terms.name())
        || sum.axes().size() != 1
        || terms.axes().size() < 2) {
      return Optional.empty();
    }
    return terms.node().reads().stream()
        .map(r -> home.get(r.name()))
        .filter(loop -> loop != null && loop.axis().equals(sum.axes().get(0)))
        .max(Comparator.comparing(loop -> order.get(name(loop))))
        .filter(loop -> terms.node().reads().stream().allMatch(r -> isThere(r, terms, loop)))
        .filter(loop -> phases.get(name(loop)) == phases.get(terms.name()))
        .filter(loop -> phases.get(name(loop)) == phases.get(sum.name()));
  }

  /** Whether a step of a loop has what an equation reads, or the loop finds it done. */
  private boolean isThere(Read read, Equation reader, Loops.Loop loop) {
    Equation of = byName.get(read.name());
    return loop.equals(home.get(of.name()))
        ? of.domain(read).equals(reader.domain())
        : order.get(of.name()) < order.get(name(loop));
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
