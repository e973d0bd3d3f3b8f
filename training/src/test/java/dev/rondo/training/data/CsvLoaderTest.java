package dev.rondo.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature.Kind;
import dev.rondo.training.settings.SettingValue;
import dev.rondo.training.settings.SettingValue.ListOf;
import dev.rondo.training.settings.SettingValue.Word;
import dev.rondo.training.settings.Settings.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CsvLoaderTest extends LoaderFixture {
  @Test
  void csvBindsColumnsByNameAndByArgument() {
    Map<String, SettingValue> options = new LinkedHashMap<>();
    options.put("v", new ListOf(List.of(text("b"), text("a")), "m.rondo:8:10"));
    options.put("sequence", text("id"));
    Dataset data =
        csv(
            "id,a,b,x_0,x_1,w,c\n1,1,2,3,4,red,7\n2,5,6,7,8,blue,8\n\n1,9,10,11,12,red,7\n",
            options,
            real("v", true, OptionalInt.of(2)),
            real("x", true, OptionalInt.empty()),
            token("w", false),
            real("c", false));
    List<Sequence> sequences = data.training().sequences();
    assertThat(sequences).hasSize(2);
    assertThat(values(sequences.get(0), 0, 0)).containsExactly(2.0, 10.0);
    assertThat(values(sequences.get(0), 0, 1)).containsExactly(1.0, 9.0);
    assertThat(values(sequences.get(0), 1, 1)).containsExactly(4.0, 12.0);
    assertThat(values(sequences.get(0), 2, 0)).containsExactly(1.0, 1.0);
    assertThat(values(sequences.get(1), 3, 0)).containsExactly(8.0);
    assertThat(data.vocabularies().get("V").symbols()).containsExactly("blue", "red");
    assertThat(data.shapes()).isEqualTo(Map.of("v", List.of(2), "x", List.of(2), "c", List.of()));
  }

  @Test
  void anInputWithAValueNeedsNoColumn() {
    Binding keep =
        new Binding(
            "keep",
            Kind.REAL,
            List.of(),
            List.of(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalDouble.of(0.5));
    Dataset data = csv("x\n1\n2\n", Map.of(), real("x", true), keep);
    assertThat(data.training().sequences().get(0).value(1, 1, 0)).isEqualTo(0.5);
  }

  @Test
  void scalingFromTheWeightsIsUsedAsItIs() {
    write("a.csv", "x\n1\n3\n");
    Dataset data =
        Loaders.load(
            new DataRequest(
                List.of(real("x", true)),
                Map.of(),
                Map.of(),
                Map.of("x", new Scaling(List.of(1.0), List.of(4.0))),
                folder),
            new Source("csv", "a.csv", Map.of(), "m.rondo:8:10"),
            NONE);
    assertThat(values(data.training().sequences().get(0), 0, 0)).containsExactly(0.0, 0.5);
  }

  @Test
  void badCellsAreNamedWithTheirLine() {
    assertBad(
        "FOLDER/a.csv:3: error: 'n/a' in column 'x' is not a number",
        () -> csv("x\n1\nn/a\n", Map.of(), real("x", true)));
    assertBad(
        "FOLDER/a.csv:2: error: 'NaN' in column 'x' is not a finite number",
        () -> csv("x\nNaN\n", Map.of(), real("x", true)));
    assertBad(
        "FOLDER/a.csv:2: error: '1e999' in column 'x' is not a finite number",
        () -> csv("x\n1e999\n", Map.of(), real("x", true)));
    assertBad(
        "FOLDER/a.csv:2: error: '1f' in column 'x' is not a number",
        () -> csv("x\n1f\n", Map.of(), real("x", true)));
    assertBad(
        "FOLDER/a.csv:3: error: there is no number in column 'x'",
        () -> csv("x,y\n1,2\n,2\n", Map.of(), real("x", true)));
    assertBad(
        "FOLDER/a.csv:4: error: this row has 3 cells, the header has 2 columns",
        () -> csv("x,y\n1,2\n\n1,2,3\n", Map.of(), real("x", true)));
    assertBad(
        "FOLDER/a.csv: error: there are no rows below the header",
        () -> csv("x,y\n", Map.of(), real("x", true)));
    assertBad(
        "FOLDER/a.csv:1: error: two columns are named 'x'",
        () -> csv("x,x\n1,2\n", Map.of(), real("x", true)));
    assertBad(
        "FOLDER/a.csv:2: error: quotes do not match in this row\n"
            + "   help: a quote inside a quoted cell is written twice",
        () -> csv("x\n\"1\"2\n", Map.of(), real("x", true)));
    assertBad(
        "FOLDER/a.csv:2: error: '1.5' in column 'n' is not a whole number",
        () ->
            csv(
                "n\n1.5\n",
                Map.of(),
                new Binding(
                    "n",
                    Kind.INT,
                    List.of(),
                    List.of(0),
                    Optional.empty(),
                    OptionalInt.empty(),
                    OptionalDouble.empty())));
    assertBad(
        "FOLDER/a.csv:3: error: '8' in column 'c' differs from '7' in line 2\n"
            + "   help: the input 'c' has one value a sequence; declare it 'over t', or say which"
            + " rows belong together: sequence = \"column\"",
        () -> csv("c\n7\n8\n", Map.of(), real("c", false)));
  }

  @Test
  void missingColumnsAreNamedWithTheNearest() {
    assertBad(
        "FOLDER/a.csv:1: error: there is no column 'prise'\n   help: did you mean 'price'?",
        () -> csv("date,price\n1,2\n", Map.of("x", text("prise")), real("x", true)));
    assertBad(
        "FOLDER/a.csv:1: error: there is no column 'x' for the input of that name\n"
            + "   help: the columns are 'date', 'price'",
        () -> csv("date,price\n1,2\n", Map.of(), real("x", true)));
    assertBad(
        "FOLDER/a.csv:1: error: there is no column 'x' for the input of that name\n"
            + "   help: columns are separated by commas; this header has none",
        () -> csv("date;x\n1;2\n", Map.of(), real("x", true)));
    assertBad(
        "FOLDER/a.csv:1: error: the input 'v' takes 3 columns, there are 2 from 'v1' on\n"
            + "   help: name them in the call: v = [\"...\", \"...\"]",
        () -> csv("v1,v2\n1,2\n", Map.of(), real("v", true, OptionalInt.of(3))));
  }

  @Test
  void argumentsOfCsvAreChecked() {
    assertThatThrownBy(() -> csv("x\n1\n", Map.of("scal", text("a")), real("x", true)))
        .hasMessage(
            "m.rondo:9:1: error: 'csv' has no argument 'scal'\n   help: did you mean 'scale'?");
    assertThatThrownBy(
            () -> csv("x\n1\n", Map.of("x", new Word("x", "m.rondo:9:1")), real("x", true)))
        .hasMessageContaining("a column's name stands in quotes: \"x\"");
    assertThatThrownBy(() -> csv("x\n1\n", Map.of("scale", text("a")), real("x", true)))
        .hasMessageContaining("'scale' must be standard or none, not \"a\"");
  }
}
