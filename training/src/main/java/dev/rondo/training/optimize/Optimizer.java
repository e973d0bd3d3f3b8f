package dev.rondo.training.optimize;

import dev.rondo.runtime.Numbers;
import dev.rondo.training.settings.Settings.OptimizerSetting;
import java.util.List;
import java.util.Map;

/** Moves weights against a gradient. Keeps averages from update to update. */
public interface Optimizer {
  /** One update of the trained weights, in place. */
  void update(Numbers weights, Numbers gradient, double rate);

  /** Its averages by name, as they are: what a checkpoint must hold besides the update's number. */
  Map<String, Numbers> averages();

  /**
   * Goes on from another's averages.
   *
   * @param saved by the names of {@link #averages}
   */
  default void restore(Map<String, Numbers> saved, long updates) {
    averages().forEach((name, numbers) -> numbers.copyFrom(saved.get(name)));
    made(updates);
  }

  /** Sets how many updates it has made. */
  void made(long updates);

  /** How many updates it has made. */
  long updates();

  /**
   * A new one.
   *
   * @param trained what it may change
   * @param like an array of the size and precision of the weights
   * @param decay weight of the L2 penalty
   */
  static Optimizer create(
      OptimizerSetting setting, List<Range> trained, Numbers like, double decay) {
    if (setting instanceof OptimizerSetting.Sgd sgd) {
      return new Sgd(sgd, trained, like, decay);
    }
    return new Adam((OptimizerSetting.Adam) setting, trained, like, decay);
  }

  /** Zeros of the size and precision of another array. */
  static Numbers zerosLike(Numbers numbers) {
    Numbers zeros = numbers.copy();
    zeros.fill(0);
    return zeros;
  }
}
