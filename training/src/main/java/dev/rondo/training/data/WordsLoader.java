package dev.rondo.training.data;

import dev.rondo.training.DataException;
import dev.rondo.training.data.RawData.RawColumn;
import dev.rondo.training.data.RawData.RawSequence;
import dev.rondo.training.data.RawData.Symbols;
import dev.rondo.training.settings.Settings.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code words(file)}: a line is a sequence, a word between white space a step. */
final class WordsLoader implements Loader {
  @Override
  public RawData read(Source source, Path file, DataRequest request) {
    List<Binding> inputs = request.inputs();
    Options.only(source, List.of());
    Binding text = TextInput.of(source, inputs);
    Symbols symbols = new Symbols();
    List<RawSequence> sequences = new ArrayList<>();
    int number = 0;
    for (String line : TextFile.lines(file)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String[] words = line.strip().split("\\s+", -1);
      int[] ids = new int[words.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = symbols.id(words[i]);
      }
      int at = number;
      sequences.add(
          new RawSequence(
              TextInput.columns(inputs, text, new RawColumn.Tokens(ids)), ids.length, step -> at));
    }
    if (sequences.isEmpty()) {
      throw DataException.in(file, "there are no words");
    }
    return new RawData(file, symbols, sequences, false);
  }
}
