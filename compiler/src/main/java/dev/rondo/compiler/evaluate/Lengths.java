package dev.rondo.compiler.evaluate;

import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.List;
import java.util.Map;

/** How many positions sequences have along the axes of time. */
final class Lengths {
  private final Signature signature;
  private final List<? extends Sequence> sequences;

  Lengths(Signature signature, List<? extends Sequence> sequences) {
    this.signature = signature;
    this.sequences = sequences;
  }

  private int number(String axis) {
    List<Signature.Axis> axes = signature.axes();
    for (int a = 0; a < axes.size(); a++) {
      if (axes.get(a).name().equals(axis)) {
        return a;
      }
    }
    throw new IllegalStateException("no axis " + axis);
  }

  /** The most that a sequence has. */
  int longest(String axis) {
    int longest = 0;
    for (int r = 0; r < sequences.size(); r++) {
      longest = Math.max(longest, most(number(axis), sequences.get(r)));
    }
    return longest;
  }

  private int most(int axis, Sequence sequence) {
    Signature.Axis declared = signature.axes().get(axis);
    int outer = declared.within() < 0 ? 1 : most(declared.within(), sequence);
    int most = 0;
    for (int w = 0; w < outer; w++) {
      most = Math.max(most, signature.length(axis, sequence, w));
    }
    return most;
  }

  /** Those of a sequence at positions along other axes; without a sequence the most. */
  int of(String axis, Integer sequence, Map<String, Integer> at) {
    if (sequence == null) {
      return longest(axis);
    }
    int within = signature.axes().get(number(axis)).within();
    Integer outer = within < 0 ? Integer.valueOf(0) : at.get(signature.axes().get(within).name());
    return signature.length(number(axis), sequences.get(sequence), outer);
  }

  /** The positions that have a number along axes of the longest sequence; −1 if there is none. */
  int[] positions(List<String> axes, long number) {
    int[] positions = new int[axes.size()];
    long left = number;
    for (int a = axes.size() - 1; a >= 0; a--) {
      int longest = longest(axes.get(a));
      positions[a] = longest == 0 ? -1 : (int) (left % longest);
      left = longest == 0 ? 0 : left / longest;
    }
    if (left > 0 && axes.size() > 0) {
      positions[0] = -1;
    }
    return positions;
  }

  /** The number of an input's position: its last axis varies fastest. */
  long step(int input, int sequence, Map<String, Integer> at) {
    return step(signature.inputs().get(input).axes(), sequences.get(sequence), at, 0);
  }

  private long step(List<Integer> axes, Sequence sequence, Map<String, Integer> at, int depth) {
    if (depth == axes.size()) {
      return 0;
    }
    int here = at.get(signature.axes().get(axes.get(depth)).name());
    long before = 0;
    for (int p = 0; p < here; p++) {
      before += count(axes, sequence, depth + 1, p);
    }
    return before + step(axes, sequence, at, depth + 1);
  }

  /** How many positions there are along the axes from a number on. */
  private long count(List<Integer> axes, Sequence sequence, int depth, int outer) {
    if (depth == axes.size()) {
      return 1;
    }
    int length = signature.length(axes.get(depth), sequence, outer);
    long all = 0;
    for (int p = 0; p < length; p++) {
      all += count(axes, sequence, depth + 1, p);
    }
    return all;
  }
}
