package dev.rondo.training.data;

import dev.rondo.runtime.Sequence;
import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.RawSequence;
import java.util.ArrayList;
import java.util.List;

/** Holds a share of the data back. */
final class Split {
  private Split() {}

  /**
   * One sequence: how many of its last steps a setting holds back.
   *
   * @param length steps that no other setting holds back
   */
  static int heldSteps(RawData data, String setting, double share, int length) {
    int whole = data.sequences().get(0).length();
    int held = (int) Math.round(whole * share);
    if (held < 1 || held >= length) {
      throw DataException.in(
              data.file(),
              "with "
                  + Names.count(whole, "step")
                  + ", "
                  + setting
                  + " = "
                  + share
                  + (held < 1 ? " holds no step back" : " leaves no step to train on"))
          .help(
              setting.equals("validation")
                  ? "validation = none trains on everything"
                  : setting + " = none holds nothing back");
    }
    return held;
  }

  /**
   * Many sequences: which are held back. It goes by a hash of a sequence's content, so that equal
   * sequences are on one side, and one that is added moves no other.
   *
   * @param last from the end of the hash's range, not from its beginning: the other share's
   *     sequences are others
   */
  static boolean[] held(RawData data, double share, boolean last) {
    List<RawSequence> sequences = data.sequences();
    double[] position = new double[sequences.size()];
    boolean[] held = new boolean[position.length];
    int count = 0;
    double least = 1;
    double most = 0;
    for (int i = 0; i < held.length; i++) {
      double hash = (hash(sequences.get(i), data) >>> 11) * 0x1p-53;
      position[i] = last ? 1 - 0x1p-53 - hash : hash;
      least = Math.min(least, position[i]);
      most = Math.max(most, position[i]);
      held[i] = position[i] < share;
      count += held[i] ? 1 : 0;
    }
    // with few sequences all may fall on one side; then the outermost changes it
    for (int i = 0; i < held.length && least < most; i++) {
      if ((count == 0 && position[i] == least) || (count == held.length && position[i] == most)) {
        held[i] = !held[i];
      }
    }
    return held;
  }

  static List<Sequence> pick(List<Sequence> sequences, boolean[] held, boolean side) {
    List<Sequence> result = new ArrayList<>();
    for (int i = 0; i < held.length; i++) {
      if (held[i] == side) {
        result.add(sequences.get(i));
      }
    }
    return result;
  }

  /** Of symbols and numbers as the file has them, not of indices, which other data may change. */
  private static long hash(RawSequence sequence, RawData data) {
    long hash = 0;
    for (RawColumn column : sequence.columns()) {
      if (column instanceof RawColumn.Tokens tokens) {
        for (int id : tokens.ids()) {
          String symbol = data.symbols().symbol(id);
          for (int i = 0; i < symbol.length(); i++) {
            hash = mix(hash, symbol.charAt(i));
          }
          hash = mix(hash, -1); // "ab", "c" is not "a", "bc"
        }
      } else if (column instanceof RawColumn.Indices indices) {
        for (int index : indices.indices()) {
          hash = mix(hash, index);
        }
      } else if (column instanceof RawColumn.Reals reals) {
        for (double value : reals.values()) {
          hash = mix(hash, Double.doubleToLongBits(value));
        }
      }
      hash = mix(hash, -2);
    }
    return hash;
  }

  /** SplitMix64's finalizer (Steele, Lea & Flood 2014), chained. */
  private static long mix(long hash, long next) {
    long z = (hash ^ next) + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
