package dev.rondo.training.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.Initial;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Signature;
import dev.rondo.training.DataException;
import dev.rondo.training.data.Vocabulary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
  @TempDir Path folder;

  private static Signature signature(String model, int hidden) {
    Initial zero = new Initial.Constant(0);
    return new Signature(
        model,
        Map.of("H", hidden),
        Signature.Axis.TIME,
        List.of(
            new Signature.Parameter("h.W", List.of(hidden, 1), 0, false, zero),
            new Signature.Parameter("h.b", List.of(hidden), hidden, false, zero),
            new Signature.Parameter("x.mean", List.of(), 2 * hidden, true, zero)),
        List.of(),
        List.of(),
        List.of());
  }

  private static final Numbers VALUES = new Numbers.Floats(new float[] {1, 2, 3, 4, 5});

  @Test
  void comeBackWithAllThatBelongsToThem() {
    Path file = folder.resolve("w.safetensors");
    Metadata metadata =
        new Metadata(
            "M",
            Map.of("H", 2),
            Map.of("V", new Vocabulary(List.of("</s>", "\n", "ä", "😀"))),
            Map.of("x", new Scaling(List.of(48.5), List.of(0.1))),
            Map.of("m.rondo", "model M {\n  // \"x\"\n}"),
            Map.of("vectors.txt", "a948904f2f0f479b"));
    Weights.of(signature("M", 2), VALUES, metadata).save(file);
    Weights again = Weights.load(file);
    assertThat(again.metadata()).contains(metadata);
    assertThat(again.parameters(signature("M", 2), Precision.F32, file))
        .satisfies(numbers -> assertThat((float[]) numbers.array()).containsExactly(1, 2, 3, 4, 5));
    assertThat((double[]) again.parameters(signature("M", 2), Precision.F64, file).array())
        .containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void foreignTensorsLoadByName() {
    Path file = folder.resolve("foreign.safetensors");
    new Weights(
            List.of(
                new Tensor("x.mean", List.of(), new Numbers.Doubles(new double[] {5})),
                new Tensor("h.b", List.of(2), new Numbers.Doubles(new double[] {3, 0.1})),
                new Tensor("h.W", List.of(2, 1), new Numbers.Doubles(new double[] {1, 2}))),
            Optional.empty())
        .save(file);
    Weights weights = Weights.load(file);
    assertThat(weights.metadata()).isEmpty();
    assertThat((float[]) weights.parameters(signature("M", 2), Precision.F32, file).array())
        .containsExactly(1, 2, 3, 0.1f, 5);
  }

  @Test
  void everyDifferenceIsListed() {
    Path file = folder.resolve("w.safetensors");
    Weights weights =
        Weights.of(
            signature("M", 2),
            VALUES,
            new Metadata("M", Map.of("H", 2), Map.of(), Map.of(), Map.of(), Map.of()));
    assertThatThrownBy(() -> weights.parameters(signature("M", 3), Precision.F32, file))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ": error: these weights are not of the model M:\n"
                + "      h.W is [2, 1] in the file, [3, 1] in the model\n"
                + "      h.b is [2] in the file, [3] in the model\n"
                + "   help: they were trained with H = 2: give that size with --size");
    Signature other =
        new Signature(
            "N",
            Map.of(),
            Signature.Axis.TIME,
            List.of(
                new Signature.Parameter("k.W", List.of(2, 1), 0, false, new Initial.Constant(0))),
            List.of(),
            List.of(),
            List.of());
    assertThatThrownBy(() -> weights.parameters(other, Precision.F32, file))
        .hasMessageContaining("missing: k.W [2, 1]")
        .hasMessageContaining("not in the model: h.W [2, 1]")
        .hasMessageContaining("help: they were trained for the model M");
  }

  @Test
  void damagedMetadataIsAnError() {
    Path file = folder.resolve("w.safetensors");
    for (String scaling : List.of("{\"x\":{}}", "{\"x\":3}", "[", "{\"x\":{\"mean\":[1]}}")) {
      new Safetensors(List.of(), Map.of("format", "rondo", "version", "1", "scaling", scaling))
          .write(file);
      assertThatThrownBy(() -> Weights.load(file))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("its metadata is damaged");
    }
    new Safetensors(List.of(), Map.of("format", "rondo", "version", "7")).write(file);
    assertThatThrownBy(() -> Weights.load(file)).hasMessageContaining("in version 7");
  }
}
