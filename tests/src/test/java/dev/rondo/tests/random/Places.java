package dev.rondo.tests.random;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.List;

/** The positions of sequences along axes of time, as a runner and as the evaluator number them. */
final class Places {
  private final Signature signature;
  private final List<Sequence> sequences;

  Places(Signature signature, List<Sequence> sequences) {
    this.signature = signature;
    this.sequences = sequences;
  }

  /** The positions of a sequence, by axis; the last one varies fastest. */
  List<int[]> of(List<Integer> axes, int sequence) {
    List<int[]> all = new ArrayList<>();
    collect(axes, sequences.get(sequence), 0, new int[signature.axes().size()], all);
    return all;
  }

  private void collect(
      List<Integer> axes, Sequence sequence, int depth, int[] here, List<int[]> all) {
    if (depth == axes.size()) {
      all.add(here.clone());
      return;
    }
    int axis = axes.get(depth);
    for (int i = 0; i < length(axis, sequence, here); i++) {
      here[axis] = i;
      collect(axes, sequence, depth + 1, here, all);
    }
  }

  private int length(int axis, Sequence sequence, int[] here) {
    int within = signature.axes().get(axis).within();
    return signature.length(axis, sequence, within < 0 ? 0 : here[within]);
  }

  /** Whether an equation is defined at a position of a sequence. */
  boolean defined(Equation equation, int sequence, int[] here) {
    return equation.axes().stream()
        .allMatch(
            name -> {
              int axis = signature.axis(name);
              int length = length(axis, sequences.get(sequence), here);
              return here[axis] < length - equation.domain().at(name);
            });
  }

  /** The number of a row of the evaluator's, which has as many as the longest sequence needs. */
  int row(Equation equation, int sequence, int[] here) {
    int row = 0;
    for (Index index : equation.indices()) {
      if (index.kind() == Index.Kind.TIME) {
        int axis = signature.axis(index.name());
        row = row * longest(axis) + here[axis];
      } else if (index.kind() == Index.Kind.BATCH) {
        row = row * sequences.size() + sequence;
      }
    }
    return row;
  }

  private int longest(int axis) {
    int longest = 0;
    for (Sequence sequence : sequences) {
      int within = signature.axes().get(axis).within();
      int outer = within < 0 ? 1 : signature.length(within, sequence, 0);
      for (int w = 0; w < outer; w++) {
        longest = Math.max(longest, signature.length(axis, sequence, w));
      }
    }
    return longest;
  }
}
