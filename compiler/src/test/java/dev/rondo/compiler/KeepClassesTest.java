package dev.rondo.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Initialize;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepClassesTest {
  private static final String NAME = "dev.rondo.compiled.Kept";

  private static final CompiledModel MODEL =
      CheckModel.check(
              new Source(
                  "test.rondo",
                  """
                  model M[H = 5, V = 3] {
                    input s: token[V] over t
                    input x: [3] over t
                    param E: [V, 2] ~ normal(0.1)
                    h = VariationalLSTM[H](concat(E[s], x))
                    scores = Linear[V](h)
                    loss cross_entropy(scores, s[t+1])
                    metric sum(h * h)
                    output h
                  }
                  """),
              Optional.empty(),
              Map.of(),
              (from, path) -> Optional.empty())
          .compile(Map.of(), Precision.F32);

  @TempDir Path folder;

  private KeepClasses classes() {
    return new KeepClasses(folder, "these jars", 3);
  }

  private static byte[] code() {
    return MODEL.code(Purpose.TRAIN, NAME.replace('.', '/'));
  }

  private void keep(String key) {
    classes().keep(key, MODEL.program(Purpose.TRAIN), NAME, code());
  }

  private static Object gradient(Program program) {
    Runner runner = new Runner(program);
    runner.load(Initialize.parameters(program.signature(), Precision.F32, 1));
    runner.run(RandomData.sequences(program.signature(), List.of(4, 7), 1), 9, null);
    Numbers gradient = Numbers.zeros(Precision.F32, program.signature().parameterCount());
    runner.gradient(gradient);
    return gradient.array();
  }

  @Test
  void whatWasKeptIsTheSameProgram() {
    assertThat(classes().find("key", NAME)).isEmpty();
    keep("key");
    Program found = classes().find("key", NAME).orElseThrow();
    Program made = MODEL.program(Purpose.TRAIN);
    assertThat(found.plan()).isEqualTo(made.plan());
    assertThat(found.signature()).isEqualTo(made.signature());
    assertThat(gradient(found)).isEqualTo(gradient(made));
  }

  @Test
  void anythingThatDecidesTheClassDecidesTheKey() {
    String key = classes().key(Purpose.TRAIN, MODEL.forward());
    assertThat(classes().key(Purpose.TRAIN, MODEL.forward())).isEqualTo(key).hasSize(64);
    assertThat(classes().key(Purpose.PREDICT, MODEL.forward())).isNotEqualTo(key);
    assertThat(new KeepClasses(folder, "others", 3).key(Purpose.TRAIN, MODEL.forward()))
        .isNotEqualTo(key);
  }

  @Test
  void aDamagedFileIsNone() throws IOException {
    keep("key");
    byte[] bytes = Files.readAllBytes(folder.resolve("key"));
    for (int length : new int[] {0, 31, 40, bytes.length / 2, bytes.length - 1}) {
      Files.write(folder.resolve("key"), Arrays.copyOf(bytes, length));
      assertThat(classes().find("key", NAME)).as("%d bytes", length).isEmpty();
    }
    bytes[bytes.length / 2]++;
    Files.write(folder.resolve("key"), bytes);
    assertThat(classes().find("key", NAME)).isEmpty();
    keep("key");
    assertThat(classes().find("key", NAME)).isPresent();
  }

  @Test
  void theOldestGo() throws IOException {
    for (int i = 0; i < 5; i++) {
      keep("key" + i);
      Files.setLastModifiedTime(folder.resolve("key" + i), FileTime.fromMillis(1_000_000L * i));
    }
    keep("key5");
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("key3", "key4", "key5");
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNoError() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    KeepClasses classes = new KeepClasses(file.resolve("classes"), "", 3);
    classes.keep("key", MODEL.program(Purpose.TRAIN), NAME, code());
    assertThat(classes.find("key", NAME)).isEmpty();
  }
}
