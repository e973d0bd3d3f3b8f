package dev.rondo.compiler.emit;

import dev.rondo.compiler.schedule.FindBlocks;
import dev.rondo.compiler.schedule.Region;
import dev.rondo.runtime.Plan.Space;

/** Finds the loops that threads can run side by side, each for some of the sequences. */
final class FindParts {
  private FindParts() {}

  /** Whether every statement of a loop takes each row of its steps by itself. */
  static boolean areSequences(Region loop) {
    Space space = loop.statements().get(0).space();
    return loop.loops().size() == 1
        && space.along().size() == 1
        && loop.statements().stream()
            .allMatch(s -> s.space().equals(space) && FindBlocks.isRowByRow(s));
  }
}
