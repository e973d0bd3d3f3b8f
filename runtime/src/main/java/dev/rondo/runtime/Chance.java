package dev.rondo.runtime;

import dev.rondo.runtime.math.Draws;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program draws: inputs and parameters of its own, behind those of the model. Each number is
 * a function of a seed, a round (in training the epoch, or for what is drawn once an update the
 * update), the sequence, the step and the name: it does not matter who draws it, or when.
 */
public final class Chance {
  private static final String PREFIX = "noise/";
  private static final String NORMAL = PREFIX + "normal/";

  /** A step has at most so many numbers. */
  private static final long FEATURES = 1L << 24;

  private Chance() {}

  /** The name of a draw; uniform in [0, 1) if not normal. */
  public static String name(boolean normal, String of) {
    return (normal ? NORMAL : PREFIX + "uniform/") + of;
  }

  /** Whether an input or parameter is drawn. */
  public static boolean isDrawn(String name) {
    return name.startsWith(PREFIX);
  }

  /** A key for the draws of one sequence in one round. */
  static long key(long seed, long round, long sequence) {
    return Draws.key(seed, round, sequence);
  }

  /** Draws one input of one sequence, or one parameter. */
  static final class Source {
    private final boolean normal;
    private final long name;

    Source(String name) {
      this.normal = name.startsWith(NORMAL);
      this.name = Draws.hash(name);
    }

    double draw(long key, long step, int feature) {
      long counter = step * FEATURES + feature;
      return normal ? Draws.normal(key, name, counter) : Draws.uniform(key, name, counter);
    }
  }

  /**
   * A sequence with what a program draws for it; itself if that is nothing.
   *
   * @param sequence its number, which no other sequence of the round has
   */
  public static Sequence drawn(
      Sequence of, Signature program, long seed, long round, long sequence) {
    List<Signature.Input> inputs = program.inputs();
    if (inputs.stream().noneMatch(input -> isDrawn(input.name()))) {
      return of;
    }
    Source[] sources =
        inputs.stream()
            .map(input -> isDrawn(input.name()) ? new Source(input.name()) : null)
            .toArray(Source[]::new);
    long key = key(seed, round, sequence);
    return of.with(
        (input, step, feature) ->
            sources[input] == null
                ? of.value(input, step, feature)
                : sources[input].draw(key, inputs.get(input).axes().isEmpty() ? 0 : step, feature));
  }

  /** The sequences of one round that begin with a number, each with its draws. */
  public static List<Sequence> drawn(
      List<Sequence> of, Signature program, long seed, long round, long first) {
    List<Sequence> drawn = new ArrayList<>();
    for (int i = 0; i < of.size(); i++) {
      drawn.add(drawn(of.get(i), program, seed, round, first + i));
    }
    return drawn;
  }

  /**
   * A model's parameters with what a program draws for an update; themselves if that is nothing.
   */
  public static Numbers drawn(Numbers parameters, Signature program, long seed, long update) {
    int count = program.parameterCount();
    if (count == parameters.size()) {
      return parameters;
    }
    Precision precision = parameters instanceof Numbers.Floats ? Precision.F32 : Precision.F64;
    Numbers all = Numbers.zeros(precision, count);
    System.arraycopy(parameters.array(), 0, all.array(), 0, parameters.size());
    long key = key(seed, update, -1);
    for (Signature.Parameter parameter : program.parameters()) {
      if (isDrawn(parameter.path())) {
        Source source = new Source(parameter.path());
        for (int i = 0; i < parameter.size(); i++) {
          all.set(parameter.offset() + i, source.draw(key, 0, i));
        }
      }
    }
    return all;
  }
}
