package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.Initial;
import dev.rondo.runtime.Initialize;
import dev.rondo.runtime.Model;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Signature;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.data.Part;
import dev.rondo.training.settings.SettingsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainerTest {
  /** Whose settings are wrong, so that no program is asked for. */
  private static final Model MODEL =
      new Model() {
        @Override
        public Signature signature() {
          return FakeEngine.SIGNATURE;
        }

        @Override
        public Precision precision() {
          return Precision.F32;
        }

        @Override
        public Program program(Purpose purpose) {
          throw new AssertionError();
        }
      };

  private static final Part PART = new Part(List.of(FakeEngine.sequence(1, 2, 3)));

  private static void assertError(Dataset data, String message, Object... settings) {
    assertThatThrownBy(
            () ->
                Trainer.train(
                    MODEL,
                    data,
                    BatchesTest.settings(settings),
                    Machine.all(),
                    TrainingListener.NONE,
                    () -> false))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @Test
  void theScalingOfTheDataBecomesAParameter() {
    Initial one = new Initial.Constant(1);
    Signature signature =
        new Signature(
            "M",
            Map.of(),
            Signature.Axis.TIME,
            List.of(
                new Signature.Parameter("x.mean", List.of(2), 0, true, one),
                new Signature.Parameter("x.deviation", List.of(2), 2, true, one),
                new Signature.Parameter("y.mean", List.of(), 4, true, one),
                new Signature.Parameter("z.mean", List.of(), 5, false, one)),
            List.of(),
            List.of(),
            List.of());
    Numbers initial =
        Trainer.initial(
            signature,
            Precision.F64,
            1,
            Map.of(
                "x",
                new Scaling(List.of(5.0, 6.0), List.of(7.0, 8.0)),
                "z",
                new Scaling(List.of(9.0), List.of(9.0))),
            Initialize.Files.NONE);
    assertThat((double[]) initial.array())
        .as("a trained parameter of such a name is the user's own")
        .containsExactly(5, 6, 7, 8, 1, 1);
  }

  @Test
  void settingsThatDoNotFitAreNamed() {
    Dataset held = BatchesTest.data(PART, Optional.of(PART));
    Dataset none = BatchesTest.data(PART, Optional.empty());
    assertError(
        held,
        "here: error: 'monitor' names no loss or metric: 'rms'\n   help: did you mean 'rmse'?",
        "monitor",
        "rms");
    assertError(
        none,
        "Fake: error: 'patience' needs validation data\n   help: validation = 0.1",
        "patience",
        3);
    assertError(
        held,
        "here: error: 'q' is no real output over time\n   help: did you mean 'p'?",
        "plot",
        "q");
    assertError(
        none,
        "Fake: error: 'baselines' and 'plot' need validation data\n   help: validation = 0.1",
        "baselines",
        "persistence");
  }
}
