package dev.rondo.training.data;

import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.RawSequence;
import dev.rondo.training.data.RawData.Symbols;
import dev.rondo.training.settings.Settings.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** {@code chars(file)}: the whole text is one sequence, a code point a step. */
final class CharsLoader implements Loader {
  /** Of more bytes the symbols are in a mapped file: they may be more than Java's memory. */
  private static final long MAPPED = 64L << 20;

  @Override
  public RawData read(Source source, Path file, DataRequest request) {
    List<Binding> inputs = request.inputs();
    Options.only(source, List.of());
    Binding text = TextInput.of(source, inputs);
    Symbols symbols = new Symbols();
    PackedInts ids;
    try (PackedInts.Builder builder = new PackedInts.Builder(TextFile.size(file) > MAPPED)) {
      TextFile.codePoints(file, codePoint -> builder.add(symbols.id(codePoint)));
      ids = builder.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<RawColumn> columns = TextInput.columns(inputs, text, new RawColumn.Text(ids));
    int newline = symbols.id('\n');
    RawSequence sequence = new RawSequence(columns, ids.length(), step -> line(ids, newline, step));
    return new RawData(file, symbols, List.of(sequence), false);
  }

  private static int line(PackedInts ids, int newline, int step) {
    int line = 1;
    for (int i = 0; i < step; i++) {
      if (ids.at(i) == newline) {
        line++;
      }
    }
    return line;
  }
}
