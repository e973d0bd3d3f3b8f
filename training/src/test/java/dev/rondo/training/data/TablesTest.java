package dev.rondo.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.Initial;
import dev.rondo.runtime.Initialize;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Signature;
import dev.rondo.training.DataException;
import dev.rondo.training.weights.Safetensors;
import dev.rondo.training.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  private static final Vocabulary SYMBOLS =
      new Vocabulary(List.of("<unk>", "cat", "dog", "new york"));

  @TempDir Path folder;

  private static Numbers begin(Initial initial, Initialize.Files files) {
    Signature.Parameter table = new Signature.Parameter("table", List.of(4, 2), 0, false, initial);
    Signature signature =
        new Signature("M", Map.of(), List.of(), List.of(table), List.of(), List.of(), List.of());
    return Initialize.parameters(signature, Precision.F64, 3, files);
  }

  private double[] table(String text) throws IOException {
    Files.writeString(folder.resolve("v.txt"), text);
    Initial file = new Initial.File("v.txt", Optional.empty(), Optional.of("V"));
    return (double[]) begin(file, new Tables(folder, Map.of("V", SYMBOLS))).array();
  }

  private void fails(String text, String message) {
    assertThatThrownBy(() -> table(text))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder.resolve("v.txt") + message);
  }

  @Test
  void rowsGoToTheirSymbolsAndTheOthersAreDrawn() throws IOException {
    double[] drawn =
        (double[])
            begin(new Initial.Draw("normal", List.of(0.1), List.of()), Initialize.Files.NONE)
                .array();
    double[] table = table("dog 0.5 -1e-2\nbird 7 7\ncat\t1 2\ndog 9 9\nnew york 3 4\n");
    assertThat(table).containsExactly(drawn[0], drawn[1], 1, 2, 0.5, -0.01, 3, 4);
  }

  @Test
  void theHeaderOfWord2vecIsNoRow() throws IOException {
    assertThat(table("2 2\ncat 1 2\r\ndog 3 4"))
        .endsWith(table("cat 1 2\ndog 3 4\n"))
        .contains(1, 2, 3, 4);
  }

  @Test
  void saysWhatIsWrongAndWhere() {
    fails("cat 1 2 3\n", ":1: error: a row has 3 numbers, but table is [4, 2]");
    fails("2 300\ncat 1 2\n", ":1: error: a row has 300 numbers, but table is [4, 2]");
    fails("cat 1 2\ndog 1\n", ":2: error: a row has 1 number, but table is [4, 2]");
    fails("cat 1 2\n\ndog 1 x\n", ":3: error: 'x' in the row of 'dog' is not a number");
    fails("cat 1 NaN\n", ":1: error: 'NaN' in the row of 'cat' is not a number");
    fails("Cat 1 2\n", ": error: it has none of the 4 symbols of the data");
    Initial file = new Initial.File("w.txt", Optional.empty(), Optional.of("V"));
    assertThatThrownBy(() -> begin(file, new Tables(folder, Map.of("V", SYMBOLS))))
        .hasMessageContaining("w.txt: error: no such file");
  }

  @Test
  void tensorsGoByName() {
    Numbers numbers = new Numbers.Floats(new float[] {1, 2, 3, 4, 5, 6, 7, 8});
    new Safetensors(
            List.of(
                new Tensor("emb", List.of(4, 2), numbers),
                new Tensor("turned", List.of(2, 4), numbers)),
            Map.of())
        .write(folder.resolve("w.safetensors"));
    Tables tables = new Tables(folder, Map.of());
    assertThat((double[]) begin(tensor("emb"), tables).array())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThatThrownBy(() -> begin(tensor("turned"), tables))
        .hasMessageContaining("the tensor 'turned' is [2, 4], but table is [4, 2]");
    assertThatThrownBy(() -> begin(tensor("emd"), tables))
        .hasMessageContaining("w.safetensors: error: there is no tensor 'emd' in it")
        .hasMessageContaining("did you mean 'emb'?");
  }

  private static Initial tensor(String name) {
    return new Initial.File("w.safetensors", Optional.of(name), Optional.empty());
  }
}
