package dev.rondo.training;

import dev.rondo.runtime.Model;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.Signature.Kind;
import dev.rondo.training.Baselines.Series;
import dev.rondo.training.data.Binding;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.data.Part;
import dev.rondo.training.settings.Settings;
import dev.rondo.training.settings.Settings.Baseline;
import dev.rondo.training.settings.Settings.PlotSetting;
import dev.rondo.training.settings.SettingsException.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A real series as a model forecasts it, beside simple forecasts, on the validation part and in the
 * data's own units: what the settings {@code baselines} and {@code plot} ask for.
 *
 * <p>The truth is the real input over time that {@code plot = forecast(x)} names, or the first
 * number over time, or if all are vectors the first one's first feature, {@code ahead} steps later.
 *
 * @param truth name of the input
 * @param points how many values were forecast
 * @param model root mean square error of the plotted output, or else of the model's first metric
 *     that is a root of a mean
 * @param baselines the same of each baseline, over the same points
 */
public record Forecasts(
    String truth, long points, OptionalDouble model, Map<String, Double> baselines) {

  /** What is wrong with the two settings, before a run. */
  static Optional<Problem> check(Signature signature, Dataset data, Settings settings) {
    if (settings.baselines().isEmpty() && settings.plot().isEmpty()) {
      return Optional.empty();
    }
    String place = settings.plot().map(PlotSetting::place).orElse(signature.model());
    if (data.validation().isEmpty()) {
      return Optional.of(
          new Problem(place, "'baselines' and 'plot' need validation data", "validation = 0.1"));
    }
    List<String> series =
        signature.inputs().stream()
            .filter(input -> input.kind() == Kind.REAL && input.overTime())
            .map(Signature.Input::name)
            .toList();
    if (series.isEmpty()) {
      return Optional.of(
          new Problem(place, "'baselines' and 'plot' need a real input over time to forecast", ""));
    }
    Optional<String> truth = settings.plot().flatMap(PlotSetting::truth);
    if (truth.isPresent() && !series.contains(truth.get())) {
      return Optional.of(
          new Problem(
              place,
              "'" + truth.get() + "' is no real input over time",
              Names.suggest(truth.get(), "real inputs", series)));
    }
    if (settings.plot().isPresent()) {
      List<String> outputs = plottable(signature).map(Signature.Output::name).toList();
      Optional<String> named = settings.plot().get().output();
      if (outputs.isEmpty() || (named.isPresent() && !outputs.contains(named.get()))) {
        return Optional.of(
            new Problem(
                place,
                named
                    .map(name -> "'" + name + "' is no real output over time")
                    .orElse("'plot' needs a real output over time"),
                named.map(name -> Names.suggest(name, "real outputs", outputs)).orElse("")));
      }
    }
    return Optional.empty();
  }

  private static Stream<Signature.Output> plottable(Signature signature) {
    return signature.outputs().stream()
        .filter(output -> output.kind() == Kind.REAL && output.overTime());
  }

  /**
   * Measures a trained model and draws its forecast.
   *
   * @param picture where the plot goes, a PNG; nothing is drawn without it, or if the settings have
   *     no {@code plot}
   */
  public static Forecasts of(
      Model model, Numbers parameters, Dataset data, Settings settings, Optional<Path> picture) {
    int ahead = settings.plot().map(PlotSetting::ahead).orElse(1);
    int input = truth(data, settings);
    String name = data.inputs().get(input).name();
    Optional<Scaling> scaling = Optional.ofNullable(data.scaling().get(name));
    List<Series> training = series(data.training(), input, scaling);
    Part part = data.validation().orElseThrow();
    List<Series> held = series(part, input, scaling);
    long points =
        held.stream().mapToLong(s -> Math.max(0, s.values().length - s.from() - ahead)).sum();

    Map<String, Double> baselines = new LinkedHashMap<>();
    for (Baseline baseline : settings.baselines()) {
      double error;
      try {
        error = Baselines.error(baseline, training, held, ahead);
      } catch (ArithmeticException e) {
        error = Double.NaN; // too little to fit on: the report shows it beside the others
      }
      baselines.put(Baselines.name(baseline), error);
    }
    OptionalDouble own;
    if (settings.plot().isPresent()) {
      Collector forecasts = new Collector(model, settings.plot().get(), held);
      run(model, parameters, data, forecasts);
      own = OptionalDouble.of(forecasts.error(ahead));
      picture.ifPresent(
          file ->
              ForecastPlot.draw(
                  file,
                  model.signature().model(),
                  name,
                  forecasts.longest(),
                  ahead,
                  part.lead() + ahead));
    } else {
      own = metric(model, run(model, parameters, data, (e, f, s, t, c, l) -> {}));
    }
    return new Forecasts(name, points, own, baselines);
  }

  private static Totals run(Model model, Numbers parameters, Dataset data, Pass.Visitor visitor) {
    Engine engine = new RunnerEngine(model.program(Purpose.EVALUATE));
    Part part = Inputs.align(data.validation().orElseThrow(), data.inputs(), engine.signature());
    return Pass.run(engine, parameters, part, 32, () -> false, visitor);
  }

  private static OptionalDouble metric(Model model, Totals totals) {
    return model.program(Purpose.EVALUATE).signature().terms().stream()
        .filter(term -> term.accumulator() == Signature.Accumulator.ROOT_MEAN)
        .mapToDouble(term -> totals.terms().getOrDefault(term.name(), Double.NaN))
        .findFirst();
  }

  private static int truth(Dataset data, Settings settings) {
    Optional<String> named = settings.plot().flatMap(PlotSetting::truth);
    List<Binding> series =
        data.inputs().stream()
            .filter(input -> input.kind() == Kind.REAL && input.overTime())
            .filter(input -> named.isEmpty() || input.name().equals(named.get()))
            .sorted(Comparator.comparing(input -> !input.shape().isEmpty()))
            .toList();
    return data.inputs().indexOf(series.get(0)); // there is one: checked before the run
  }

  private static List<Series> series(Part part, int input, Optional<Scaling> scaling) {
    List<Series> result = new ArrayList<>();
    for (Sequence sequence : part.sequences()) {
      double[] values = new double[Math.toIntExact(sequence.length())];
      for (int step = 0; step < values.length; step++) {
        double value = sequence.value(input, step, 0);
        values[step] = scaling.isPresent() ? scaling.get().unscale(value, 0) : value;
      }
      result.add(new Series(values, (int) part.lead()));
    }
    return result;
  }

  /** Gathers the plotted output, step by step, the lead included. */
  private static final class Collector implements Pass.Visitor {
    private final int output;
    private final List<Series> held;
    private final double[][] forecasts;

    Collector(Model model, PlotSetting plot, List<Series> held) {
      Signature signature = model.program(Purpose.EVALUATE).signature();
      Signature.Output chosen =
          plottable(signature)
              .filter(o -> plot.output().isEmpty() || o.name().equals(plot.output().get()))
              .findFirst()
              .orElseThrow();
      this.output = signature.outputs().indexOf(chosen);
      this.held = held;
      this.forecasts = new double[held.size()][];
      Arrays.setAll(
          forecasts,
          i -> {
            double[] none = new double[held.get(i).values().length];
            Arrays.fill(none, Double.NaN);
            return none;
          });
    }

    @Override
    public void window(
        Engine engine, int first, int size, long start, boolean counted, boolean last) {
      for (int s = 0; s < size; s++) {
        // a model that cannot run in windows is run without the lead
        int lead = engine.windows() ? 0 : held.get(first + s).from();
        for (int step = 0; step < engine.steps(s); step++) {
          forecasts[first + s][lead + (int) start + step] = engine.output(output, s, step, 0);
        }
      }
    }

    double error(int ahead) {
      double squares = 0;
      long count = 0;
      for (int s = 0; s < forecasts.length; s++) {
        double[] truth = held.get(s).values();
        for (int k = held.get(s).from() + ahead; k < truth.length; k++) {
          double error = forecasts[s][k - ahead] - truth[k];
          squares += error * error;
          count++;
        }
      }
      return Math.sqrt(squares / count);
    }

    /** The longest held-back series, the one to draw: {truth, forecast}. */
    double[][] longest() {
      int best = 0;
      for (int s = 1; s < forecasts.length; s++) {
        if (forecasts[s].length > forecasts[best].length) {
          best = s;
        }
      }
      return new double[][] {held.get(best).values(), forecasts[best]};
    }
  }
}
