package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Loops;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.schedule.Region.Phase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parts what runs over the steps of a window, so that it can run strip by strip, each in the same
 * storage: values and their sums from the first strip to the last; then, each strip's values
 * computed again, the gradient and its sums from the last strip to the first. The operations and
 * their order are those of all steps at once, and so are the bits.
 */
final class StripMine {
  private final Equations system;
  private final Spaces spaces;
  private final List<Loops.Loop> loops;
  private final Map<String, Equation> byName;
  private final Map<String, Phase> whole;
  private final Map<String, Phase> phases;

  private StripMine(
      Equations system, Spaces spaces, List<Loops.Loop> loops, Map<String, Phase> whole) {
    this.system = system;
    this.spaces = spaces;
    this.loops = loops;
    this.byName = system.byName();
    this.whole = whole;
    this.phases = new HashMap<>(whole);
  }

  /**
   * When everything runs.
   *
   * @param against the equation that keeps a window in one piece, and why; empty if there is none
   */
  record Parted(Map<String, Phase> phases, String against) {}

  /**
   * Parts the window if it can be parted.
   *
   * @param loops all equations, each behind those it needs
   * @param whole when each equation runs if nothing is parted: those of the window BETWEEN
   */
  static Parted apply(
      Equations system, Spaces spaces, List<Loops.Loop> loops, Map<String, Phase> whole) {
    return new StripMine(system, spaces, loops, whole).run();
  }

  private Parted run() {
    for (Loops.Loop loop : loops) {
      if (whole.get(loop.equations().get(0).name()) != Phase.BETWEEN) {
        continue;
      }
      Optional<Phase> phase = phase(loop);
      if (phase.isEmpty()) {
        Equation first = loop.equations().get(0);
        String place = first.span().map(Object::toString).orElse(first.name());
        return new Parted(whole, place + " needs all steps of a sequence at once");
      }
      loop.equations().forEach(e -> phases.put(e.name(), phase.get()));
    }
    sink();
    return new Parted(phases, "");
  }

  private boolean steps(Equation equation) {
    return equation.axes().stream().anyMatch(axis -> spaces.number(axis) == 0);
  }

  private Optional<Phase> phase(Loops.Loop loop) {
    Set<String> own = new HashSet<>();
    if (loop.repeats()) {
      loop.equations().forEach(e -> own.add(e.name()));
    }
    Phase latest = Phase.FORWARD;
    for (Equation equation : loop.equations()) {
      Optional<Phase> phase = steps(equation) ? step(equation, own) : once(equation, own);
      if (phase.isEmpty()) {
        return phase;
      }
      latest = later(latest, phase.get());
    }
    if (!loop.repeats()) {
      return Optional.of(latest);
    }
    if (!steps(loop.equations().get(0))) {
      // a sum goes on from strip to strip, a loop does not
      boolean sums = latest == Phase.TOTALS || latest == Phase.BACKWARD;
      return sums ? Optional.empty() : Optional.of(latest);
    }
    boolean values = loop.direction() > 0;
    boolean fits = spaces.number(loop.axis()) == 0 && !(values && latest != Phase.FORWARD);
    return fits ? Optional.of(values ? Phase.FORWARD : Phase.BACKWARD) : Optional.empty();
  }

