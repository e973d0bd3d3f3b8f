package dev.rondo.training.data;

import dev.rondo.runtime.Sequence;
import dev.rondo.training.DataException;
import dev.rondo.training.settings.Settings.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of the data is for what.
 *
 * @param validated sequences that are held back to validate on
 * @param tested sequences that are held back to test on
 * @param validatedSteps of one sequence, behind those to train on
 * @param testedSteps of one sequence, its last
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Parts(boolean[] validated, boolean[] tested, int validatedSteps, int testedSteps) {
  /** Holds shares back: of many sequences by their hash, of one its last steps. */
  static Parts of(RawData data, Validation validation, Validation test) {
    int count = data.sequences().size();
    boolean[] none = new boolean[count];
    if (count == 1) {
      int length = data.sequences().get(0).length();
      int tested =
          test instanceof Validation.Share t ? Split.heldSteps(data, "test", t.share(), length) : 0;
      int validated =
          validation instanceof Validation.Share v
              ? Split.heldSteps(data, "validation", v.share(), length - tested)
              : 0;
      return new Parts(none, none, validated, tested);
    }
    boolean[] validated =
        validation instanceof Validation.Share v ? Split.held(data, v.share(), false) : none;
    boolean[] tested =
        test instanceof Validation.Share t ? Split.held(data, t.share(), true) : none;
    return new Parts(checked(data, validated, tested), tested, 0, 0);
  }

  private static boolean[] checked(RawData data, boolean[] validated, boolean[] tested) {
    boolean[] result = validated.clone();
    boolean left = false;
    for (int i = 0; i < result.length; i++) {
      result[i] &= !tested[i];
      left |= !result[i] && !tested[i];
    }
    if (!left) {
      throw DataException.in(
          data.file(), "'validation' and 'test' together leave no sequence to train on");
    }
    return result;
  }

  List<Sequence> training(List<Sequence> all) {
    if (validatedSteps + testedSteps > 0) {
      Sequence whole = all.get(0);
      return List.of(new Slice(whole, 0, whole.length() - validatedSteps - testedSteps));
    }
    List<Sequence> result = new ArrayList<>();
    for (int i = 0; i < validated.length; i++) {
      if (!validated[i] && !tested[i]) {
        result.add(all.get(i));
      }
    }
    return result;
  }

  Optional<Part> validation(List<Sequence> all) {
    if (validatedSteps > 0) {
      Sequence whole = all.get(0);
      long end = whole.length() - testedSteps;
      List<Sequence> until = testedSteps == 0 ? all : List.of(new Slice(whole, 0, end));
      return Optional.of(new Part(until, end - validatedSteps));
    }
    return part(Split.pick(all, validated, true));
  }

  Optional<Part> test(List<Sequence> all) {
    return testedSteps > 0
        ? Optional.of(new Part(all, all.get(0).length() - testedSteps))
        : part(Split.pick(all, tested, true));
  }

  private static Optional<Part> part(List<Sequence> sequences) {
    return sequences.isEmpty() ? Optional.empty() : Optional.of(new Part(sequences));
  }
}
