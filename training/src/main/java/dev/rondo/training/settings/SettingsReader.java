package dev.rondo.training.settings;

import dev.rondo.runtime.Precision;
import dev.rondo.training.settings.Arguments.Range;
import dev.rondo.training.settings.SettingValue.Call;
import dev.rondo.training.settings.SettingValue.ListOf;
import dev.rondo.training.settings.SettingValue.Text;
import dev.rondo.training.settings.SettingValue.Word;
import dev.rondo.training.settings.Settings.Baseline;
import dev.rondo.training.settings.Settings.Clip;
import dev.rondo.training.settings.Settings.Monitor;
import dev.rondo.training.settings.Settings.PlotSetting;
import dev.rondo.training.settings.Settings.Source;
import dev.rondo.training.settings.Settings.Validation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings as written → {@link Settings}: names, types and ranges checked, defaults filled in. */
final class SettingsReader {
  static final List<String> NAMES =
      List.of(
          "data",
          "validation",
          "test",
          "batch",
          "window",
          "checkpoint",
          "epochs",
          "shuffle",
          "seed",
          "patience",
          "monitor",
          "optimizer",
          "rate",
          "clip",
          "decay",
          "baselines",
          "plot",
          "precision");
  static final List<String> LOADERS = List.of("chars", "csv", "words", "jsonl", "conll");
  private static final String WORD_WHOLE = "whole";

  private final Map<String, SettingValue> values;
  private final Map<String, Boolean> inputs;
  private final Problems problems = new Problems();

  SettingsReader(Map<String, SettingValue> values, Map<String, Boolean> inputs) {
    this.values = values;
    this.inputs = inputs;
  }

  Settings read() {
    values.forEach(this::checkName);
    OptimizerReader.Result optimizer =
        new OptimizerReader(problems).read(get("optimizer"), get("rate"), get("decay"));
    Settings settings =
        new Settings(
            get("data").flatMap(this::source),
            get("validation").map(v -> part(v, "validation")).orElse(new Validation.Share(0.1)),
            get("test").map(v -> part(v, "test")).orElse(new Validation.None()),
            integer("batch", 32, Range.COUNT),
            get("window").map(this::window).orElse(OptionalInt.empty()),
            flag("checkpoint", false),
            integer("epochs", 10, Range.COUNT),
            flag("shuffle", true),
            get("seed").map(v -> (long) Range.WHOLE.number(v, "'seed'", 1, problems)).orElse(1L),
            get("patience").map(this::patience).orElse(OptionalInt.empty()),
            get("monitor").map(this::monitor).orElse(new Monitor("loss", false, "")),
            optimizer.optimizer(),
            optimizer.rate(),
            scheduled(),
            get("clip").map(this::clip).orElse(new Clip.None()),
            optimizer.decay(),
            get("baselines").map(this::baselines).orElse(List.of()),
            get("plot").flatMap(this::plot),
            get("precision").map(this::precision).orElse(Precision.F32));
    problems.throwIfAny();
    return settings;
  }

  private void checkName(String name, SettingValue value) {
    if (!NAMES.contains(name) && !inputs.containsKey(name)) {
      problems.unknown(value, "setting", name, NAMES);
    }
  }

