package dev.rondo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.State;
import dev.rondo.training.EpochReport;
import dev.rondo.training.Evaluation;
import dev.rondo.training.TrainingListener;
import dev.rondo.training.TrainingResult;
import dev.rondo.training.settings.SettingsException;
import dev.rondo.training.weights.Safetensors;
import dev.rondo.training.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Java program can do with a model file. */
class RondoTest {
  @TempDir Path folder;

  @Test
  void namesAModelAndItsSizes() {
    Path file = TestModels.forecaster(folder);
    RecurrentModel model = Rondo.compile(file + ":Wave", Map.of("H", 5));
    assertThat(model.name()).isEqualTo("Wave");
    assertThat(model.file()).isEqualTo(file);
    assertThat(model.sizes()).isEqualTo(Map.of("H", OptionalInt.of(5)));
    assertThat(model.parameters())
        .extracting(CheckedModel.Parameter::shape)
        .contains("[H]", "[H, H]");
    assertThat(model.settings("epochs=7").epochs()).isEqualTo(7);
  }

  @Test
  void saysWhatIsWrong() {
    Path file = TestModels.forecaster(folder);
    assertThatThrownBy(() -> Rondo.compile(folder.resolve("wav.rondo")))
        .isInstanceOf(RondoException.class)
        .hasMessageContaining("there is no such file\n   help: did you mean wave.rondo?");
    assertThatThrownBy(() -> Rondo.compile(file.toString(), Map.of("G", 5)))
        .isInstanceOf(ArgumentException.class)
        .hasMessage("--size G=5: error: Wave has no size 'G', but H");
    assertThatThrownBy(() -> Rondo.compile(file.toString(), Map.of("H", 0)))
        .isInstanceOf(ArgumentException.class)
        .hasMessageContaining("a size is at least 1");
    Path bad = TestModels.write(folder, "bad.rondo", "model M { output y = z }\n");
    assertThatThrownBy(() -> Rondo.compile(bad))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("bad.rondo:1:22: error: ");
    RecurrentModel model = Rondo.compile(file);
    assertThatThrownBy(() -> model.settings("epochs"))
        .isInstanceOf(ArgumentException.class)
        .hasMessageContaining("a setting is NAME=VALUE");
    assertThatThrownBy(() -> model.settings("batch=0"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("'batch'");
    assertThatThrownBy(() -> model.trainer().resume(file).out(file).run())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void trainsSavesAndLoads() throws Exception {
    Path file = TestModels.forecaster(folder);
    TrainedModel trained = Rondo.compile(file.toString(), Map.of("H", 4)).train();
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2); // a training writes no file by itself
    }
    Path weights = folder.resolve("w.safetensors");
    trained.save(weights);
    TrainedModel loaded = Rondo.compile(file).load(weights);
    assertThat(loaded.model().sizes()).isEqualTo(Map.of("H", OptionalInt.of(4)));
    assertThat(loaded.precision()).isEqualTo(Precision.F32);
    assertThat(forecast(loaded.predictor(), 40)).isEqualTo(forecast(trained.predictor(), 40));

    assertThat(loaded.export("com.acme.Wave")).isEqualTo(trained.export("com.acme.Wave"));
    Path data = folder.resolve("wave.csv");
    Evaluation evaluation = loaded.evaluate(data);
    assertThat(evaluation).isEqualTo(trained.evaluate(data));
    assertThat(evaluation.steps()).isEqualTo(60);
    Safetensors gradients = loaded.gradients(data);
    assertThat(gradients.tensors())
        .anySatisfy(
            tensor -> {
              assertThat(tensor.name()).isEqualTo("input/x");
              assertThat(tensor.shape()).isEqualTo(List.of(1, 60));
            });
  }

  private static List<Double> forecast(Predictor predictor, int steps) {
    State state = predictor.start();
    double[] out = new double[predictor.outputSize()];
    return IntStream.range(0, steps)
        .mapToObj(
            t -> {
              predictor.step(state, new double[] {10 * Math.sin(t * 0.7)}, out);
              return out[0];
            })
        .toList();
  }

  @Test
  void servesManyThreads() {
    TrainedModel trained = Rondo.compile(TestModels.forecaster(folder)).train();
    Predictor predictor = trained.predictor();
    List<Double> alone = forecast(predictor, 200);
    assertThat(IntStream.range(0, 16).parallel().mapToObj(i -> forecast(predictor, 200)))
        .allMatch(alone::equals);
    Path data = folder.resolve("wave.csv");
    Evaluation evaluation = trained.evaluate(data);
    assertThat(IntStream.range(0, 8).parallel().mapToObj(i -> trained.evaluate(data)))
        .allMatch(evaluation::equals);
  }

  @Test
  void goesOnToTheSameBits() {
    RecurrentModel model = Rondo.compile(TestModels.forecaster(folder));
    Path weights = folder.resolve("w.safetensors");
    Weights whole = model.trainer().set("epochs=6").run().model().weights();
    int[] epochs = {0};
    TrainingReport stopped =
        model
            .trainer()
            .set("epochs=6")
            .out(weights)
            .listener(
                new TrainingListener() {
                  @Override
                  public void epoch(EpochReport report, Numbers parameters) {
                    epochs[0] = report.epoch();
                  }
                })
            .stop(() -> epochs[0] == 3)
            .run();
    assertThat(stopped.result().outcome()).isEqualTo(TrainingResult.Outcome.STOPPED);
    Weights resumed = model.trainer().set("epochs=6").resume(weights).run().model().weights();
    assertThat(numbers(resumed)).isEqualTo(numbers(whole)).isNotEqualTo(numbers(stopped));
  }

  private static List<Object> numbers(TrainingReport report) {
    return numbers(report.model().weights());
  }

  private static List<Object> numbers(Weights weights) {
    return weights.tensors().stream()
        .map(t -> IntStream.range(0, t.values().size()).mapToObj(t.values()::get).toList())
        .map(Object.class::cast)
        .toList();
  }

  @Test
  void saysThatATrainingDiverged() {
    RecurrentModel model = Rondo.compile(TestModels.forecaster(folder));
    TrainingReport report = model.trainer().set("optimizer=sgd(rate = 1e30)", "epochs=20").run();
    assertThat(report.result().outcome()).isEqualTo(TrainingResult.Outcome.DIVERGED);
    assertThatThrownBy(report::finished).isInstanceOf(RondoException.class);
  }

  @Test
  void writes() {
    TrainedModel trained = Rondo.compile(TestModels.writer(folder)).train();
    assertThat(trained.model().sizes().get("V")).isNotEqualTo(OptionalInt.empty());
    String text = trained.sample("the ", 30, 1, 7);
    assertThat(text).hasSize(30).isEqualTo(trained.sample("the ", 30, 1, 7));
    assertThatThrownBy(() -> trained.sample("THE", 30, 1, 7))
        .isInstanceOf(RondoException.class)
        .hasMessageContaining("--prompt: error: ");
    assertThatThrownBy(() -> trained.sample("the ", 30, -1, 7))
        .isInstanceOf(IllegalArgumentException.class);
    TrainedModel foreign =
        TrainedModel.of(
            trained.model(),
            new Weights(trained.weights().tensors(), Optional.empty()),
            Precision.F32,
            folder.resolve("f.safetensors"));
    assertThatThrownBy(() -> foreign.sample("the ", 30, 1, 7))
        .hasMessageContaining("without the symbols");
    assertThat(foreign.predictor().outputSize()).isEqualTo(trained.predictor().outputSize());
  }

  @Test
  void explainsAndChecks() {
    RecurrentModel model = Rondo.compile(TestModels.writer(folder));
    for (Stage stage : Stage.values()) {
      assertThat(model.explain(stage)).as(stage.name()).isNotBlank();
    }
    assertThat(model.explain(Stage.GRADIENT)).contains("∂");
    GradientReport report = model.gradcheck();
    assertThat(report.ok()).as(report.table()).isTrue();
    assertThat(Rondo.show("LSTM")).contains("cell LSTM[H](x: [X]) -> h {");
    assertThatThrownBy(() -> Rondo.show("LSTN")).hasMessageContaining("did you mean LSTM?");
  }

  @Test
  void beginsWithWhatWasTrainedBefore() throws Exception {
    Path file =
        TestModels.write(
            folder,
            "words.rondo",
            """
            model Words[V, E = 2] {
              input x: token[V] over t
              fixed table: [V, E] ~ from_file("vectors.txt")
              param w: [V, E] ~ from_file("vectors.txt")
              loss cross_entropy(Linear[V](tanh(w @ table[x])), x[t+1])
              output y = table[x]
            }
            train { data = words("text.txt") epochs = 2 seed = 5 }
            """);
    TestModels.write(folder, "text.txt", "a b a b\nb a c a\nc c a b\n");
    TestModels.write(folder, "vectors.txt", "b 3 4\na 1 2\n");
    Path out = folder.resolve("w.safetensors");
    TrainedModel trained = Rondo.compile(file).trainer().out(out).run().model();
    Numbers table =
        trained.weights().tensors().stream()
            .filter(t -> t.name().equals("table"))
            .findFirst()
            .orElseThrow()
            .values();
    assertThat(table.size()).isEqualTo(6);
    assertThat(IntStream.range(0, 4).mapToObj(table::get)).containsExactly(1.0, 2.0, 3.0, 4.0);
    assertThat(trained.weights().metadata().orElseThrow().tables())
        .containsOnlyKeys("vectors.txt")
        .allSatisfy((name, hash) -> assertThat(hash).hasSize(64));
    Files.delete(folder.resolve("vectors.txt"));
    assertThatThrownBy(() -> Rondo.compile(file).train())
        .hasMessageContaining("vectors.txt: error: no such file");
    assertThat(Rondo.compile(file).load(out).predictor()).isNotNull();
    assertThat(Rondo.compile(file).gradcheck().ok()).isTrue();
  }

  /** The gradient of keep * w is what keep is in that update; an epoch of one sequence has one. */
  /** A scheduled input leaves the lengths of a second axis as the data give them. */
  @Test
  void schedulesAnInputBesideSeveralAxes() throws IOException {
    Files.writeString(folder.resolve("axes.jsonl"), "{\"a\": [1, 2], \"b\": [1, 2, 3]}\n");
    Path file =
        TestModels.write(
            folder,
            "axes.rondo",
            """
            model Axes {
              input a: real over s
              input b: real over t
              input keep: real = 10
              param w: real = 0
              loss keep * w + 0 * sum(a, over s) * sum(b, over t)
            }
            train {
              data = jsonl("axes.jsonl")
              optimizer = sgd(rate = 1)
              validation = none
              epochs = 2
              precision = f64
              keep = linear(1, 0.5)
            }
            """);
    TrainingReport report = Rondo.compile(file).trainer().run();
    assertThat(report.result().parameters().get(0)).isEqualTo(-(1 + 0.5));
  }

  @Test
  void schedulesAnInput() {
    TestModels.forecaster(folder);
    Path file =
        TestModels.write(
            folder,
            "keep.rondo",
            """
            model Keep {
              input value: real over t
              input keep: real = 10
              param w: real = 0
              loss keep * w + 0 * sum(value, over t)
              metric kept = keep
            }
            train {
              data = csv("wave.csv")
              optimizer = sgd(rate = 1)
              validation = csv("wave.csv")
              epochs = 5
              precision = f64
              keep = linear(1, 0.5)
            }
            """);
    TrainingReport report = Rondo.compile(file).trainer().run();
    assertThat(report.result().parameters().get(0)).isEqualTo(-(1 + 0.875 + 0.75 + 0.625 + 0.5));
    assertThat(report.result().epochs())
        .allSatisfy(epoch -> assertThat(epoch.metrics()).containsEntry("kept", 10.0));
  }

  /** Also of sequences that are longer than the windows of an evaluation. */
  @Test
  void addsTheDistancesOfWholeSequences() {
    StringBuilder lines = new StringBuilder();
    Random random = new Random(3);
    long edits = 0;
    long symbols = 0;
    for (int length : new int[] {1, 5, 40, 2500, 300}) {
      int[] x = random.ints(length, 0, 3).toArray();
      int[] shifted = new int[length];
      System.arraycopy(x, 0, shifted, 1, length - 1);
      edits += edits(shifted, x);
      symbols += length;
      lines.append("{\"x\": ").append(Arrays.toString(x)).append("}\n");
    }
    TestModels.write(folder, "edits.jsonl", lines.toString());
    Path file =
        TestModels.write(
            folder,
            "edits.rondo",
            """
            model Edits[V] {
              input x: token[V] over t
              loss cross_entropy(Linear[V](one_hot(x)), x)
              metric edit_rate(x[t-1 else 0], x)
            }
            train { data = jsonl("edits.jsonl") epochs = 1 }
            """);
    TrainedModel trained = Rondo.compile(file).train();
    assertThat(trained.evaluate(folder.resolve("edits.jsonl")).terms().get("edit_rate"))
        .isEqualTo((double) edits / symbols);
  }

  /** The whole table of costs. */
  private static int edits(int[] a, int[] b) {
    int[][] cost = new int[a.length + 1][b.length + 1];
    for (int i = 0; i <= a.length; i++) {
      for (int j = 0; j <= b.length; j++) {
        cost[i][j] =
            i == 0 || j == 0
                ? i + j
                : Math.min(
                    cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1),
                    1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
      }
    }
    return cost[a.length][b.length];
  }
}
