package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.Sequence;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.data.Part;
import dev.rondo.training.settings.SettingValue;
import dev.rondo.training.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  static Settings settings(Object... namesAndNumbers) {
    Map<String, SettingValue> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndNumbers.length; i += 2) {
      values.put(
          (String) namesAndNumbers[i],
          namesAndNumbers[i + 1] instanceof Number number
              ? new SettingValue.Number(number.doubleValue(), "here")
              : new SettingValue.Word((String) namesAndNumbers[i + 1], "here"));
    }
    return Settings.read(values);
  }

  static Dataset data(Part training, Optional<Part> validation) {
    return new Dataset(
        Path.of("a.csv"), List.of(), Map.of(), Map.of(), Map.of(), training, validation);
  }

  private static Dataset data(int... lengths) {
    List<Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      double first = 100 * i;
      sequences.add(
          FakeEngine.sequence(DoubleStream.iterate(first, x -> x + 1).limit(lengths[i]).toArray()));
    }
    return data(new Part(sequences), Optional.empty());
  }

  private static List<Double> firsts(List<Sequence> batch) {
    return batch.stream().map(sequence -> sequence.value(0, 0, 0)).toList();
  }

  @Test
  void oneLongSequenceBecomesEqualStreams() {
    Batches batches = Batches.of(data(11), settings("batch", 3, "window", 2));
    List<List<Sequence>> epoch = batches.epoch(1);
    assertThat(epoch).hasSize(1);
    assertThat(firsts(epoch.get(0))).containsExactly(0.0, 3.0, 6.0);
    assertThat(epoch.get(0)).allSatisfy(stream -> assertThat(stream.length()).isEqualTo(3));
    assertThat(batches.windows(epoch.get(0))).isEqualTo(2);
    assertThat(batches.updates()).isEqualTo(2);
    assertThat(batches.steps()).isEqualTo(9);
    assertThat(batches.tail(data(11).training().sequences().get(0)))
        .as("the last stream and the two dropped steps")
        .isEqualTo(5);
    assertThat(firsts(batches.epoch(7).get(0))).containsExactly(0.0, 3.0, 6.0);
  }

  @Test
  void withoutAWindowOneSequenceIsOneBatch() {
    Batches batches = Batches.of(data(11), settings("batch", 3));
    assertThat(batches.epoch(1)).hasSize(1);
    assertThat(batches.epoch(1).get(0)).hasSize(1);
    assertThat(batches.updates()).isEqualTo(1);
  }

  @Test
  void manySequencesAreShuffledBySeedAndEpoch() {
    Dataset data = data(IntStream.generate(() -> 5).limit(10).toArray());
    Batches batches = Batches.of(data, settings("batch", 4, "seed", 3, "window", 2));
    List<List<Sequence>> first = batches.epoch(1);
    assertThat(first.stream().map(List::size)).containsExactly(4, 4, 2);
    List<Double> order = first.stream().flatMap(b -> firsts(b).stream()).toList();
    assertThat(order)
        .hasSize(10)
        .doesNotHaveDuplicates()
        .isNotEqualTo(order.stream().sorted().toList());
    assertThat(batches.epoch(1).stream().flatMap(b -> firsts(b).stream())).isEqualTo(order);
    assertThat(batches.epoch(2).stream().flatMap(b -> firsts(b).stream()).toList())
        .isNotEqualTo(order);
    assertThat(batches.updates()).isEqualTo(9);
    Batches unshuffled = Batches.of(data, settings("batch", 4, "shuffle", "false"));
    assertThat(firsts(unshuffled.epoch(1).get(0))).containsExactly(0.0, 100.0, 200.0, 300.0);
  }

  @Test
  void tooFewStepsForTheStreams() {
    assertThatThrownBy(() -> Batches.of(data(20), settings("window", 5)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "a.csv: error: 20 steps of training data are too few for 32 streams\n"
                + "   help: lower 'batch': 4 streams have a window each");
    assertThatThrownBy(() -> Batches.of(data(0), settings()))
        .hasMessageContaining("there is nothing to train on");
  }
}
