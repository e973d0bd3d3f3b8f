package dev.rondo.training.data;

import dev.rondo.runtime.Signature.Kind;
import dev.rondo.training.Names;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.settings.Settings.Source;
import dev.rondo.training.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;

/** The input that plain text is bound to. */
final class TextInput {
  private TextInput() {}

  /** The model's one token input over time; every other input must have a value of its own. */
  static Binding of(Source source, List<Binding> inputs) {
    List<Binding> tokens =
        inputs.stream().filter(i -> i.kind() == Kind.TOKEN && i.overTime() && i.read()).toList();
    List<String> others =
        inputs.stream()
            .filter(i -> !tokens.contains(i) && i.required())
            .map(Binding::name)
            .toList();
    if (tokens.size() != 1) {
      throw new SettingsException(
          source.place(),
          "'"
              + source.loader()
              + "' needs a model with one token input over time; this one has "
              + (tokens.isEmpty()
                  ? "none"
                  : Names.list(tokens.stream().map(Binding::name).toList())),
          "");
    }
    if (!others.isEmpty()) {
      throw new SettingsException(
          source.place(),
          "'" + source.loader() + "' has text alone, nothing for " + Names.list(others),
          "give the input a value, or take csv or jsonl");
    }
    return tokens.get(0);
  }

  /** The columns of a sequence of symbols. */
  static List<RawColumn> columns(List<Binding> inputs, Binding text, RawColumn ids) {
    List<RawColumn> columns = new ArrayList<>();
    for (Binding input : inputs) {
      columns.add(input.name().equals(text.name()) ? ids : new RawColumn.Absent(input.otherwise()));
    }
    return columns;
  }
}
