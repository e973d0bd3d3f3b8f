package dev.rondo.training.optimize;

import dev.rondo.runtime.Numbers;
import dev.rondo.training.settings.Settings.Clip;
import java.util.List;

/** Bounds a gradient, and measures it: the norm also tells whether it is finite. */
public final class Clipping {
  private Clipping() {}

  /**
   * Clips a gradient in place.
   *
   * @return its Euclidean norm before; NaN or infinite if any of its numbers is
   */
  public static double clip(Numbers gradient, List<Range> trained, Clip clip) {
    Loops loops = Loops.of(gradient);
    double squares = 0;
    for (Range range : trained) {
      squares += loops.squares(gradient, range.from(), range.to());
    }
    double norm = Math.sqrt(squares);
    for (Range range : trained) {
      if (clip instanceof Clip.Norm bound && norm > bound.norm()) {
        loops.scale(gradient, range.from(), range.to(), bound.norm() / norm);
      } else if (clip instanceof Clip.Value bound) {
        loops.clamp(gradient, range.from(), range.to(), bound.value());
      }
    }
    return norm;
  }
}
