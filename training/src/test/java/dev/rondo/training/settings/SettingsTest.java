package dev.rondo.training.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.Precision;
import dev.rondo.training.settings.SettingValue.Call;
import dev.rondo.training.settings.SettingValue.ListOf;
import dev.rondo.training.settings.SettingValue.Text;
import dev.rondo.training.settings.SettingValue.Word;
import dev.rondo.training.settings.Settings.Baseline;
import dev.rondo.training.settings.Settings.Clip;
import dev.rondo.training.settings.Settings.OptimizerSetting;
import dev.rondo.training.settings.Settings.Validation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final String PLACE = "m.rondo:3:5";

  private static SettingValue number(double value) {
    return new SettingValue.Number(value, PLACE);
  }

  private static SettingValue word(String name) {
    return new Word(name, PLACE);
  }

  private static SettingValue text(String value) {
    return new Text(value, PLACE);
  }

  private static SettingValue call(String name, SettingValue... positional) {
    return new Call(name, List.of(positional), Map.of(), PLACE);
  }

  private static SettingValue call(String name, Map<String, SettingValue> named) {
    return new Call(name, List.of(), named, PLACE);
  }

  private static Settings read(String name, SettingValue value) {
    return Settings.read(Map.of(name, value));
  }

  private static void assertError(String name, SettingValue value, String message) {
    assertThatThrownBy(() -> read(name, value))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @Test
  void defaultsAreThoseOfTheReference() {
    Settings settings = Settings.read(Map.of());
    assertThat(settings.data()).isEmpty();
    assertThat(settings.validation()).isEqualTo(new Validation.Share(0.1));
    assertThat(settings.batch()).isEqualTo(32);
    assertThat(settings.window()).isEmpty();
    assertThat(settings.epochs()).isEqualTo(10);
    assertThat(settings.shuffle()).isTrue();
    assertThat(settings.seed()).isEqualTo(1);
    assertThat(settings.patience()).isEmpty();
    assertThat(settings.monitor().name()).isEqualTo("loss");
    assertThat(settings.optimizer()).isEqualTo(new OptimizerSetting.Adam(0.9, 0.999, 1e-8, 0));
    assertThat(settings.rate()).isEqualTo(new Schedule.Constant(0.001));
    assertThat(settings.clip()).isEqualTo(new Clip.None());
    assertThat(settings.baselines()).isEmpty();
    assertThat(settings.plot()).isEmpty();
    assertThat(settings.precision()).isEqualTo(Precision.F32);
  }

  @Test
  void everySettingIsRead() {
    Map<String, SettingValue> values = new LinkedHashMap<>();
    Map<String, SettingValue> scale = new LinkedHashMap<>();
    scale.put("x", text("A"));
    scale.put("scale", word("standard"));
    values.put("data", new Call("csv", List.of(text("a.csv")), scale, PLACE));
    values.put("validation", number(60.0 / 309));
    values.put("test", word("none"));
    values.put("batch", number(4));
    values.put("window", number(64));
    values.put("epochs", number(3));
    values.put("shuffle", word("false"));
    values.put("seed", number(-7));
    values.put("patience", number(5));
    values.put("monitor", word("accuracy"));
    values.put("optimizer", call("sgd", Map.of("momentum", number(0.9))));
    values.put("rate", call("linear", number(0.1), number(0)));
    values.put("clip", call("norm", number(5)));
    values.put("decay", number(0.01));
    values.put("baselines", new ListOf(List.of(word("persistence"), call("ar", number(9))), PLACE));
    values.put("plot", call("forecast", Map.of("ahead", number(2))));
    values.put("precision", word("f64"));
    Settings settings = Settings.read(values);
    assertThat(settings.data().orElseThrow().loader()).isEqualTo("csv");
    assertThat(settings.data().orElseThrow().file()).isEqualTo("a.csv");
    assertThat(settings.data().orElseThrow().options()).containsOnlyKeys("x", "scale");
    assertThat(settings.window()).hasValue(64);
    assertThat(settings.seed()).isEqualTo(-7);
    assertThat(settings.monitor().larger()).isTrue();
    assertThat(settings.optimizer()).isEqualTo(new OptimizerSetting.Sgd(0.9));
    assertThat(settings.rate()).isEqualTo(new Schedule.Linear(0.1, 0));
    assertThat(settings.clip()).isEqualTo(new Clip.Norm(5));
    assertThat(settings.decay()).isEqualTo(0.01);
    assertThat(settings.baselines())
        .containsExactly(new Baseline.Persistence(), new Baseline.Autoregression(9));
    assertThat(settings.plot().orElseThrow().output()).contains("forecast");
    assertThat(settings.plot().orElseThrow().ahead()).isEqualTo(2);
    assertThat(settings.precision()).isEqualTo(Precision.F64);
    assertThat(settings.withDataFile(Path.of("b.csv")).data().orElseThrow().file())
        .isEqualTo(Path.of("b.csv").toAbsolutePath().toString());
  }

  @Test
  void theSettingRateGoesBeforeTheOptimizersOwn() {
    SettingValue adam = call("adam", Map.of("rate", number(0.002)));
    assertThat(read("optimizer", adam).rate()).isEqualTo(new Schedule.Constant(0.002));
    assertThat(Settings.read(Map.of("optimizer", adam, "rate", number(0.1))).rate())
        .isEqualTo(new Schedule.Constant(0.1));
    assertThat(read("optimizer", word("sgd")).rate()).isEqualTo(new Schedule.Constant(0.01));
    assertThat(read("optimizer", word("adamw")).optimizer())
        .isEqualTo(new OptimizerSetting.Adam(0.9, 0.999, 1e-8, 0.01));
  }

  @Test
  void mistakesAreNamedWithTheirPlaceAndACorrection() {
    assertError(
        "epoch",
        number(3),
        "m.rondo:3:5: error: unknown setting 'epoch'\n   help: did you mean 'epochs'?");
    assertError(
        "batch",
        number(2.5),
        "m.rondo:3:5: error: 'batch' must be a whole number of at least 1, not 2.5");
    assertError(
        "optimizer",
        call("adan"),
        "m.rondo:3:5: error: unknown optimizer 'adan'\n   help: did you mean 'adam'?");
    assertError(
        "optimizer",
        call("adam", Map.of("lr", number(1))),
        "m.rondo:3:5: error: 'adam' has no argument 'lr'\n"
            + "   help: the arguments are 'rate', 'beta1', 'beta2', 'epsilon'");
    assertError(
        "clip",
        number(5),
        "m.rondo:3:5: error: 'clip' must be norm(c), value(c) or none, not 5\n"
            + "   help: clip = norm(5)");
    assertError(
        "data",
        call("char", text("a")),
        "m.rondo:3:5: error: unknown loader 'char'\n   help: did you mean 'chars'?");
    assertError(
        "rate",
        call("linear", number(1)),
        "m.rondo:3:5: error: 'linear' needs to = a number of at least 0");
    assertError(
        "test",
        number(2),
        "m.rondo:3:5: error: 'test' must be a number of at least 0, less than 1, not 2");
    assertError(
        "baselines",
        word("mean"),
        "m.rondo:3:5: error: unknown baseline mean\n"
            + "   help: the baselines are persistence and ar(p)");
  }

  @Test
  void allMistakesAreReportedAtOnce() {
    Map<String, SettingValue> values = new LinkedHashMap<>();
    values.put("bach", number(1));
    values.put("seed", text("x"));
    values.put("validation", number(1.5));
    assertThatThrownBy(() -> Settings.read(values))
        .isInstanceOfSatisfying(SettingsException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void inputsAreScheduledAsTheRateIs() {
    Map<String, SettingValue> values =
        Map.of("keep", call("linear", number(1), number(-0.5)), "rate", number(0.1));
    Settings settings = Settings.read(values, Map.of("keep", true, "rate", true, "x", false));
    assertThat(settings.scheduled()).isEqualTo(Map.of("keep", new Schedule.Linear(1, -0.5)));
    assertThat(settings.rate()).isEqualTo(new Schedule.Constant(0.1));
    assertThatThrownBy(() -> Settings.read(Map.of("x", number(1)), Map.of("x", false)))
        .hasMessageContaining("'x' cannot be scheduled: it is not one number a sequence");
    assertThatThrownBy(() -> Settings.read(Map.of("y", number(1)), Map.of("x", true)))
        .hasMessageContaining("unknown setting 'y'");
    assertThatThrownBy(() -> Settings.read(Map.of("x", word("up")), Map.of("x", true)))
        .hasMessageContaining("'x' must be a number, not up");
  }

  @Test
  void adamwAndDecayContradict() {
    assertThatThrownBy(
            () -> Settings.read(Map.of("optimizer", word("adamw"), "decay", number(0.1))))
        .hasMessageContaining("adamw has a decay of its own");
  }
}
