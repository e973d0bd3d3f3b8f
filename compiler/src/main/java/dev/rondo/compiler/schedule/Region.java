package dev.rondo.compiler.schedule;

import java.util.List;

/**
 * Statements that run one after the other: over all steps, or step by step.
 *
 * @param direction 1 or −1: the loop runs step by step, from the first or from the last; 0: no loop
 */
public record Region(Phase phase, int direction, List<Statement> statements) {
  public Region {
    statements = List.copyOf(statements);
  }

  /** When it runs. */
  public enum Phase {
    PREPARE,
    INIT,
    WINDOW
  }

  public Region with(List<Statement> others) {
    return new Region(phase, direction, others);
  }
}
