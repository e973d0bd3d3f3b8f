package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.runtime.Numbers;
import dev.rondo.training.TrainingResult.Outcome;
import dev.rondo.training.data.Part;
import dev.rondo.training.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class TrainingLoopTest {
  private final FakeEngine train = new FakeEngine();
  private final FakeEngine evaluate = new FakeEngine();
  private final List<TrainingListener.Update> updates = new ArrayList<>();
  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void updated(Update update) {
          updates.add(update);
        }
      };

  private TrainingResult run(
      Part training, Part validation, Settings settings, BooleanSupplier stop) {
    return new TrainingLoop(
            train,
            evaluate,
            new Numbers.Doubles(new double[] {0, 7}),
            Batches.of(BatchesTest.data(training, Optional.ofNullable(validation)), settings),
            Optional.ofNullable(validation),
            settings,
            listener,
            stop,
            Checkpoint.Keeper.NONE)
        .run();
  }

  private static Part part(double... x) {
    return new Part(List.of(FakeEngine.sequence(x)));
  }

  @Test
  void windowsOfStreamsAreUpdatesAndReportsAreSumsOverSums() {
    Settings settings =
        BatchesTest.settings("batch", 2, "window", 2, "epochs", 1, "optimizer", "sgd", "rate", 0.1);
    TrainingResult result = run(part(1, 2, 1, 1, 0, 0, 9), null, settings, () -> false);
    assertThat(train.calls)
        .containsExactly("begin 2", "run [1.0, 2.0, 1.0, 0.0]", "run [1.0, 0.0]");
    // window 1: errors -3 * {1, 2, 1, 0}, gradient 2 * -3 * 6 / 4 = -9, w = 0.9
    // window 2: error -2.1 * {1, 0}, gradient 2 * -2.1 / 2 = -2.1, w = 1.11
    assertThat(result.parameters().get(0)).isCloseTo(1.11, within(1e-12));
    assertThat(result.parameters().get(1)).isEqualTo(7);
    EpochReport report = result.epochs().get(0);
    assertThat(report.trainingLoss()).isCloseTo((9 * 6 + 2.1 * 2.1) / 6, within(1e-12));
    assertThat(report.validationLoss()).isEmpty();
    assertThat(report.rate()).isEqualTo(0.1);
    assertThat(result.keptEpoch()).hasValue(1);
    assertThat(updates.stream().map(TrainingListener.Update::steps)).containsExactly(4L, 6L);
    assertThat(result.outcome()).isEqualTo(Outcome.FINISHED);
  }

  @Test
  void theBestValidatedEpochIsKept() {
    // a rate so high that the weight swings past 3 further each epoch: 0, 6.6, ...
    Settings settings =
        BatchesTest.settings("epochs", 5, "optimizer", "sgd", "rate", 1.1, "patience", 2);
    TrainingResult result = run(part(1), part(1), settings, () -> false);
    assertThat(result.outcome()).isEqualTo(Outcome.NO_BETTER);
    assertThat(result.message()).isEqualTo("no better for 2 epochs: stopped after epoch 3");
    assertThat(result.keptEpoch()).hasValue(1);
    assertThat(result.parameters().get(0)).isCloseTo(6.6, within(1e-12));
    assertThat(result.epochs()).hasSize(3);
    assertThat(result.epochs().get(0).validationLoss())
        .isEqualTo(
            OptionalDouble.of(
                result.epochs().get(0).metrics().get("rmse")
                    * result.epochs().get(0).metrics().get("rmse")));
    assertThat(result.epochs().stream().map(EpochReport::best)).containsExactly(true, false, false);
  }

  @Test
  void whatIsNotFiniteEndsTheRunWithTheWeightsBefore() {
    train.breakAt = 5;
    Settings settings =
        BatchesTest.settings("batch", 1, "window", 1, "epochs", 1, "optimizer", "sgd", "rate", 0.1);
    TrainingResult result = run(part(1, 5, 1), null, settings, () -> false);
    assertThat(result.outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(result.message()).isEqualTo("the loss is NaN at update 2 (epoch 1, rate 0.1)");
    assertThat(result.help()).contains("clip = norm(1)");
    assertThat(result.parameters().get(0)).isCloseTo(0.6, within(1e-12));
    assertThat(result.keptEpoch()).isEmpty();
  }

  @Test
  void stopsAfterTheCurrentUpdate() {
    AtomicInteger asked = new AtomicInteger();
    Settings settings =
        BatchesTest.settings("batch", 1, "window", 1, "optimizer", "sgd", "rate", 0.1);
    TrainingResult result = run(part(1, 1, 1), null, settings, () -> asked.incrementAndGet() >= 2);
    assertThat(result.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(updates).hasSize(2);
    assertThat(result.message()).isEqualTo("stopped in epoch 1 of 10");
    assertThat(result.keptEpoch()).isEmpty();
  }

  @Test
  void aBatchWithoutAnyLossIsNoUpdate() {
    Settings settings =
        BatchesTest.settings("batch", 1, "epochs", 1, "shuffle", "false", "optimizer", "sgd");
    Part training = new Part(List.of(FakeEngine.sequence(), FakeEngine.sequence(1)));
    TrainingResult result = run(training, null, settings, () -> false);
    assertThat(result.outcome()).isEqualTo(Outcome.FINISHED);
    assertThat(result.parameters().get(0)).isCloseTo(0.06, within(1e-12));
  }

  @Test
  void validationOfALongSequenceStartsFromTheCarriedState() {
    Part held = new Part(List.of(FakeEngine.sequence(1, 2, 3, 4)), 2);
    List<String> seen = new ArrayList<>();
    Totals totals =
        Pass.run(
            evaluate,
            new Numbers.Doubles(new double[] {4, 7}),
            held,
            32,
            () -> false,
            (engine, first, size, start, counted, last) ->
                seen.add(start + " " + counted + " " + last + " " + engine.output(0, 0, 0, 0)));
    assertThat(evaluate.calls).containsExactly("begin 1", "run [1.0, 2.0]", "run [3.0, 4.0]");
    assertThat(seen).containsExactly("0 false false 4.0", "2 true true 15.0");
    assertThat(totals.loss()).isEqualTo((9 + 16) / 2.0);
  }

  @Test
  void aModelWithoutWindowsIsValidatedOnTheShareAlone() {
    FakeEngine whole = new FakeEngine(false);
    Part held = new Part(List.of(FakeEngine.sequence(1, 2, 3, 4)), 2);
    Pass.run(
        whole,
        new Numbers.Doubles(new double[] {4, 7}),
        held,
        32,
        () -> false,
        (engine, first, size, start, counted, last) -> {});
    assertThat(whole.calls).containsExactly("begin 1", "run [3.0, 4.0]");
  }
}