  private static Phase later(Phase a, Phase b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /** What has a value at each step: when all that it reads is there, in a sweep over the strips. */
  private Optional<Phase> step(Equation equation, Set<String> own) {
    boolean apart = spaces.of(equation).along().get(0).axis() != 0;
    boolean others =
        equation.axes().stream().anyMatch(a -> spaces.windowed(a) && spaces.number(a) != 0);
    if (apart || others || seeks(equation.node())) {
      return Optional.empty();
    }
    Phase latest = Phase.FORWARD;
    for (Read read : equation.node().reads()) {
      Equation of = byName.get(read.name());
      Phase phase = own.contains(read.name()) ? Phase.FORWARD : phases.get(read.name());
      if (!steps(of)) {
        if (phase == Phase.BACKWARD || phase == Phase.AFTER) {
          return Optional.empty();
        }
        latest = later(latest, phase.compareTo(Phase.FORWARD) > 0 ? Phase.BACKWARD : latest);
        continue;
      }
      int by = delay(equation.node(), read);
      boolean there = phase == Phase.FORWARD ? by >= 0 : by <= 0;
      boolean input = of.node() instanceof Node.Input;
      if (!isHere(read, of) || (!there && phase == Phase.BACKWARD)) {
        return Optional.empty();
      }
      latest = later(latest, there || input || own.contains(read.name()) ? phase : Phase.BACKWARD);
    }
    return Optional.of(latest);
  }

  /** What has one value for all steps. */
  private Optional<Phase> once(Equation equation, Set<String> own) {
    boolean sums = equation.node().reads().stream().anyMatch(r -> steps(byName.get(r.name())));
    Phase latest = Phase.FORWARD;
    for (Read read : equation.node().reads()) {
      if (own.contains(read.name())) {
        continue;
      }
      Phase phase = phases.get(read.name());
      boolean early = phase.compareTo(Phase.FORWARD) <= 0;
      Optional<Phase> next = Optional.of(Phase.FORWARD);
      boolean between = phase.compareTo(Phase.BETWEEN) <= 0;
      if (steps(byName.get(read.name()))) {
        next = end(equation.node(), phase);
      } else if (!early && sums && !(equation.node() instanceof Node.At)) {
        next = between ? end(equation.node(), Phase.BACKWARD) : Optional.empty();
      } else if (!early) {
        next = Optional.of(between ? Phase.BETWEEN : Phase.AFTER);
      }
      if (next.isEmpty()) {
        return next;
      }
      latest = later(latest, next.get());
    }
    return Optional.of(latest);
  }

  /**
   * What has one value and reads steps of a phase: their sum, in the order of a sweep, or an end.
   */
  private static Optional<Phase> end(Node node, Phase phase) {
    if (node instanceof Node.At) {
      return Optional.of(phase == Phase.FORWARD ? Phase.BETWEEN : Phase.AFTER);
    }
    boolean descending;
    if (node instanceof Node.Reduce reduce) {
      descending = reduce.descending();
    } else if (node instanceof Node.Affine affine) {
      descending = affine.descending();
    } else if (node instanceof Node.Scatter scatter) {
      descending = scatter.descending();
    } else {
      return Optional.empty();
    }
    if (descending) {
      return Optional.of(Phase.BACKWARD);
    }
    return phase == Phase.FORWARD ? Optional.of(Phase.TOTALS) : Optional.empty();
  }

  /** Whether it reads any step, or any step reads it. */
  private boolean seeks(Node node) {
    String index = "";
    if (node instanceof Node.Gather gather) {
      index = gather.index();
    } else if (node instanceof Node.Scatter scatter) {
      index = scatter.index();
    }
    return spaces.number(index) == 0;
  }

  /** Whether a read is at the step of the reader, but for a delay. */
  private boolean isHere(Read read, Equation of) {
    for (int i = 0; i < of.indices().size(); i++) {
      boolean step = spaces.number(of.indices().get(i).name()) == 0;
      if (step && spaces.number(read.indices().get(i)) != 0) {
        return false;
      }
    }
    return true;
  }

  private int delay(Node node, Read read) {
    return node instanceof Node.Delay delay
            && delay.of().equals(read)
            && spaces.number(delay.axis()) == 0
        ? delay.by()
        : 0;
  }

  /** What only the gradient reads, of each step, runs with it. */
  private void sink() {
    Map<String, List<Equation>> readers = system.readers();
    for (int i = loops.size() - 1; i >= 0; i--) {
      Equation equation = loops.get(i).equations().get(0);
      boolean moves =
          !loops.get(i).repeats()
              && phases.get(equation.name()) == Phase.FORWARD
              && steps(equation)
              && !(equation.node() instanceof Node.Leaf)
              && !system.roots().containsValue(equation.name())
              && readers.getOrDefault(equation.name(), List.of()).stream()
                  .allMatch(
                      r ->
                          phases.get(r.name()) == Phase.BACKWARD
                              && !(r.node() instanceof Node.Delay)
                              && !(r.node() instanceof Node.At));
      if (moves) {
        phases.put(equation.name(), Phase.BACKWARD);
      }
    }
  }
}
