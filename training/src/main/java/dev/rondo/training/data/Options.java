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
  private Options() {}

  /** Reports the first argument that is none of those known. */
  static void only(Source source, List<String> known) {
    for (Map.Entry<String, SettingValue> option : source.options().entrySet()) {
      String name = option.getKey();
      if (!known.contains(name)) {
        boolean later = name.equals("min_count");
        throw new SettingsException(
            option.getValue().place(),
            later
                ? "'min_count' is not built yet"
                : "'" + source.loader() + "' has no argument '" + name + "'",
            later ? "" : Names.suggest(name, "arguments", known));
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
