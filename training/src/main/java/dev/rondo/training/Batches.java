package dev.rondo.training;

import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.training.data.Binding;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.data.Part;
import dev.rondo.training.settings.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Which sequences go together in an update, and in which order.
 *
 * <p>One long sequence with windows becomes {@code batch} equal streams, side by side (the
 * remainder is dropped). Many sequences are shuffled, keyed by seed and epoch, and dealt into
 * batches.
 */
final class Batches {
  private final List<Sequence> sequences;
  private final int batch;
  private final int window;
  private final boolean shuffle;
  private final long seed;
  private final boolean streams;

  private Batches(
      List<Sequence> sequences,
      int batch,
      int window,
      boolean shuffle,
      long seed,
      boolean streams) {
    this.sequences = sequences;
    this.batch = batch;
    this.window = window;
    this.shuffle = shuffle;
    this.seed = seed;
    this.streams = streams;
  }

  private Batches(List<Sequence> sequences, int window, boolean streams, Settings settings) {
    this(sequences, settings.batch(), window, settings.shuffle(), settings.seed(), streams);
  }

  /** The same with the inputs in a program's order. */
  Batches align(List<Binding> inputs, Signature signature) {
    List<Sequence> aligned = Inputs.align(new Part(sequences), inputs, signature).sequences();
    return new Batches(aligned, batch, window, shuffle, seed, streams);
  }

  /**
   * Plans the training part of a data set.
   *
   * @throws DataException if there is not enough of it
   */
  static Batches of(Dataset data, Settings settings) {
    List<Sequence> sequences = data.training().sequences();
    if (data.training().steps() == 0) {
      throw DataException.in(data.file(), "there is nothing to train on");
    }
    if (settings.window().isEmpty()) {
      return new Batches(sequences, Integer.MAX_VALUE, false, settings);
    }
    int window = settings.window().getAsInt();
    if (sequences.size() > 1) {
      return new Batches(sequences, window, false, settings);
    }
    Sequence whole = sequences.get(0);
    long length = whole.length() / settings.batch();
    if (length < 2) { // a step alone has no next one to predict
      throw DataException.in(
              data.file(),
              Names.count(whole.length(), "step")
                  + " of training data are too few for "
                  + settings.batch()
                  + " streams")
          .help(
              "lower 'batch': "
                  + Math.max(1, whole.length() / Math.max(2, window))
                  + " streams have a window each");
    }
    List<Sequence> cut = new ArrayList<>();
    for (int i = 0; i < settings.batch(); i++) {
      cut.add(Part.slice(whole, i * length, length));
    }
    return new Batches(cut, window, true, settings);
  }

  /** The longest sequences that one update can have. */
  List<Sequence> largest() {
    return sequences.stream()
        .sorted(Comparator.comparingLong((Sequence s) -> -s.length()))
        .limit(batch)
        .toList();
  }

  /** The batches of an epoch, counted from 1. */
  List<List<Sequence>> epoch(int epoch) {
    if (streams) {
      return List.of(sequences);
    }
    int[] order = new int[sequences.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    if (shuffle) {
      // java.util.Random because its numbers are specified; one generator an epoch, so that an
      // epoch's order does not depend on how the ones before it went
      Random random = new Random(seed * 0x9e3779b97f4a7c15L + epoch);
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
      }
    }
    List<List<Sequence>> result = new ArrayList<>();
    for (int from = 0; from < order.length; from += batch) {
      List<Sequence> some = new ArrayList<>();
      for (int i = from; i < Math.min(order.length, from + batch); i++) {
        some.add(sequences.get(order[i]));
      }
      result.add(some);
    }
    return result;
  }

  /** Steps an update; {@link Integer#MAX_VALUE} for whole sequences. */
  int window() {
    return window;
  }

  /** How many windows a batch takes; one at least, for sequences of no steps. */
  long windows(List<Sequence> some) {
    long longest = some.stream().mapToLong(Sequence::length).max().orElse(0);
    return Math.max(1, (longest + window - 1) / window);
  }

  /**
   * Updates an epoch. With windows over shuffled sequences other epochs may have a few more or
   * less.
   */
  long updates() {
    return epoch(1).stream().mapToLong(this::windows).sum();
  }

  /** Steps of sequences an epoch. */
  long steps() {
    return sequences.stream().mapToLong(Sequence::length).sum();
  }

  /**
   * How far back the run reaches that ends where training ended: the last stream's steps, and those
   * that no stream has.
   */
  long tail(Sequence whole) {
    return streams
        ? whole.length() - (sequences.size() - 1) * sequences.get(0).length()
        : whole.length();
  }
}
