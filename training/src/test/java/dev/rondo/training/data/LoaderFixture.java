package dev.rondo.training.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature.Kind;
import dev.rondo.training.DataException;
import dev.rondo.training.settings.SettingValue;
import dev.rondo.training.settings.SettingValue.Text;
import dev.rondo.training.settings.Settings.Source;
import dev.rondo.training.settings.Settings.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;

/** Small files and bindings for the tests of loaders. */
abstract class LoaderFixture {
  static final Validation NONE = new Validation.None();

  @TempDir Path folder;

  static Binding token(String name, boolean overTime) {
    return new Binding(
        name,
        Kind.TOKEN,
        List.of(),
        overTime ? List.of(0) : List.of(),
        Optional.of("V"),
        OptionalInt.empty(),
        OptionalDouble.empty());
  }

  static Binding real(String name, boolean overTime, OptionalInt... shape) {
    return new Binding(
        name,
        Kind.REAL,
        List.of(shape),
        overTime ? List.of(0) : List.of(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty());
  }

  static SettingValue text(String value) {
    return new Text(value, "m.rondo:9:1");
  }

  Path write(String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Dataset load(
      String loader,
      String file,
      Map<String, SettingValue> options,
      Validation validation,
      Binding... inputs) {
    return Loaders.load(
        new DataRequest(List.of(inputs), Map.of(), folder),
        new Source(loader, file, options, "m.rondo:8:10"),
        validation);
  }

  Dataset csv(String content, Map<String, SettingValue> options, Binding... inputs) {
    write("a.csv", content);
    return load("csv", "a.csv", options, NONE, inputs);
  }

  void assertBad(String message, Runnable load) {
    assertThatThrownBy(load::run)
        .isInstanceOf(DataException.class)
        .hasMessage(message.replace("FOLDER", folder.toString()));
  }

  static List<Double> values(Sequence sequence, int input, int feature) {
    List<Double> result = new ArrayList<>();
    for (long step = 0; step < sequence.length(); step++) {
      result.add(sequence.value(input, step, feature));
    }
    return result;
  }
}
