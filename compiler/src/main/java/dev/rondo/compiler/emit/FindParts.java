package dev.rondo.compiler.emit;

import dev.rondo.compiler.schedule.Region;
import dev.rondo.compiler.schedule.Statement;
import dev.rondo.runtime.Plan.Space;

/** Finds the loops that threads can run side by side, each for some of the sequences. */
final class FindParts {
  private FindParts() {}

  /** Whether every statement of a loop takes each row of its steps by itself. */
  static boolean areSequences(Region loop) {
    Space space = loop.statements().get(0).space();
    return loop.loops().size() == 1
        && space.along().size() == 1
        && loop.statements().stream().allMatch(s -> s.space().equals(space) && rowByRow(s));
  }

  private static boolean rowByRow(Statement statement) {
    if (statement instanceof Statement.Single single) {
      return switch (single.kind()) {
        case FOLD, GATHER, PICK, MOVE, CONTRACT -> true;
        case SUM_ROWS, LOOK_UP, SCATTER, PUT_BACK -> false;
      };
    }
    return statement instanceof Statement.Kernel || statement instanceof Statement.Multiply;
  }
}
