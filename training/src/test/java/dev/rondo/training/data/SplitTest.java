package dev.rondo.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Sequence;
import dev.rondo.training.settings.SettingValue;
import dev.rondo.training.settings.SettingValue.Word;
import dev.rondo.training.settings.Settings.Source;
import dev.rondo.training.settings.Settings.Validation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitTest extends LoaderFixture {
  @Test
  void theLastShareOfOneSequenceIsHeldBackAndStartsFromWhatCameBefore() {
    write("a.txt", "0123456789");
    Dataset data = load("chars", "a.txt", Map.of(), new Validation.Share(0.2), token("x", true));
    assertThat(values(data.training().sequences().get(0), 0, 0)).hasSize(8).endsWith(7.0);
    Part held = data.validation().orElseThrow();
    assertThat(held.steps()).isEqualTo(2);
    assertThat(held.lead()).isEqualTo(8);
    Part shorter = held.withLead(3);
    assertThat(values(shorter.sequences().get(0), 0, 0)).containsExactly(5.0, 6.0, 7.0, 8.0, 9.0);
    assertThat(shorter.steps()).isEqualTo(2);
    assertThat(data.all().steps()).isEqualTo(10);
  }

  @Test
  void tooShortToHoldAnythingBack() {
    write("a.txt", "0123");
    assertBad(
        "FOLDER/a.txt: error: with 4 steps, validation = 0.1 holds no step back\n"
            + "   help: validation = none trains on everything",
        () -> load("chars", "a.txt", Map.of(), new Validation.Share(0.1), token("x", true)));
  }

  @Test
  void scalingIsLearnedFromTheTrainingPart() {
    write("a.csv", "x\n1\n3\n1\n3\n100\n");
    Dataset data =
        load(
            "csv",
            "a.csv",
            Map.of("scale", new Word("standard", "m.rondo:9:1")),
            new Validation.Share(0.2),
            real("x", true));
    assertThat(data.scaling()).isEqualTo(Map.of("x", new Scaling(List.of(2.0), List.of(1.0))));
    assertThat(values(data.training().sequences().get(0), 0, 0))
        .containsExactly(-1.0, 1.0, -1.0, 1.0);
    assertThat(data.validation().orElseThrow().sequences().get(0).value(0, 4, 0)).isEqualTo(98);
  }

  @Test
  void validationFromAFileUsesWhatTrainingLearned() {
    write("a.csv", "x,w\n1,p\n3,q\n");
    write("b.csv", "x,w\n5,q\n");
    write("c.csv", "x,w\n5,q\n6,r\n");
    Map<String, SettingValue> options = Map.of("scale", new Word("standard", "m.rondo:9:1"));
    Dataset data =
        load(
            "csv",
            "a.csv",
            options,
            new Validation.From(new Source("csv", "b.csv", options, "m.rondo:8:10")),
            real("x", true),
            token("w", true));
    Sequence held = data.validation().orElseThrow().sequences().get(0);
    assertThat(held.value(0, 0, 0)).isEqualTo(3);
    assertThat(held.value(1, 0, 0)).isEqualTo(1);
    assertBad(
        "FOLDER/c.csv:3: error: unknown symbol 'r' (U+0072)\n"
            + "   help: the model knows 2 symbols, those it was trained on",
        () ->
            load(
                "csv",
                "a.csv",
                options,
                new Validation.From(new Source("csv", "c.csv", options, "m.rondo:8:10")),
                real("x", true),
                token("w", true)));
  }

  @Test
  void equalSequencesAreOnOneSideAndOthersStayWhereTheyAre() {
    StringBuilder rows = new StringBuilder("id,x\n");
    for (int i = 0; i < 400; i++) {
      rows.append(i).append(',').append(i % 100).append('\n');
    }
    Map<String, SettingValue> options = Map.of("sequence", text("id"));
    write("a.csv", rows.toString());
    Dataset data = load("csv", "a.csv", options, new Validation.Share(0.2), real("x", true));
    List<Double> held =
        data.validation().orElseThrow().sequences().stream().map(s -> s.value(0, 0, 0)).toList();
    List<Double> kept = data.training().sequences().stream().map(s -> s.value(0, 0, 0)).toList();
    assertThat(held).doesNotContainAnyElementsOf(kept);
    assertThat(held.size() + kept.size()).isEqualTo(400);
    assertThat(held.size()).isBetween(40, 130);

    write("a.csv", rows + "999,7777\n");
    Dataset more = load("csv", "a.csv", options, new Validation.Share(0.2), real("x", true));
    assertThat(more.validation().orElseThrow().sequences().stream().map(s -> s.value(0, 0, 0)))
        .filteredOn(x -> x != 7777)
        .isEqualTo(held);
  }

  @Test
  void fewSequencesStillLeaveOneToValidateOn() {
    for (int count = 2; count < 8; count++) {
      StringBuilder rows = new StringBuilder("id,x\n");
      for (int i = 0; i < count; i++) {
        rows.append(i).append(',').append(i).append('\n');
      }
      write("a.csv", rows.toString());
      Dataset data =
          load(
              "csv",
              "a.csv",
              Map.of("sequence", text("id")),
              new Validation.Share(0.01),
              real("x", true));
      assertThat(data.validation().orElseThrow().sequences()).hasSize(1);
      assertThat(data.training().sequences()).hasSize(count - 1);
    }
  }
}
