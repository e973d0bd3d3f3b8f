package dev.rondo.training.optimize;

import dev.rondo.runtime.Numbers;
import dev.rondo.training.settings.Settings.OptimizerSetting;
import java.util.List;
import java.util.Map;

/** Gradient descent with momentum, as PyTorch writes it: the rate is outside the average. */
final class Sgd implements Optimizer {
  private final double momentum;
  private final List<Range> trained;
  private final double decay;
  private final Numbers average;
  private final Loops loops;
  private long updates;

  Sgd(OptimizerSetting.Sgd setting, List<Range> trained, Numbers like, double decay) {
    this.momentum = setting.momentum();
    this.trained = trained;
    this.decay = decay;
    this.average = Optimizer.zerosLike(like);
    this.loops = Loops.of(like);
  }

  @Override
  public void update(Numbers weights, Numbers gradient, double rate) {
    updates++;
    for (Range range : trained) {
      loops.sgd(weights, gradient, average, range.from(), range.to(), momentum, rate, decay);
    }
  }

  @Override
  public Map<String, Numbers> averages() {
    return Map.of("momentum", average);
  }

  @Override
  public void made(long number) {
    updates = number;
  }

  @Override
  public long updates() {
    return updates;
  }
}
