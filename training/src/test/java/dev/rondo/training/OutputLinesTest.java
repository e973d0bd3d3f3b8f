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
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLinesTest {
  @TempDir Path folder;

  private static List<String> lines(List<Signature.Output> outputs, Part part) {
    StringWriter text = new StringWriter();
    Map<String, Vocabulary> symbols = Map.of("V", new Vocabulary(List.of("a", "ä", "\"")));
    OutputLines lines =
        new OutputLines(
            text,
            SequenceOutputs.Field.of(outputs, symbols),
            Precision.F32,
            (json, sequence) -> {});
    Pass.run(
        new FakeEngine(), new Numbers.Doubles(new double[] {1, 7}), part, 2, () -> false, lines);
    return text.toString().lines().toList();
  }

  private static final Part PART =
      new Part(
          List.of(
              FakeEngine.sequence(1, 0.1), FakeEngine.sequence(), FakeEngine.sequence(Double.NaN)));

  @Test
  void aLineIsASequence() {
    assertThat(lines(FakeEngine.SIGNATURE.outputs(), PART))
        .containsExactly(
            "{\"p\":[1.0,1.1],\"s\":1.1}", "{\"p\":[],\"s\":0.0}", "{\"p\":[null],\"s\":null}");
  }

  @Test
  void tokensAreSymbolsAndShapesNest() {
    List<Signature.Output> outputs =
        List.of(
            new Signature.Output("y", Kind.TOKEN, List.of(), List.of(0), Optional.of("V")),
            new Signature.Output("m", Kind.REAL, List.of(2, 1), List.of(), Optional.empty()));
    List<Sequence> one = List.of(FakeEngine.sequence(1, 1, 0));
    assertThat(lines(outputs, new Part(one)))
        .containsExactly("{\"y\":[\"ä\",\"\\\"\",\"\\\"\"],\"m\":[[2.0],[2.0]]}");
  }

  @Test
  void theLeadIsNotWritten() {
    Part held = new Part(List.of(FakeEngine.sequence(1, 2, 3)), 2);
    assertThat(lines(FakeEngine.SIGNATURE.outputs(), held))
        .containsExactly("{\"p\":[6.0],\"s\":6.0}");
  }

  @Test
  void aFileIsThereWholeOrNotAtAll() throws IOException {
    Path file = folder.resolve("o.jsonl");
    Files.writeString(file, "old");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    part -> {
                      Files.writeString(part, "half");
                      throw new IOException("no more");
                    }))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": error: cannot be written: no more");
    assertThat(file).hasContent("old");
    WholeFile.write(file, part -> Files.writeString(part, "new"));
    assertThat(file).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("o.jsonl");
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    Path file = folder.resolve("no/o.jsonl");
    assertThatThrownBy(() -> WholeFile.write(file, part -> Files.writeString(part, "x")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be written: there is no folder");
  }
}
