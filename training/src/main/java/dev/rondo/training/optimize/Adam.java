package dev.rondo.training.optimize;

import dev.rondo.runtime.Numbers;
import dev.rondo.training.settings.Settings.OptimizerSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adam (Kingma & Ba 2015), and with a decay of its own AdamW (Loshchilov & Hutter 2019). */
final class Adam implements Optimizer {
  private final OptimizerSetting.Adam setting;
  private final List<Range> trained;
  private final double decay;
  private final Numbers mean;
  private final Numbers square;
  private final Loops loops;
  private long updates;

  Adam(OptimizerSetting.Adam setting, List<Range> trained, Numbers like, double decay) {
    this.setting = setting;
    this.trained = trained;
    this.decay = decay;
    this.mean = Optimizer.zerosLike(like);
    this.square = Optimizer.zerosLike(like);
    this.loops = Loops.of(like);
  }

  @Override
  public void update(Numbers weights, Numbers gradient, double rate) {
    updates++;
    double correct1 = 1 - StrictMath.pow(setting.beta1(), (double) updates);
    double correct2 = 1 - StrictMath.pow(setting.beta2(), (double) updates);
    Loops.AdamStep step =
        new Loops.AdamStep(
            setting.beta1(),
            setting.beta2(),
            setting.epsilon(),
            rate / correct1,
            1 / Math.sqrt(correct2),
            decay,
            1 - rate * setting.decay());
    for (Range range : trained) {
      loops.adam(weights, gradient, mean, square, range.from(), range.to(), step);
    }
  }

  @Override
  public Map<String, Numbers> averages() {
    Map<String, Numbers> result = new LinkedHashMap<>();
    result.put("mean", mean);
    result.put("square", square);
    return result;
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
