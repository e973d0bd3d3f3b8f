package dev.rondo.training.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.Numbers;
import dev.rondo.training.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  /**
   * Written by Python's struct and json, from the format's description: w = [[1, -2], [0.5, 3e-5]]
   * as F32, s = 0.1 as F64, metadata {"by": "python"}.
   */
  private static final String PYTHON =
      "oQAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6IHsiYnkiOiAicHl0aG9uIn0sICJ3IjogeyJkdHlwZSI6ICJG"
          + "MzIiLCAic2hhcGUiOiBbMiwgMl0sICJkYXRhX29mZnNldHMiOiBbMCwgMTZdfSwgInMiOiB7ImR0eXBl"
          + "IjogIkY2NCIsICJzaGFwZSI6IFtdLCAiZGF0YV9vZmZzZXRzIjogWzE2LCAyNF19fQAAgD8AAADAAAAA"
          + "P4Ko+zeamZmZmZm5Pw==";

  @TempDir Path folder;

  @Test
  void readsWhatPythonWrote() throws IOException {
    Path file = folder.resolve("p.safetensors");
    Files.write(file, Base64.getDecoder().decode(PYTHON));
    Safetensors content = Safetensors.read(file);
    assertThat(content.metadata()).isEqualTo(Map.of("by", "python"));
    assertThat(content.tensors()).hasSize(2);
    Tensor w = content.tensors().get(0);
    assertThat(w.name()).isEqualTo("w");
    assertThat(w.shape()).containsExactly(2, 2);
    assertThat(((Numbers.Floats) w.values()).array()).containsExactly(1f, -2f, 0.5f, 3e-5f);
    Tensor s = content.tensors().get(1);
    assertThat(s.shape()).isEmpty();
    assertThat(((Numbers.Doubles) s.values()).array()).containsExactly(0.1);
  }

  @Test
  void writesWhatItReads() throws IOException {
    Safetensors content =
        new Safetensors(
            List.of(
                new Tensor(
                    "enc.f.Wz",
                    List.of(1, 3),
                    new Numbers.Floats(new float[] {1, Float.MIN_VALUE, Float.NaN})),
                new Tensor("empty", List.of(0, 4), new Numbers.Floats(new float[0])),
                new Tensor("d", List.of(), new Numbers.Doubles(new double[] {Math.PI}))),
            Map.of("text", "λ \"quoted\" <b> 'x' \n"));
    Path file = folder.resolve("w.safetensors");
    content.write(file);
    Safetensors again = Safetensors.read(file);
    assertThat(again.metadata()).isEqualTo(content.metadata());
    assertThat(again.tensors().stream().map(Tensor::name))
        .containsExactly("enc.f.Wz", "empty", "d");
    assertThat(((Numbers.Floats) again.tensors().get(0).values()).array())
        .containsExactly(1, Float.MIN_VALUE, Float.NaN);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("no temporary file is left").containsExactly(file);
    }
    long header =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
  }

  private void assertDamaged(byte[] bytes, String message) throws IOException {
    Path file = folder.resolve("bad.safetensors");
    Files.write(file, bytes);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file + ": error: ")
        .hasMessageContaining(message);
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  private static String entry(String name, String type, String shape, int from, int to) {
    return "\""
        + name
        + "\":{\"dtype\":\""
        + type
        + "\",\"shape\":"
        + shape
        + ",\"data_offsets\":["
        + from
        + ","
        + to
        + "]}";
  }

  @Test
  void everyDamageIsNamed() throws IOException {
    byte[] good = file("{" + entry("a", "F32", "[2]", 0, 8) + "}", 8);
    Path file = folder.resolve("good.safetensors");
    Files.write(file, good);
    assertThat(Safetensors.read(file).tensors()).hasSize(1);
    for (int length = 0; length < good.length; length++) {
      assertDamaged(java.util.Arrays.copyOf(good, length), "");
    }
    assertDamaged(
        java.util.Arrays.copyOf(good, good.length - 1), "cut off: it has 7 of 8 bytes of numbers");
    assertDamaged(java.util.Arrays.copyOf(good, good.length + 1), "1 bytes follow the last");
    byte[] length = good.clone();
    length[7] = (byte) 0x80;
    assertDamaged(length, "its header should have 9223372036854775");
    assertDamaged(new byte[] {1, 2, 3}, "it has only 3 bytes");
    assertDamaged(file("[1]", 0), "its header is not a JSON object");
    assertDamaged(file("{\"a\":", 0), "its header is not a JSON object");
    assertDamaged(
        file("{" + entry("a", "F16", "[2]", 0, 4) + "}", 4), "tensor 'a' has the type F16");
    assertDamaged(
        file(
            "{" + entry("a", "F32", "[2]", 0, 8) + "," + entry("b", "F32", "[2]", 4, 12) + "}", 12),
        "tensor 'b' starts at byte 4, the one before ends at 8");
    assertDamaged(
        file("{" + entry("a", "F32", "[3]", 0, 8) + "}", 8), "should have 12 bytes, not 8");
    assertDamaged(file("{" + entry("a", "F32", "[-2]", 0, 8) + "}", 8), "no proper entry for 'a'");
    assertDamaged(
        file("{" + entry("a", "F32", "[2000000000,2000000000,2000000000]", 0, 8) + "}", 8),
        "no proper entry for 'a'");
    assertDamaged(file("{" + entry("a", "F32", "\"x\"", 0, 8) + "}", 8), "no proper entry for 'a'");
    assertDamaged(file("{\"a\":{}}", 8), "no proper entry for 'a'");
    assertDamaged(
        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}", 8),
        "no proper entry for 'a'");
  }

  @Test
  void aMissingFileOrFolderIsSaidSo() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
        .hasMessageContaining("no such file");
    assertThatThrownBy(
            () ->
                new Safetensors(List.of(), Map.of()).write(folder.resolve("no/such/w.safetensors")))
        .hasMessageContaining("there is no folder");
  }
}
