package dev.rondo.training.data;

import dev.rondo.runtime.Sequence;
import java.util.List;

/**
 * Sequences to train or to evaluate on.
 *
 * @param lead steps at the beginning of the (then only) sequence that set the state and do not
 *     count: what comes before the last share of one long sequence
 */
public record Part(List<Sequence> sequences, long lead) {
  public Part {
    sequences = List.copyOf(sequences);
    if (lead > 0 && (sequences.size() != 1 || lead >= sequences.get(0).length())) {
      throw new IllegalArgumentException("lead of " + lead);
    }
  }

  /** Of sequences that all count from their beginning. */
  public Part(List<Sequence> sequences) {
    this(sequences, 0);
  }

  /** How many steps count. */
  public long steps() {
    return sequences.stream().mapToLong(Sequence::length).sum() - lead;
  }

  /** The same with at most so many steps before those that count. */
  public Part withLead(long most) {
    if (lead <= most) {
      return this;
    }
    Sequence whole = sequences.get(0);
    return new Part(List.of(slice(whole, lead - most, whole.length() - lead + most)), most);
  }

  /** Some steps of a sequence, as a sequence of its own. */
  public static Sequence slice(Sequence of, long from, long length) {
    return new Slice(of, from, length);
  }
}
