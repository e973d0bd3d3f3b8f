package dev.rondo.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.Signature.Kind;
import dev.rondo.training.settings.Settings.Source;
import dev.rondo.training.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CharsLoaderTest extends LoaderFixture {
  @Test
  void charsAreCodePointsLiteralsFirst() {
    write("a.txt", "\uFEFFbaa\n😀b");
    Dataset data =
        Loaders.load(
            new DataRequest(List.of(token("x", true)), Map.of("V", List.of("<s>", "b")), folder),
            new Source("chars", "a.txt", Map.of(), "m.rondo:8:10"),
            NONE);
    assertThat(data.vocabularies().get("V").symbols()).containsExactly("<s>", "b", "\n", "a", "😀");
    assertThat(data.training().sequences()).hasSize(1);
    assertThat(values(data.training().sequences().get(0), 0, 0))
        .containsExactly(1.0, 3.0, 3.0, 2.0, 4.0, 1.0);
    assertThat(data.validation()).isEmpty();
  }

  /** Three widths of blocks, and characters that lie across what is read at once. */
  @Test
  void longTextsKeepTheirSymbolsInTheFewestBytes() {
    StringBuilder text = new StringBuilder("a".repeat(1 << 20));
    for (int codePoint = 0x10000; codePoint < 0x10200; codePoint++) {
      text.appendCodePoint(codePoint);
    }
    text.append("b".repeat(1 << 20));
    for (int codePoint = 0x20000; codePoint < 0x30200; codePoint++) {
      text.appendCodePoint(codePoint);
    }
    write("a.txt", text.toString());
    Dataset data = load("chars", "a.txt", Map.of(), NONE, token("x", true));
    Vocabulary vocabulary = data.vocabularies().get("V");
    StringBuilder read = new StringBuilder();
    for (double index : values(data.training().sequences().get(0), 0, 0)) {
      read.append(vocabulary.symbol((int) index));
    }
    assertThat(read.compareTo(text)).isZero();
  }

  @Test
  void packedNumbersAreTheSameInAFile() throws IOException {
    int count = 3 << 20;
    PackedInts inMemory = packed(count, false);
    PackedInts inFile = packed(count, true);
    assertThat(inFile.length()).isEqualTo(count);
    for (int i = 0; i < count; i += 7) {
      if (inMemory.at(i) != number(i) || inFile.at(i) != number(i)) {
        throw new AssertionError("number " + i + ": " + inMemory.at(i) + ", " + inFile.at(i));
      }
    }
  }

  /** A block of each width. */
  private static int number(int i) {
    return i >> 20 == 0 ? i % 256 : i >> 20 == 1 ? i % 65536 : i;
  }

  private static PackedInts packed(int count, boolean mapped) throws IOException {
    try (PackedInts.Builder builder = new PackedInts.Builder(mapped)) {
      for (int i = 0; i < count; i++) {
        builder.add(number(i));
      }
      return builder.build();
    }
  }

  @Test
  void textThatIsNoTextIsNamed() throws IOException {
    Files.write(folder.resolve("l.txt"), "ab\ncé".getBytes(StandardCharsets.ISO_8859_1));
    write("empty.txt", "");
    assertBad(
        "FOLDER/l.txt:2: error: not UTF-8: byte 0xE9 at offset 4\n"
            + "   help: convert the file, for example with: iconv -f LATIN1 -t UTF-8",
        () -> load("chars", "l.txt", Map.of(), NONE, token("x", true)));
    assertBad(
        "FOLDER/empty.txt: error: the file is empty",
        () -> load("chars", "empty.txt", Map.of(), NONE, token("x", true)));
    assertBad(
        "FOLDER/emty.txt: error: no such file\n   help: did you mean 'empty.txt'?",
        () -> load("chars", "emty.txt", Map.of(), NONE, token("x", true)));
    assertBad(
        "FOLDER/.: error: this is a folder, not a file",
        () -> load("chars", ".", Map.of(), NONE, token("x", true)));
  }

  @Test
  void symbolsThatTheWeightsDoNotKnowAreErrors() {
    write("a.txt", "ab\nb\u00A0a");
    DataRequest request =
        new DataRequest(
            List.of(token("x", true)),
            Map.of(),
            Map.of("V", new Vocabulary(List.of("a", "b", "\n"))),
            Map.of(),
            folder);
    assertBad(
        "FOLDER/a.txt:2: error: unknown symbol U+00A0\n"
            + "   help: the model knows 3 symbols, those it was trained on",
        () -> Loaders.load(request, new Source("chars", "a.txt", Map.of(), "m.rondo:8:10"), NONE));
  }

  @Test
  void charsNeedsOneTokenInput() {
    write("a.txt", "abc");
    assertThatThrownBy(
            () -> load("chars", "a.txt", Map.of(), NONE, token("x", true), token("y", true)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "m.rondo:8:10: error: 'chars' needs a model with one token input over time;"
                + " this one has 'x', 'y'");
    assertThatThrownBy(
            () -> load("chars", "a.txt", Map.of(), NONE, token("x", true), real("y", true)))
        .hasMessageContaining("'chars' has text alone, nothing for 'y'");
    assertThatThrownBy(
            () -> load("chars", "a.txt", Map.of("min_count", text("2")), NONE, token("x", true)))
        .hasMessageContaining("'min_count' must be a whole number of at least 1, not");
  }

  @Test
  void aVocabularyLargerThanTheModelAllowsIsAnError() {
    Binding two =
        new Binding(
            "x",
            Kind.TOKEN,
            List.of(),
            List.of(0),
            Optional.of("V"),
            OptionalInt.of(2),
            OptionalDouble.empty());
    write("a.txt", "abc");
    assertBad(
        "FOLDER/a.txt: error: the input 'x' is a token[2], but there are 3 symbols\n"
            + "   help: leave the size open: the data gives it",
        () -> load("chars", "a.txt", Map.of(), NONE, two));
  }
}
