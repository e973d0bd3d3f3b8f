package dev.rondo.training.data;

import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.RawSequence;
import dev.rondo.training.data.RawData.Symbols;
import dev.rondo.training.settings.Settings.Source;
import java.nio.file.Path;
import java.util.List;

/** {@code chars(file)}: the whole text is one sequence, a code point a step. */
final class CharsLoader implements Loader {
  @Override
  public RawData read(Source source, Path file, List<Binding> inputs) {
    Options.only(source, List.of());
    Binding text = TextInput.of(source, inputs);
    Symbols symbols = new Symbols();
    int[] ids = ids(TextFile.read(file), symbols);
    List<RawColumn> columns = TextInput.columns(inputs, text, ids);
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
}
