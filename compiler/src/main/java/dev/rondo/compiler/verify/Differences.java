package dev.rondo.compiler.verify;

import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/**
 * One number of a gradient against central differences.
 *
 * <p>At a corner (of {@code relu}, of {@code max}) there is no limit to compare with. A corner
 * nearby vanishes with a smaller step; one exactly at the point shows in that the slopes on both
 * sides stay apart.
 */
public final class Differences {
  /** About the cube root of ε, where truncation and rounding are equally small. */
  private static final double STEP = 1e-5;

  private static final int SMALLER_STEPS = 3;
  private static final double TOLERANCE = 1e-6;

  private Differences() {}

  /**
   * How a gradient and the differences compare.
   *
   * @param difference what the differences say, with the step that came closest
   * @param error how far it is from the gradient, relative to the tensor's scale
   * @param corner the point is a corner, where nothing can be said
   */
  public record Outcome(double difference, double error, boolean corner) {
    public boolean ok() {
      return corner || error <= TOLERANCE;
    }
  }

  /**
   * Compares with smaller and smaller steps until one agrees.
   *
   * @param at the variable's value
   * @param set gives it another
   * @param function of the variable
   * @param gradient what its derivative should be
   * @param scale max(1, the largest number of the gradient's tensor)
   */
  public static Outcome compare(
      double at, DoubleConsumer set, DoubleSupplier function, double gradient, double scale) {
    double middle = function.getAsDouble();
    double best = Double.NaN;
    double error = Double.POSITIVE_INFINITY;
    double lastBend = Double.NaN;
    boolean corner = false;
    double step = STEP;
    for (int i = 0; i < SMALLER_STEPS && !(error <= TOLERANCE * scale); i++) {
      set.accept(at + step);
      double above = function.getAsDouble();
      set.accept(at - step);
      double below = function.getAsDouble();
      set.accept(at);
      double difference = (above - below) / (2 * step);
      // written so that a NaN is never the smaller one
      if (Math.abs(difference - gradient) < error) {
        best = difference;
        error = Math.abs(difference - gradient);
      }
      double bend = Math.abs(above - 2 * middle + below) / step;
      corner = bend > error && bend > 0.8 * lastBend && bend < 1.25 * lastBend;
      lastBend = bend;
      step /= 10;
    }
    return new Outcome(best, error / scale, corner && error > TOLERANCE * scale);
  }
}
