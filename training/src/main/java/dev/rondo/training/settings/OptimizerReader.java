package dev.rondo.training.settings;

import dev.rondo.training.settings.Arguments.Range;
import dev.rondo.training.settings.SettingValue.Call;
import dev.rondo.training.settings.SettingValue.Word;
import dev.rondo.training.settings.Settings.OptimizerSetting;
import java.util.List;
import java.util.Optional;

/** {@code optimizer}, {@code rate} and {@code decay}, which belong together. */
final class OptimizerReader {
  private static final List<String> OPTIMIZERS = List.of("sgd", "adam", "adamw");

  record Result(OptimizerSetting optimizer, Schedule rate, double decay) {}

  private final Problems problems;
  private Schedule own = new Schedule.Constant(0.001);

  OptimizerReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * The setting {@code rate} goes before the optimizer's own argument: {@code --set} needs that.
   */
  Result read(
      Optional<SettingValue> optimizer, Optional<SettingValue> rate, Optional<SettingValue> decay) {
    OptimizerSetting chosen = optimizer(optimizer.orElse(new Word("adam", "default")));
    double penalty =
        decay
            .filter(v -> !(v instanceof Word word && word.name().equals("none")))
            .map(v -> Range.NOT_NEGATIVE.number(v, "'decay'", 0, problems))
            .orElse(0.0);
    if (penalty > 0 && chosen instanceof OptimizerSetting.Adam adam && adam.decay() > 0) {
      problems.report(
          decay.orElseThrow(),
          "adamw has a decay of its own",
          "write adamw(decay = " + decay.orElseThrow() + "), or take adam");
    }
    return new Result(chosen, rate.map(this::schedule).orElse(own), penalty);
  }

  private OptimizerSetting optimizer(SettingValue value) {
    String name =
        value instanceof Call call ? call.name() : value instanceof Word word ? word.name() : "";
    return switch (name) {
      case "sgd" -> {
        Arguments arguments = Arguments.of(value, List.of("rate", "momentum"), problems);
        own = arguments.value("rate").map(this::schedule).orElse(new Schedule.Constant(0.01));
        yield new OptimizerSetting.Sgd(arguments.number("momentum", 0, Range.BELOW_ONE));
      }
      case "adam" ->
          adam(Arguments.of(value, List.of("rate", "beta1", "beta2", "epsilon"), problems), 0);
      case "adamw" ->
          adam(
              Arguments.of(value, List.of("rate", "beta1", "beta2", "epsilon", "decay"), problems),
              0.01);
      default -> {
        if (name.isEmpty()) {
          problems.report(
              value, "'optimizer' must be sgd, adam or adamw, not " + value, "adam(rate = 0.001)");
        } else {
          problems.unknown(value, "optimizer", name, OPTIMIZERS);
        }
        yield new OptimizerSetting.Sgd(0);
      }
    };
  }

  private OptimizerSetting adam(Arguments arguments, double decay) {
    own = arguments.value("rate").map(this::schedule).orElse(new Schedule.Constant(0.001));
    return new OptimizerSetting.Adam(
        arguments.number("beta1", 0.9, Range.BELOW_ONE),
        arguments.number("beta2", 0.999, Range.BELOW_ONE),
        arguments.number("epsilon", 1e-8, Range.POSITIVE),
        arguments.number("decay", decay, Range.NOT_NEGATIVE));
  }

  private Schedule schedule(SettingValue value) {
    return new ScheduleReader(Range.NOT_NEGATIVE, problems).read(value, "'rate'");
  }
}
