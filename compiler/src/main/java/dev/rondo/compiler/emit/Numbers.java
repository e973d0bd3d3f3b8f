package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Op;
import java.util.List;

/** How a kernel works: a number at a time, or a vector of them. Locals hold what it works on. */
interface Numbers {
  /** How many at a time. */
  int count();

  /** A new local with what stands in a row at a place, and behind it. */
  int load(int row, Runnable place);

  void store(int value, int row, Runnable place);

  /** A new local with a constant. */
  int constant(double value);

  /** A local with a number, which is in a local, in every place. */
  int spread(int number);

  /** A new local with the position that is in a local. */
  int position(int at);

  /** A new local with what an operation makes of others. */
  int apply(Op op, List<Integer> of);
}
