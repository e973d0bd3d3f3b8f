package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PredictorTest {
  static final String RUNNING =
      """
      model Running[V = 5, H = 16] {
        input v: [3]
        input x: token[V] over t
        input y: real over t
        param E: [V, H] ~ normal(0.5)
        param A: [H, 3] ~ normal(0.5)
        h = LSTM[H](E[x] + y * (A @ v))
        g = Linear[2](h[t-3 else A @ v])
        output g
        output last = h[last]
      }
      """;

  private static Predictor predictor(String text, Precision precision, Encoding encoding) {
    return predictor(NamedRun.compile(text, Map.of(), precision), encoding);
  }

  static Predictor predictor(CompiledModel model, Encoding encoding) {
    Map<String, double[]> values = RandomData.parameters(model.signature(), 3);
    Numbers parameters = RandomData.flat(model.signature(), model.precision(), values);
    return new Predictor(model, parameters, encoding);
  }

  /** What one state puts out over its steps: its own stream of random inputs. */
  private static final class Stream {
    private final Predictor predictor;
    private final Random random;
    private final State state;
    final List<double[]> outputs = new ArrayList<>();

    Stream(Predictor predictor, long seed) {
      this.predictor = predictor;
      this.random = new Random(seed);
      this.state = predictor.start(random.doubles(3).toArray());
    }

    void step() {
      double[] out = new double[predictor.outputSize()];
      predictor.step(state, new double[] {random.nextInt(5), random.nextDouble()}, out);
      outputs.add(out);
    }
  }

  @Test
  void manyThreadsStepManyStates() throws Exception {
    Predictor predictor = predictor(RUNNING, Precision.F32, Encoding.NONE);
    int states = 1000;
    int steps = 20;
    List<Stream> alone = new ArrayList<>();
    for (int s = 0; s < states; s++) {
      Stream stream = new Stream(predictor, s);
      for (int t = 0; t < steps; t++) {
        stream.step();
      }
      alone.add(stream);
    }
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Stream> together = new ArrayList<>();
      for (int s = 0; s < states; s++) {
        together.add(new Stream(predictor, s));
      }
      for (int t = 0; t < steps; t++) {
        // a state meets another thread at each step, and a thread states of different ages
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int s = 0; s < states; s++) {
          Stream stream = together.get(s);
          int now = t;
          int age = s % 3;
          tasks.add(
              () -> {
                if (now >= age) {
                  stream.step();
                }
                return null;
              });
        }
        for (Future<Void> done : threads.invokeAll(tasks)) {
          done.get();
        }
      }
      for (int s = 0; s < states; s++) {
        for (int t = 0; t < together.get(s).outputs.size(); t++) {
          assertThat(together.get(s).outputs.get(t)).isEqualTo(alone.get(s).outputs.get(t));
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  /** In a JVM of its own: other widths, which one process never has, spoil HotSpot's profiles. */
  @Test
  void aStepAllocatesNothingAndAnUpdateNextToNothing() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                classPath,
                StepAllocation.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String bytes = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<Long> each = bytes.lines().map(Long::valueOf).toList();
    assertThat(each).hasSize(3);
    assertThat(each.subList(0, 2)).as("100 steps").allMatch(one -> one < 100);
    assertThat(each.get(2)).as("an update").isLessThan(500);
  }

  /** What comes before the steps is there at each of them: it was added up in the place of both. */
  @Test
  void aSumOfWhatCameBeforeTheStepsAndOfTheLastOne() {
    String model =
        """
        model M {
          input v: [3]
          input x: [2] over t
          param A: [2, 3] ~ normal(1)
          param B: [2, 2] ~ normal(1)
          output y = A @ v + B @ x[last]
        }
        """;
    Predictor predictor = predictor(model, Precision.F32, Encoding.NONE);
    double[] v = {0.3, -1, 2};
    double[][] steps = {{1, 2}, {0.5, -3}, {-1, 0.25}};
    State state = predictor.start(v);
    double[] out = new double[2];
    for (double[] step : steps) {
      predictor.step(state, step, out);
    }
    assertThat(out).isEqualTo(predictor.run(v, steps).sequence());
  }

  @Test
  void inputsAreInTheirOwnUnits() {
    String model =
        """
        model M {
          input x: [2] over t
          param W: [2, 2] ~ normal(1)
          output y = W @ x
        }
        """;
    Scaling scaling = new Scaling(List.of(10.0, -3.0), List.of(4.0, 0.3));
    Predictor raw = predictor(model, Precision.F32, new Encoding(Map.of("x", scaling), Map.of()));
    Predictor scaled = predictor(model, Precision.F32, Encoding.NONE);
    double[][] given = {{11.5, 2.25}, {0.1, -7}};
    double[][] seen = new double[2][2];
    for (int t = 0; t < 2; t++) {
      for (int j = 0; j < 2; j++) {
        seen[t][j] = scaling.scale(given[t][j], j);
      }
    }
    assertThat(raw.run(new double[0], given).steps())
        .isDeepEqualTo(scaled.run(new double[0], seen).steps());
    double[] out = new double[2];
    raw.step(raw.start(), given[0], out);
    assertThat(out).isEqualTo(scaled.run(new double[0], seen).steps()[0]);
  }

  @Test
  void aPredictorTakesWhatItsOutputsNeed() {
    Predictor predictor =
        predictor(
            """
            model M[V = 4] {
              input x: real over t
              input rate: real over t = 0.5
              input label: token[V]
              h = LSTM[3](concat(x, rate))
              loss cross_entropy(Linear[V](h[last]), label)
              output p = h[last]
            }
            """,
            Precision.F64,
            Encoding.NONE);
    assertThat(predictor.inputs()).extracting("name").containsExactly("x");
    assertThat(predictor.sequenceInputs()).isEmpty();
    assertThat(predictor.outputSize()).isEqualTo(3);
  }

  @Test
  void aModelThatLooksAheadRunsOverWholeSequencesOnly() {
    Predictor predictor =
        predictor(
            """
            model M {
              input x: real over t
              next = x[t+1 else 0]
              h = LSTM[2](concat(x, next))
              g = h + 1
              output y = dot(g, g)
            }
            """,
            Precision.F64,
            Encoding.NONE);
    assertThat(predictor.run(new double[0], new double[][] {{1}, {2}}).steps()).hasDimensions(2, 1);
    assertThatThrownBy(predictor::start)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("output 'y' depends on 'g', on 'h.h', ")
        .hasMessageContaining("test.rondo:3:10 reads a later step of 'x'");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Predictor predictor = predictor(RUNNING, Precision.F32, Encoding.NONE);
    double[] out = new double[predictor.outputSize()];
    State state = predictor.start(1, 2, 3);
    assertThatThrownBy(() -> predictor.start(1)).hasMessageContaining("1 numbers");
    assertThatThrownBy(() -> predictor.step(state, new double[1], out))
        .hasMessageContaining("1 numbers");
    assertThatThrownBy(() -> predictor.step(state, new double[2], new double[1]))
        .hasMessageContaining("1 numbers");
    assertThatThrownBy(() -> predictor.step(state, new double[] {5, 0}, out))
        .hasMessageContaining("5.0 is no token of 'x', which has 5");
    assertThatThrownBy(() -> predictor.step(state, new double[] {0.5, 0}, out))
        .hasMessageContaining("no token");
    Predictor other = predictor(RUNNING, Precision.F64, Encoding.NONE);
    assertThatThrownBy(() -> other.step(state, new double[2], out))
        .hasMessageContaining("not of this model");
    byte[] saved = predictor.save(state);
    for (int cut = 0; cut < saved.length; cut++) {
      byte[] damaged = java.util.Arrays.copyOf(saved, cut);
      assertThatThrownBy(() -> predictor.restore(damaged))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aStateThatHasNotBegunIsRefused() {
    CompiledModel model = NamedRun.compile(RUNNING, Map.of(), Precision.F32);
    Program program = model.program(Purpose.PREDICT);
    Map<String, double[]> values = RandomData.parameters(model.signature(), 3);
    Numbers parameters = RandomData.flat(model.signature(), Precision.F32, values);
    Predictor predictor = new Predictor(model, parameters, Encoding.NONE);
    State never = State.initial(program, 1);
    double[] out = new double[predictor.outputSize()];
    assertThatThrownBy(() -> predictor.step(never, new double[2], out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has not begun");
    assertThatThrownBy(() -> predictor.restore(predictor.save(never)))
        .hasMessageContaining("damaged");
  }

  @Test
  void aStateThatBeginsWithMoreRowsIsRefused() {
    CompiledModel model = NamedRun.compile(RUNNING, Map.of(), Precision.F32);
    Map<String, double[]> saved =
        new LinkedHashMap<>(predictor(model, Encoding.NONE).start(1, 2, 3).save());
    saved.replaceAll(
        (name, values) ->
            name.startsWith("begun/") ? Arrays.copyOf(values, 2 * values.length) : values);
    assertThatThrownBy(() -> State.restore(model.program(Purpose.PREDICT), saved))
        .hasMessageContaining("not the values that a sequence begins with");
  }

  @Test
  void aDamagedStateNeverFailsAStep() {
    Predictor predictor = predictor(RUNNING, Precision.F32, Encoding.NONE);
    State state = predictor.start(1, 2, 3);
    double[] out = new double[predictor.outputSize()];
    predictor.step(state, new double[2], out);
    byte[] saved = predictor.save(state);
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = saved.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      State restored;
      try {
        restored = predictor.restore(damaged);
      } catch (IllegalArgumentException e) {
        continue; // as it should be; a changed number alone cannot be seen
      }
      predictor.step(restored, new double[2], out);
    }
  }
}
