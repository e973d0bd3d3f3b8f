package dev.rondo.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.training.settings.SettingValue;
import dev.rondo.training.settings.Settings.Source;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JsonlLoaderTest extends LoaderFixture {
  private static final OptionalInt OPEN = OptionalInt.empty();

  private Dataset jsonl(String content, Binding... inputs) {
    write("a.jsonl", content);
    return load("jsonl", "a.jsonl", Map.of(), NONE, inputs);
  }

  private Dataset until(String content, Binding... inputs) {
    write("a.jsonl", content);
    return Loaders.load(
        new DataRequest(
            Signature.Axis.TIME,
            List.of(inputs),
            Map.of("V", List.of("<s>", "</s>")),
            Map.of(),
            Map.of(),
            Map.of("x", "</s>"),
            folder),
        new Source("jsonl", "a.jsonl", Map.of(), "m.rondo:8:10"),
        NONE);
  }

  @Test
  void nestedListsAreStepsThenFeatures() {
    Dataset data =
        jsonl(
            """
            {"v": [[1, 2], [3, 4]], "m": [[1, 2, 3], [4, 5, 6]], "x": [7, 8.5]}

            {"x": [], "v": [], "m": [[0, 0, 0], [0, 0, 0]], "more": null}
            """,
            real("v", true, OPEN),
            real("m", false, OPEN, OPEN),
            real("x", true));
    List<Sequence> sequences = data.training().sequences();
    assertThat(values(sequences.get(0), 0, 0)).containsExactly(1.0, 3.0);
    assertThat(values(sequences.get(0), 0, 1)).containsExactly(2.0, 4.0);
    assertThat(sequences.get(0).value(1, 1, 5)).isEqualTo(6);
    assertThat(values(sequences.get(0), 2, 0)).containsExactly(7.0, 8.5);
    assertThat(sequences.get(1).length()).isZero();
    assertThat(data.shapes())
        .isEqualTo(Map.of("v", List.of(2), "m", List.of(2, 3), "x", List.of()));
  }

  @Test
  void aStringIsItsCodePointsOverTimeAndOneSymbolOtherwise() {
    Dataset data =
        jsonl("{\"x\": \"b\uD83D\uDE00a\", \"y\": \"ab\"}\n", token("x", true), token("y", false));
    assertThat(data.vocabularies().get("V").symbols())
        .containsExactly("a", "ab", "b", "\uD83D\uDE00");
    Sequence sequence = data.training().sequences().get(0);
    assertThat(values(sequence, 0, 0)).containsExactly(2.0, 3.0, 0.0);
    assertThat(values(sequence, 1, 0)).containsExactly(1.0, 1.0, 1.0);
  }

  @Test
  void aListIsItsElementsAndANumberAnIndex() {
    Dataset words = jsonl("{\"x\": [\"to\", \"be\", \"to\"]}\n", token("x", true));
    assertThat(values(words.training().sequences().get(0), 0, 0)).containsExactly(1.0, 0.0, 1.0);
    Dataset indices = jsonl("{\"x\": [0, 2, 1]}\n", token("x", true));
    assertThat(values(indices.training().sequences().get(0), 0, 0)).containsExactly(0.0, 2.0, 1.0);
    assertThat(indices.vocabularies().get("V").size()).isEqualTo(3);
  }

  @Test
  void sequencesEndWithTheSymbolThatEndsAFeed() {
    Dataset data = until("{\"x\": \"ab\"}\n{\"x\": [\"a\", \"</s>\"]}\n", token("x", true));
    assertThat(values(data.training().sequences().get(0), 0, 0)).containsExactly(2.0, 3.0, 1.0);
    assertThat(values(data.training().sequences().get(1), 0, 0)).containsExactly(2.0, 1.0);
    Dataset indices = until("{\"x\": [3, 2]}\n", token("x", true));
    assertThat(values(indices.training().sequences().get(0), 0, 0)).containsExactly(3.0, 2.0, 1.0);
    assertBad(
        "FOLDER/a.jsonl:1: error: 'x' lacks the symbol '</s>' that ends it, and 'r' has no step for"
            + " that\n   help: write it in the file, with a value of 'r' beside it",
        () -> until("{\"x\": \"ab\", \"r\": [1, 2]}\n", token("x", true), real("r", true)));
  }

  @Test
  void badLinesAreNamed() {
    assertBad(
        "FOLDER/a.jsonl:2: error: this line is not JSON\n"
            + "   help: a line is one object, in double quotes and without NaN: {\"x\": [1, 2.5]}",
        () -> jsonl("{\"x\": [1]}\n{\"x\": [NaN]}\n", real("x", true)));
    assertBad(
        "FOLDER/a.jsonl:1: error: this line is not a JSON object\n"
            + "   help: a line is an object with a field an input: {\"x\": ...}",
        () -> jsonl("[1]\n", real("x", true)));
    assertBad(
        "FOLDER/a.jsonl:1: error: there is no field 'value' for the input of that name\n"
            + "   help: did you mean 'valu'?",
        () -> jsonl("{\"valu\": [1]}\n", real("value", true)));
    assertBad(
        "FOLDER/a.jsonl:1: error: 'x' should be a number here, not \"1\"",
        () -> jsonl("{\"x\": [\"1\"]}\n", real("x", true)));
    assertBad(
        "FOLDER/a.jsonl:2: error: 'v' has 3 features where there should be 2",
        () -> jsonl("{\"v\": [[1, 2]]}\n{\"v\": [[1, 2, 3]]}\n", real("v", true, OPEN)));
    assertBad(
        "FOLDER/a.jsonl:1: error: 'x' has 2 steps, 'y' has 1",
        () -> jsonl("{\"x\": [1, 2], \"y\": [1]}\n", real("x", true), real("y", true)));
    assertBad(
        "FOLDER/a.jsonl:1: error: 'x' has -1, which is not the index of a symbol",
        () -> jsonl("{\"x\": [-1]}\n", token("x", true)));
    assertBad(
        "FOLDER/a.jsonl: error: there are only blank lines", () -> jsonl("\n\n", real("x", true)));
  }

  @Test
  void rareSymbolsAreUnknownOnes() {
    write("a.jsonl", "{\"x\": \"aab\"}\n");
    write("b.jsonl", "{\"x\": \"abc\"}\n");
    SettingValue two = new SettingValue.Number(2, "m.rondo:9:1");
    Dataset data = load("jsonl", "a.jsonl", Map.of("min_count", two), NONE, token("x", true));
    assertThat(data.vocabularies().get("V").symbols()).containsExactly("<unk>", "a");
    assertThat(values(data.training().sequences().get(0), 0, 0)).containsExactly(1.0, 1.0, 0.0);
    Dataset later =
        Loaders.load(
            new DataRequest(
                List.of(token("x", true)), Map.of(), data.vocabularies(), Map.of(), folder),
            new Source("jsonl", "b.jsonl", Map.of(), "m.rondo:8:10"),
            NONE);
    assertThat(values(later.training().sequences().get(0), 0, 0)).containsExactly(1.0, 0.0, 0.0);
  }
}
