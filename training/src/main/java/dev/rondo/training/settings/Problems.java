package dev.rondo.training.settings;

import dev.rondo.training.Names;
import dev.rondo.training.settings.SettingsException.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Collects the mistakes of all settings, so that all of them are reported and not just the first.
 */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void report(SettingValue value, String message, String help) {
    found.add(new Problem(value.place(), message, help));
  }

  void unknown(SettingValue value, String kind, String name, Collection<String> known) {
    report(value, "unknown " + kind + " '" + name + "'", Names.suggest(name, kind + "s", known));
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new SettingsException(found);
    }
  }
}
