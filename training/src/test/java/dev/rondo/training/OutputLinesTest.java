package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.Signature.Kind;
import dev.rondo.training.data.Part;
import dev.rondo.training.data.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLinesTest {
  @TempDir Path folder;

  private List<String> lines(List<Signature.Output> outputs, Part part) throws IOException {
    Path file = folder.resolve("o.jsonl");
    try (OutputLines lines =
        new OutputLines(
            file, outputs, Precision.F32, Map.of("V", new Vocabulary(List.of("a", "ä", "\""))))) {
      Pass.run(
          new FakeEngine(), new Numbers.Doubles(new double[] {1, 7}), part, 2, () -> false, lines);
    }
    return Files.readAllLines(file);
  }

  private static final Part PART =
      new Part(
          List.of(
              FakeEngine.sequence(1, 0.1), FakeEngine.sequence(), FakeEngine.sequence(Double.NaN)));

  @Test
  void aLineIsASequence() throws IOException {
    assertThat(lines(FakeEngine.SIGNATURE.outputs(), PART))
        .containsExactly(
            "{\"p\":[1.0,1.1],\"s\":1.1}", "{\"p\":[],\"s\":0.0}", "{\"p\":[null],\"s\":null}");
  }

  @Test
  void tokensAreSymbolsAndShapesNest() throws IOException {
    List<Signature.Output> outputs =
        List.of(
            new Signature.Output("y", Kind.TOKEN, List.of(), true, Optional.of("V")),
            new Signature.Output("m", Kind.REAL, List.of(2, 1), false, Optional.empty()));
    List<Sequence> one = List.of(FakeEngine.sequence(1, 1, 0));
    assertThat(lines(outputs, new Part(one)))
        .containsExactly("{\"y\":[\"ä\",\"\\\"\",\"\\\"\"],\"m\":[[2.0],[2.0]]}");
  }

  @Test
  void theLeadIsNotWritten() throws IOException {
    Part held = new Part(List.of(FakeEngine.sequence(1, 2, 3)), 2);
    assertThat(lines(FakeEngine.SIGNATURE.outputs(), held))
        .containsExactly("{\"p\":[6.0],\"s\":6.0}");
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    assertThatThrownBy(
            () -> new OutputLines(folder.resolve("no/o.jsonl"), List.of(), Precision.F32, Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be written");
  }
}
