package dev.rondo.training.data;

import dev.rondo.training.Names;
import dev.rondo.training.settings.SettingValue;
import dev.rondo.training.settings.SettingValue.ListOf;
import dev.rondo.training.settings.SettingValue.Text;
import dev.rondo.training.settings.SettingValue.Word;
import dev.rondo.training.settings.Settings.Source;
import dev.rondo.training.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the named arguments of a loader's call. */
final class Options {
  private static final String MIN_COUNT = "min_count";

  private Options() {}

  /** Reports the first argument that is none of those known. */
  static void only(Source source, List<String> known) {
    for (Map.Entry<String, SettingValue> option : source.options().entrySet()) {
      String name = option.getKey();
      if (!known.contains(name) && !name.equals(MIN_COUNT)) {
        List<String> all = new ArrayList<>(known);
        all.add(MIN_COUNT);
        throw new SettingsException(
            option.getValue().place(),
            "'" + source.loader() + "' has no argument '" + name + "'",
            Names.suggest(name, "arguments", all));
      }
    }
  }

  /** {@code "A"} or {@code ["A", "B"]}. */
  static List<String> columns(String name, SettingValue value) {
    List<SettingValue> elements = value instanceof ListOf list ? list.elements() : List.of(value);
    List<String> columns = new ArrayList<>();
    for (SettingValue element : elements) {
      if (!(element instanceof Text text)) {
        throw new SettingsException(
            element.place(),
            "'" + name + "' must be a column, not " + element,
            "a column's name stands in quotes: \"" + element + "\"");
      }
      columns.add(text.value());
    }
    return columns;
  }

  /** How often a symbol must occur to be one; 0 where the call does not say. */
  static int minCount(Source source) {
    SettingValue value = source.options().get(MIN_COUNT);
    return value == null ? 0 : count(MIN_COUNT, value);
  }

  /** A whole number of at least 1. */
  static int count(String name, SettingValue value) {
    if (value instanceof SettingValue.Number number
        && number.value() >= 1
        && number.value() <= Integer.MAX_VALUE
        && number.value() == Math.rint(number.value())) {
      return (int) number.value();
    }
    throw new SettingsException(
        value.place(), "'" + name + "' must be a whole number of at least 1, not " + value, "");
  }

  /** {@code standard} or {@code none}. */
  static boolean standardize(Source source) {
    SettingValue value = source.options().get("scale");
    if (value == null || (value instanceof Word word && word.name().equals("none"))) {
      return false;
    }
    if (value instanceof Word word && word.name().equals("standard")) {
      return true;
    }
    throw new SettingsException(
        value.place(), "'scale' must be standard or none, not " + value, "");
  }
}
