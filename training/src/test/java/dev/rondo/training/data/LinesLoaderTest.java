package dev.rondo.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.Signature.Kind;
import dev.rondo.training.settings.SettingValue;
import dev.rondo.training.settings.Settings.Source;
import dev.rondo.training.settings.Settings.Validation;
import dev.rondo.training.settings.SettingsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code words}, {@code conll} and the part to test on. */
class LinesLoaderTest extends LoaderFixture {
  private static final Binding TAG =
      new Binding(
          "tag",
          Kind.TOKEN,
          List.of(),
          List.of(0),
          Optional.of("T"),
          OptionalInt.empty(),
          OptionalDouble.empty());

  private static SettingValue number(double value) {
    return new SettingValue.Number(value, "m.rondo:9:1");
  }

  private Dataset conll(String content, Map<String, SettingValue> options, Binding... inputs) {
    write("a.conll", content);
    return load("conll", "a.conll", options, NONE, inputs);
  }

  private Dataset lines(String loader, String content, Binding... inputs) {
    write("a.txt", content);
    return load(loader, "a.txt", Map.of(), NONE, inputs);
  }

  @Test
  void aLineOfWordsIsASequence() {
    write("a.txt", "to  be\r\n\n not\tto be \n");
    Dataset data =
        Loaders.load(
            new DataRequest(
                Signature.Axis.TIME,
                List.of(token("x", true)),
                Map.of("V", List.of("</s>")),
                Map.of(),
                Map.of(),
                Map.of("x", "</s>"),
                folder),
            new Source("words", "a.txt", Map.of(), "m.rondo:8:10"),
            NONE);
    assertThat(data.vocabularies().get("V").symbols()).containsExactly("</s>", "be", "not", "to");
    List<Sequence> sequences = data.training().sequences();
    assertThat(values(sequences.get(0), 0, 0)).containsExactly(3.0, 1.0, 0.0);
    assertThat(values(sequences.get(1), 0, 0)).containsExactly(2.0, 3.0, 1.0, 0.0);
  }

  @Test
  void anUnknownWordIsNamedWithItsLine() {
    write("a.txt", "to be\n\nor not\n");
    DataRequest request =
        new DataRequest(
            List.of(token("x", true)),
            Map.of(),
            Map.of("V", new Vocabulary(List.of("be", "or", "to"))),
            Map.of(),
            folder);
    assertBad(
        "FOLDER/a.txt:3: error: unknown symbol 'not'\n"
            + "   help: the model knows 3 symbols, those it was trained on",
        () -> Loaders.load(request, new Source("words", "a.txt", Map.of(), "m.rondo:8:10"), NONE));
  }

  @Test
  void aBlockOfLinesIsASequence() {
    String text = "1 the DET\n2 cat NOUN\n\n\n1\ta b\tX\n";
    Dataset named = conll(text, Map.of("x", number(2), "tag", number(3)), token("x", true), TAG);
    assertThat(named.vocabularies().get("V").symbols()).containsExactly("a b", "cat", "the");
    assertThat(named.vocabularies().get("T").symbols()).containsExactly("DET", "NOUN", "X");
    assertThat(named.training().sequences()).hasSize(2);
    assertThat(values(named.training().sequences().get(0), 0, 0)).containsExactly(2.0, 1.0);
    Dataset inOrder = conll("the\tDET\n", Map.of(), token("x", true), TAG);
    assertThat(inOrder.vocabularies().get("T").symbols()).containsExactly("DET");
  }

