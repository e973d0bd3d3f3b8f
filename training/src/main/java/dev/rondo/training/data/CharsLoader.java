package dev.rondo.training.data;

import dev.rondo.runtime.Signature.Kind;
import dev.rondo.training.Names;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.RawSequence;
import dev.rondo.training.data.RawData.Symbols;
import dev.rondo.training.settings.Settings.Source;
import dev.rondo.training.settings.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code chars(file)}: the whole text is one sequence, a code point a step. */
final class CharsLoader implements Loader {
  @Override
  public RawData read(Source source, Path file, List<Binding> inputs) {
    Options.only(source, List.of());
    Binding text = textInput(source, inputs);
    Symbols symbols = new Symbols();
    int[] ids = ids(TextFile.read(file), symbols);
    List<RawColumn> columns = new ArrayList<>();
    for (Binding input : inputs) {
      columns.add(
          input.name().equals(text.name())
              ? new RawColumn.Tokens(ids)
              : new RawColumn.Absent(input.value().orElseThrow()));
    }
    int newline = symbols.id('\n');
    RawSequence sequence = new RawSequence(columns, ids.length, step -> line(ids, newline, step));
    return new RawData(file, symbols, List.of(sequence), false);
  }

  private static int[] ids(String text, Symbols symbols) {
    int[] ids = new int[text.codePointCount(0, text.length())];
    int at = 0;
    for (int i = 0; i < ids.length; i++) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      ids[i] = symbols.id(codePoint);
    }
    return ids;
  }

  private static int line(int[] ids, int newline, int step) {
    int line = 1;
    for (int i = 0; i < step; i++) {
      if (ids[i] == newline) {
        line++;
      }
    }
    return line;
  }

  /** The one token input over time that the text is bound to. */
  private static Binding textInput(Source source, List<Binding> inputs) {
    List<Binding> tokens =
        inputs.stream().filter(i -> i.kind() == Kind.TOKEN && i.overTime()).toList();
    List<String> others =
        inputs.stream()
            .filter(i -> !tokens.contains(i) && i.value().isEmpty())
            .map(Binding::name)
            .toList();
    if (tokens.size() != 1) {
      throw new SettingsException(
          source.place(),
          "'chars' needs a model with one token input over time; this one has "
              + (tokens.isEmpty()
                  ? "none"
                  : Names.list(tokens.stream().map(Binding::name).toList())),
          "");
    }
    if (!others.isEmpty()) {
      throw new SettingsException(
          source.place(),
          "'chars' has text alone, nothing for " + Names.list(others),
          "give the input a value, or take csv");
    }
    return tokens.get(0);
  }
}
