package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.Signature.Kind;
import dev.rondo.training.data.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final Vocabulary ABC = new Vocabulary(List.of("a", "b", "c"));

  private static Signature.Input input(String name, Kind kind, List<Integer> shape) {
    return new Signature.Input(
        name,
        kind,
        shape,
        name.equals("feed/temperature") ? List.of() : List.of(0),
        kind == Kind.TOKEN ? Optional.of("V") : Optional.empty(),
        OptionalDouble.empty());
  }

  /** Feeds x = the given symbol, or the largest of logits {0, 1, 0} / temperature + draw. */
  private static final class Feeder implements Engine {
    private final boolean feeds;
    private Sequence sequence;
    private long step = -1;
    private int chosen;

    Feeder(boolean feeds) {
      this.feeds = feeds;
    }

    @Override
    public Signature signature() {
      List<Signature.Input> inputs = new ArrayList<>();
      inputs.add(input("x", Kind.TOKEN, List.of()));
      if (feeds) {
        inputs.add(input("feed/x/given", Kind.REAL, List.of()));
        inputs.add(input("feed/x/draw", Kind.REAL, List.of(3)));
        inputs.add(input("feed/temperature", Kind.REAL, List.of()));
      }
      return new Signature(
          "M",
          Map.of(),
          Signature.Axis.TIME,
          List.of(),
          inputs,
          List.of(
              new Signature.Output("feed/x", Kind.TOKEN, List.of(), List.of(0), Optional.of("V"))),
          List.of());
    }

    @Override
    public void load(Numbers parameters) {}

    @Override
    public boolean windows() {
      return true;
    }

    @Override
    public void begin(List<Sequence> batch) {
      sequence = batch.get(0);
      step = -1;
    }

    @Override
    public Sequence given(int number) {
      return sequence;
    }

    @Override
    public void advance(int steps) {
      assertThat(steps).isEqualTo(1);
      step++;
      double[] logits = {0, 1, 0};
      if (sequence.value(1, step, 0) == 1) {
        chosen = (int) sequence.value(0, step, 0);
        return;
      }
      double best = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < 3; k++) {
        double value = logits[k] + sequence.value(3, 0, 0) * sequence.value(2, step, k);
        if (value > best) {
          best = value;
          chosen = k;
        }
      }
    }

    @Override
    public double sum(int term) {
      return 0;
    }

    @Override
    public double count(int term) {
      return 0;
    }

    @Override
    public void gradient(Numbers into) {}

    @Override
    public int steps(int number) {
      return 1;
    }

    @Override
    public double value(String role, int sequence, int step) {
      throw new UnsupportedOperationException(role);
    }

    @Override
    public double output(int output, int number, int at, int feature) {
      return chosen;
    }
  }

  private static List<String> sample(Sampler.Request request) {
    Sampler sampler =
        new Sampler(new Feeder(true), new Numbers.Floats(new float[0]), Map.of("V", ABC));
    List<String> symbols = new ArrayList<>();
    sampler.sample(request, symbols::add, () -> false);
    return symbols;
  }

  @Test
  void temperatureZeroIsTheLikeliest() {
    assertThat(sample(new Sampler.Request(new int[] {2}, 3, 0, 1, Optional.empty())))
        .containsExactly("b", "b", "b");
    assertThat(sample(new Sampler.Request(new int[] {2}, 3, 0, 1, Optional.of("b"))))
        .containsExactly("b");
  }

  @Test
  void drawsHaveTheSoftmaxsProbabilitiesAndGoByTheSeed() {
    Sampler.Request request = new Sampler.Request(new int[0], 20000, 1, 5, Optional.empty());
    List<String> symbols = sample(request);
    double share = symbols.stream().filter("b"::equals).count() / 20000.0;
    assertThat(share).isCloseTo(Math.E / (Math.E + 2), within(0.015));
    assertThat(sample(request)).isEqualTo(symbols);
    assertThat(sample(new Sampler.Request(new int[0], 20000, 1, 6, Optional.empty())))
        .isNotEqualTo(symbols);
  }

  @Test
  void aModelWithoutAFeedCannotBeSampled() {
    assertThatThrownBy(
            () ->
                new Sampler(new Feeder(false), new Numbers.Floats(new float[0]), Map.of("V", ABC)))
        .hasMessage("the model M cannot be sampled: no token input has a 'feed'");
    assertThatThrownBy(() -> ABC.encode("axb"))
        .hasMessage("'x' is not one of the model's 3 symbols");
  }
}
