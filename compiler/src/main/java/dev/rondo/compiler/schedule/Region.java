package dev.rondo.compiler.schedule;

import java.util.List;
import java.util.stream.Stream;

/**
 * Statements that run one after the other: over all positions, or step by step.
 *
 * @param loops the axes of the loops around them, the outermost first
 * @param direction of the innermost loop: 1 or −1, from the first position or from the last
 */
public record Region(Phase phase, List<String> loops, int direction, List<Statement> statements) {
  public Region {
    loops = List.copyOf(loops);
    statements = List.copyOf(statements);
  }

  /** When it runs. What has a value at each step runs strip by strip, if the window can be cut. */
  public enum Phase {
    /** Once for the parameters. */
    PREPARE,
    /** Once a sequence. */
    INIT,
    /** Values, strip by strip. */
    FORWARD,
    /** Their sums over the steps, strip by strip. */
    TOTALS,
    /** Once, when all values are there; all of a window that cannot be cut. */
    BETWEEN,
    /** Gradients and their sums, from the last strip to the first. */
    BACKWARD,
    /** Once, when these are there. */
    AFTER
  }

  public boolean repeats() {
    return !loops.isEmpty();
  }

  /** All statements, those of inner loops among them. */
  public List<Statement> flat() {
    return statements.stream()
        .flatMap(
            s ->
                s instanceof Statement.Repeat repeat
                    ? repeat.region().flat().stream()
                    : Stream.of(s))
        .toList();
  }

  public Region with(List<Statement> others) {
    return new Region(phase, loops, direction, others);
  }
}