  @Test
  void badBlocksAreNamedWithTheirLine() {
    assertBad(
        "FOLDER/a.conll:4: error: there is no column 2 for 'tag': this line has 1 column\n"
            + "   help: columns are separated by a tab, or by blanks in a line without a tab",
        () -> conll("a X\n\nb Y\nc\n", Map.of(), token("x", true), TAG));
    assertBad(
        "FOLDER/a.conll:2: error: 'one' in column 1 is not a number",
        () -> conll("1\none\n", Map.of(), real("x", true)));
    assertThatThrownBy(() -> conll("a X\n", Map.of("x", number(1)), token("x", true), TAG))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("'conll' has no column for the input 'tag'");
    assertThatThrownBy(() -> conll("a X\n", Map.of("x", number(0)), token("x", true)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("'x' must be a whole number of at least 1, not 0");
  }

  private static final List<Signature.Axis> WORDS =
      List.of(new Signature.Axis("w", -1, 1, -1), new Signature.Axis("k", -1, 1, 0));

  private static Binding letters(String name, Kind kind) {
    return new Binding(
        name,
        kind,
        List.of(),
        List.of(0, 1),
        kind == Kind.TOKEN ? Optional.of("C") : Optional.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty());
  }

  private Dataset words(
      String content,
      Map<String, SettingValue> options,
      Map<String, Vocabulary> known,
      Binding... inputs) {
    write("a.conll", content);
    return Loaders.load(
        new DataRequest(WORDS, List.of(inputs), Map.of(), known, Map.of(), Map.of(), folder),
        new Source("conll", "a.conll", options, "m.rondo:8:10"),
        NONE);
  }

  @Test
  void theCharactersOfAWordRunOverAnAxisInIt() {
    Binding c = letters("c", Kind.TOKEN);
    Dataset data = words("ab X\n\uD83D\uDE00 Y\nba\u00e9 X\n\na Y\n", Map.of(), Map.of(), c, TAG);
    assertThat(data.vocabularies().get("C").symbols())
        .containsExactly("a", "b", "\u00e9", "\uD83D\uDE00");
    Sequence first = data.training().sequences().get(0);
    assertThat(first.length()).isEqualTo(3);
    assertThat(IntStream.range(0, 3).map(w -> first.length(1, w))).containsExactly(2, 1, 3);
    assertThat(IntStream.range(0, 6).mapToDouble(row -> first.value(0, row, 0)))
        .containsExactly(0.0, 1.0, 3.0, 1.0, 0.0, 2.0);
    assertThat(values(first, 1, 0)).containsExactly(0.0, 1.0, 0.0);
    assertThat(data.training().sequences().get(1).length(1, 0)).isEqualTo(1);
    Dataset unread = words("X\nY\n", Map.of("tag", number(1)), Map.of(), c.unread(), TAG);
    assertThat(unread.training().sequences().get(0).length(1, 1)).isZero();
  }

  @Test
  void badCharactersAreNamedWithTheLineOfTheirWord() {
    Binding c = letters("c", Kind.TOKEN);
    Binding lemma = letters("lemma", Kind.TOKEN);
    Map<String, Vocabulary> known = Map.of("C", new Vocabulary(List.of("a", "b")));
    assertBad(
        "FOLDER/a.conll:5: error: unknown symbol 'c' (U+0063)\n"
            + "   help: the model knows 2 symbols, those it was trained on",
        () -> words("abab\n\nba\naaa\nbac\nb\n", Map.of(), known, c));
    assertBad(
        "FOLDER/a.conll:2: error: 'c' has 2 steps along k, 'lemma' has 1",
        () -> words("a b\nab b\n", Map.of(), Map.of(), c, lemma));
    assertThatThrownBy(() -> words("1\n", Map.of(), Map.of(), letters("x", Kind.REAL)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(
            "the characters of a column of 'conll' are symbols, and 'x' is not a token");
  }

  @Test
  void whatNobodyReadsNeedNotBeThere() {
    Binding tag = TAG.unread();
    Binding x = token("x", true);
    for (Dataset data :
        List.of(
            conll("a\nb\n", Map.of(), x, tag),
            conll("a\nb\n", Map.of("x", number(1)), x, tag),
            conll("a\nb\n", Map.of("x", number(1), "tag", number(2)), x, tag),
            csv("x\na\nb\n", Map.of("tag", text("gold")), x, tag),
            csv("x,tag\na,Z\nb,Z\n", Map.of(), x, tag),
            lines("jsonl", "{\"x\": \"ab\"}\n", x, tag),
            lines("jsonl", "{\"x\": \"ab\", \"tag\": 1.5}\n", x, tag),
            lines("words", "a b\n", x, tag))) {
      assertThat(data.vocabularies()).containsOnlyKeys("V");
      assertThat(values(data.all().sequences().get(0), 0, 0)).containsExactly(0.0, 1.0);
      assertThat(values(data.all().sequences().get(0), 1, 0)).containsExactly(0.0, 0.0);
    }
    assertThat(values(conll("DET\tb\n", Map.of(), tag, x).all().sequences().get(0), 1, 0))
        .as("the place of an input that is not read stays its own")
        .containsExactly(0.0);
  }

  @Test
  void aPartToTestOnIsNeitherTrainedNorValidatedOn() {
    write(
        "a.txt", IntStream.range(0, 200).mapToObj(i -> "w" + i).collect(Collectors.joining("\n")));
    Source words = new Source("words", "a.txt", Map.of(), "m.rondo:8:10");
    DataRequest request = new DataRequest(List.of(token("x", true)), Map.of(), folder);
    Validation tenth = new Validation.Share(0.1);
    Dataset data = Loaders.load(request, words, tenth, tenth);
    assertThat(data.test().orElseThrow().sequences()).hasSizeBetween(8, 35);
    Dataset untested = Loaders.load(request, words, tenth);
    assertThat(first(data)).isEqualTo(first(untested));
    assertThat(data.all().sequences()).hasSize(200).doesNotHaveDuplicates();
  }

  /** The words that are validated on. */
  private static List<Double> first(Dataset data) {
    return data.validation().orElseThrow().sequences().stream()
        .map(sequence -> sequence.value(0, 0, 0))
        .toList();
  }

  @Test
  void theLastStepsOfOneSequenceAreForTheTest() {
    write("a.txt", "0123456789");
    Source chars = new Source("chars", "a.txt", Map.of(), "m.rondo:8:10");
    DataRequest request = new DataRequest(List.of(token("x", true)), Map.of(), folder);
    Dataset data =
        Loaders.load(request, chars, new Validation.Share(0.2), new Validation.Share(0.1));
    assertThat(data.training().steps()).isEqualTo(7);
    assertThat(data.validation().orElseThrow().steps()).isEqualTo(2);
    assertThat(data.test().orElseThrow().lead()).isEqualTo(9);
    assertThat(data.all().steps()).isEqualTo(10);
  }
}
