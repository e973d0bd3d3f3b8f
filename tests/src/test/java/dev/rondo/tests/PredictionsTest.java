package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.Source;
import dev.rondo.runtime.Initialize;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Sequence;
import dev.rondo.training.Predictions;
import dev.rondo.training.data.Binding;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.data.Part;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Predictions, and those behind the end of the data against a loop by hand. */
class PredictionsTest {
  private static final int AHEAD = 7;

  private static final String MODEL =
      """
      model Wave {
        input x: [2] over t
        input k: real
        input y: real over t

        h = GRU[5](concat(x, k))
        p = Linear[2](h + 0.1 * h[t-3])

        loss   squared_error(sum(p), y)
        output p
        output end = h[last]
        output gap = p - x[t+1 else [0, 0]]
        feed   x = p[t-1]
      }
      """;

  private static CompiledModel compile(String text) {
    return CheckModel.check(
            new Source("m.rondo", text),
            Optional.empty(),
            Map.of(),
            (from, path) -> Optional.empty())
        .compile(Map.of(), Precision.F64);
  }

  private record Steps(List<double[]> x) implements Sequence {
    @Override
    public long length() {
      return x.size();
    }

    @Override
    public double value(int input, long step, int feature) {
      return switch (input) {
        case 0 -> x.get((int) step)[feature];
        case 1 -> 0.3;
        default -> throw new AssertionError("no output depends on y");
      };
    }
  }

  private static Steps steps(int length, int phase) {
    List<double[]> x = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      x.add(new double[] {Math.sin(t + phase), Math.cos(0.3 * t)});
    }
    return new Steps(x);
  }

  private static JsonObject[] lines(
      CompiledModel model, Numbers parameters, List<Sequence> sequences, int ahead) {
    Predictions predictions = new Predictions(model, parameters, ahead);
    Dataset data =
        new Dataset(
            Path.of("data"),
            predictions.inputs(),
            Map.of(),
            Map.of("x", new Scaling(List.of(10.0, -1.0), List.of(2.0, 4.0))),
            Map.of(),
            new Part(sequences),
            Optional.empty());
    StringWriter text = new StringWriter();
    predictions.write(data, text);
    return text.toString()
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toArray(JsonObject[]::new);
  }

  private static double[] numbers(JsonElement list) {
    return StreamSupport.stream(((JsonArray) list).spliterator(), false)
        .mapToDouble(JsonElement::getAsDouble)
        .toArray();
  }

  @Test
  void whatComesBehindTheEndIsFedBackStepByStep() {
    CompiledModel model = compile(MODEL);
    Numbers parameters = Initialize.parameters(model.signature(), Precision.F64, 3);
    List<Sequence> sequences = List.of(steps(9, 0), steps(1, 2), steps(5000, 1));
    JsonObject[] lines = lines(model, parameters, sequences, AHEAD);
    JsonObject[] without = lines(model, parameters, sequences, 0);
    Runner runner = new Runner(model.program(Purpose.PREDICT));
    runner.load(parameters);
    for (int s = 0; s < lines.length; s++) {
      JsonObject ahead = lines[s].remove("ahead").getAsJsonObject();
      assertThat(lines[s]).as("the data's own steps").isEqualTo(without[s]);
      List<double[]> x = new ArrayList<>(((Steps) sequences.get(s)).x());
      for (int k = 0; k < AHEAD; k++) {
        double[] fed = last(runner, x, 0, 2);
        x.add(fed);
        assertThat(numbers(ahead.getAsJsonArray("x").get(k)))
            .as("in the data's units")
            .containsExactly(fed[0] * 2 + 10, fed[1] * 4 - 1);
        assertThat(numbers(ahead.getAsJsonArray("p").get(k)))
            .containsExactly(last(runner, x, 0, 2));
        assertThat(numbers(ahead.getAsJsonArray("gap").get(k)))
            .containsExactly(k < AHEAD - 1 ? new double[2] : last(runner, x, 0, 2));
      }
      assertThat(numbers(ahead.get("end"))).containsExactly(last(runner, x, 1, 5));
    }
  }

  /** An output's value at the last step. */
  private static double[] last(Runner runner, List<double[]> x, int output, int size) {
    runner.run(List.of(new Steps(x)), Integer.MAX_VALUE, null);
    double[] value = new double[size];
    for (int k = 0; k < size; k++) {
      value[k] = runner.output(output, 0, output == 0 ? x.size() - 1 : 0, k);
    }
    return value;
  }

  @Test
  void anEmptySequenceGoesOnFromTheInitialState() {
    CompiledModel model = compile(MODEL);
    Numbers parameters = Initialize.parameters(model.signature(), Precision.F64, 3);
    JsonObject[] lines = lines(model, parameters, List.of(steps(0, 0)), 2);
    assertThat(lines[0].getAsJsonArray("p")).isEmpty();
    JsonObject ahead = lines[0].getAsJsonObject("ahead");
    assertThat(numbers(ahead.getAsJsonArray("x").get(0))).containsExactly(10, -1);
    assertThat(ahead.getAsJsonArray("p")).hasSize(2);
  }

  @Test
  void onlyWhatOutputsDependOnIsRead() {
    CompiledModel model = compile(MODEL);
    Numbers parameters = Initialize.parameters(model.signature(), Precision.F64, 3);
    for (int ahead : new int[] {0, 2}) {
      assertThat(new Predictions(model, parameters, ahead).inputs())
          .extracting(Binding::name, Binding::read)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("x", true),
              org.assertj.core.groups.Tuple.tuple("k", true),
              org.assertj.core.groups.Tuple.tuple("y", false));
    }
  }

  private static void cannotGoOn(String text, String message) {
    CompiledModel model = compile(text);
    Numbers parameters = Initialize.parameters(model.signature(), Precision.F64, 1);
    assertThatThrownBy(() -> new Predictions(model, parameters, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aModelThatCannotGoOnSaysWhatIsMissing() {
    cannotGoOn(
        MODEL.replace("feed   x = p[t-1]", ""),
        "nothing says what 'x' is behind the end of the data: the model Wave needs"
            + " 'feed x = ...', by values of the step before, such as y[t-1]");
    cannotGoOn(
        MODEL.replace("loss   squared_error(sum(p), y)", "output o = sum(p) * y"),
        "nothing says what 'y' is behind the end of the data: the model Wave needs"
            + " 'feed y = ...', by values of the step before, such as y[t-1]");
    cannotGoOn(
        MODEL.replace("output p\n", "output ahead = p\n"),
        "the output 'ahead' has the name of the field for the steps behind the end: rename it");
    cannotGoOn(
        MODEL.replace("output end = h[last]", "output start = h[first]"),
        "the model Wave cannot go on step by step: m.rondo:11:18 reads the first step");
    cannotGoOn(
        "model M { input x: real over t  loss Score(concat(x)) }",
        "the model M predicts nothing: it needs an output, such as output y = ...");
  }
}