  /** What has the name of an input and of no setting. */
  private Map<String, Schedule> scheduled() {
    ScheduleReader reader = new ScheduleReader(Range.NUMBER, problems);
    Map<String, Schedule> scheduled = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (NAMES.contains(name) || !inputs.containsKey(name)) {
            return;
          }
          if (!inputs.get(name)) {
            problems.report(
                value,
                "'" + name + "' cannot be scheduled: it is not one number a sequence with a value",
                "input " + name + ": real = 1");
          }
          scheduled.put(name, reader.read(value, "'" + name + "'"));
        });
    return scheduled;
  }

  private Optional<SettingValue> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private int integer(String name, int otherwise, Range range) {
    return get(name)
        .map(v -> (int) range.number(v, "'" + name + "'", otherwise, problems))
        .orElse(otherwise);
  }

  private Optional<Source> source(SettingValue value) {
    if (!(value instanceof Call call)) {
      problems.report(
          value, "data needs a loader", "for example chars(\"input.txt\") or csv(\"data.csv\")");
      return Optional.empty();
    }
    if (!LOADERS.contains(call.name())) {
      problems.unknown(call, "loader", call.name(), LOADERS);
      return Optional.empty();
    }
    if (call.positional().size() != 1 || !(call.positional().get(0) instanceof Text file)) {
      problems.report(
          call,
          "'" + call.name() + "' needs one file, in quotes, before its named arguments",
          "for example " + call.name() + "(\"file." + Source.ending(call.name()) + "\")");
      return Optional.empty();
    }
    return Optional.of(new Source(call.name(), file.value(), call.named(), call.place()));
  }

  private Validation part(SettingValue value, String name) {
    if (isNone(value)) {
      return new Validation.None();
    }
    if (value instanceof Call) {
      return source(value).<Validation>map(Validation.From::new).orElse(new Validation.None());
    }
    if (!(value instanceof SettingValue.Number)) {
      problems.report(value, "'" + name + "' must be a share, a loader or none, not " + value, "");
      return new Validation.None();
    }
    double share = Range.BELOW_ONE.number(value, "'" + name + "'", 0.1, problems);
    return share == 0 ? new Validation.None() : new Validation.Share(share);
  }

  private OptionalInt window(SettingValue value) {
    if ((value instanceof Word word && word.name().equals(WORD_WHOLE)) || isNone(value)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) Range.COUNT.number(value, "'window'", 1, problems));
  }

  private OptionalInt patience(SettingValue value) {
    return isNone(value)
        ? OptionalInt.empty()
        : OptionalInt.of((int) Range.COUNT.number(value, "'patience'", 1, problems));
  }

  private boolean flag(String name, boolean otherwise) {
    SettingValue value = values.get(name);
    if (value instanceof Word word && List.of("true", "false").contains(word.name())) {
      return word.name().equals("true");
    }
    if (value != null) {
      problems.report(value, "'" + name + "' must be true or false, not " + value, "");
    }
    return otherwise;
  }

  /** A name; {@code max(name)} and {@code min(name)} say what is better where the name does not. */
  private Monitor monitor(SettingValue value) {
    if (value instanceof Call call
        && List.of("min", "max").contains(call.name())
        && call.positional().size() == 1
        && call.named().isEmpty()) {
      return new Monitor(
          word(call.positional().get(0), "monitor"), call.name().equals("max"), call.place());
    }
    String name = word(value, "monitor");
    return new Monitor(name, name.contains("accuracy"), value.place());
  }

  private String word(SettingValue value, String setting) {
    if (value instanceof Word word) {
      return word.name();
    }
    if (value instanceof Text text) {
      return text.value();
    }
    problems.report(value, "'" + setting + "' must be a name, not " + value, "");
    return "loss";
  }

  private Clip clip(SettingValue value) {
    if (isNone(value)) {
      return new Clip.None();
    }
    if (value instanceof Call call && call.name().equals("norm")) {
      return new Clip.Norm(
          Arguments.of(call, List.of("norm"), problems).required("norm", Range.POSITIVE));
    }
    if (value instanceof Call call && call.name().equals("value")) {
      return new Clip.Value(
          Arguments.of(call, List.of("value"), problems).required("value", Range.POSITIVE));
    }
    problems.report(
        value, "'clip' must be norm(c), value(c) or none, not " + value, "clip = norm(5)");
    return new Clip.None();
  }

  private List<Baseline> baselines(SettingValue value) {
    if (isNone(value)) {
      return List.of();
    }
    List<SettingValue> elements = value instanceof ListOf list ? list.elements() : List.of(value);
    List<Baseline> result = new ArrayList<>();
    for (SettingValue element : elements) {
      if (element instanceof Word word && word.name().equals("persistence")) {
        result.add(new Baseline.Persistence());
      } else if (element instanceof Call call && call.name().equals("ar")) {
        double order =
            Arguments.of(call, List.of("order"), problems).required("order", Range.COUNT);
        result.add(new Baseline.Autoregression((int) order));
      } else {
        problems.report(
            element, "unknown baseline " + element, "the baselines are persistence and ar(p)");
      }
    }
    return result;
  }

  private Optional<PlotSetting> plot(SettingValue value) {
    if (value instanceof Word word && !isNone(value)) {
      return switch (word.name()) {
        case "false" -> Optional.empty();
        case "true" ->
            Optional.of(new PlotSetting(Optional.empty(), Optional.empty(), 1, word.place()));
        default ->
            Optional.of(
                new PlotSetting(Optional.of(word.name()), Optional.empty(), 1, word.place()));
      };
    }
    if (value instanceof Call call) {
      Arguments arguments = Arguments.of(call, List.of("truth", "ahead"), problems);
      return Optional.of(
          new PlotSetting(
              Optional.of(call.name()),
              arguments.value("truth").map(v -> word(v, "plot")),
              (int) arguments.number("ahead", 1, Range.COUNT_OR_ZERO),
              call.place()));
    }
    if (!isNone(value)) {
      problems.report(value, "'plot' must be an output of the model, not " + value, "");
    }
    return Optional.empty();
  }

  private Precision precision(SettingValue value) {
    Map<String, Precision> known = new LinkedHashMap<>();
    known.put("f32", Precision.F32);
    known.put("f64", Precision.F64);
    if (value instanceof Word word && known.containsKey(word.name())) {
      return known.get(word.name());
    }
    problems.report(value, "'precision' must be f32 or f64, not " + value, "");
    return Precision.F32;
  }

  private static boolean isNone(SettingValue value) {
    return (value instanceof Word word && word.name().equals("none"))
        || (value instanceof SettingValue.Number number && number.value() == 0);
  }
}
