package dev.rondo.benchmarks;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.Initialize;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.State;
import dev.rondo.training.optimize.Optimizer;
import dev.rondo.training.optimize.Range;
import dev.rondo.training.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Rondo's own part, as its users reach it. */
final class RondoWork {
  private static final long SEED = 1;

  /** That compute a training step: {@code -Drondo.threads=2}. */
  private static final int THREADS = Integer.getInteger("rondo.threads", 1);

  private RondoWork() {}

  static Work of(Workload work) {
    return switch (work.kind()) {
      case TRAINING -> training(work);
      case STEP -> step(work);
      case SEQUENCE -> sequence(work);
      case CHARACTERS -> characters(work);
    };
  }

  /** The layer that a workload is about. */
  static CompiledModel layer(Workload work) {
    return compile(work.cell() + "Layer", Map.of("X", work.inputs(), "H", work.units()));
  }

  /** As a training begins, and a little beside it: a bias that is forgotten must show. */
  static Numbers parameters(CompiledModel model) {
    Numbers parameters = Initialize.parameters(model.signature(), Precision.F32, SEED);
    Random random = new Random(SEED);
    for (int i = 0; i < parameters.size(); i++) {
      parameters.set(i, parameters.get(i) + 0.1 * (random.nextDouble() - 0.5));
    }
    return parameters;
  }

  static String text(String resource) {
    try (InputStream in = RondoWork.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CompiledModel compile(String model, Map<String, Integer> sizes) {
    return CheckModel.check(
            new Source("layers.rondo", text("layers.rondo")),
            Optional.of(model),
            sizes,
            (from, path) -> Optional.empty())
        .compile(Map.of(), Precision.F32);
  }

  private static Work training(Workload work) {
    return training(layer(work), THREADS, Series.normal(work));
  }

  /** Forward, backward, the gradient of all parameters. */
  static Work training(CompiledModel model, int threads, List<? extends Sequence> batch) {
    Runner runner = new Runner(model.program(Purpose.TRAIN), threads, Long.MAX_VALUE);
    Numbers parameters = parameters(model);
    Numbers gradient = Optimizer.zerosLike(parameters);
    return () -> {
      runner.load(parameters);
      runner.run(batch, Integer.MAX_VALUE, null);
      runner.gradient(gradient);
      return gradient;
    };
  }

  private static Work step(Workload work) {
    Predictor predictor = predictor(work);
    State state = predictor.start();
    double[] x = doubles(Series.normal(work).get(0))[0];
    double[] out = new double[predictor.outputSize()];
    return () -> {
      predictor.step(state, x, out);
      return out;
    };
  }

  private static Work sequence(Workload work) {
    Predictor predictor = predictor(work);
    double[] none = {};
    double[][] steps = doubles(Series.normal(work).get(0));
    return () -> predictor.run(none, steps);
  }

  private static Predictor predictor(Workload work) {
    CompiledModel model = layer(work);
    return new Predictor(model, parameters(model), Encoding.NONE);
  }

  static double[][] doubles(Series series) {
    double[][] all = new double[series.rows().length][];
    for (int t = 0; t < all.length; t++) {
      all[t] = new double[series.rows()[t].length];
      for (int j = 0; j < all[t].length; j++) {
        all[t][j] = series.rows()[t][j];
      }
    }
    return all;
  }

  private static Work characters(Workload work) {
    CompiledModel model =
        compile("CharLM", Map.of("V", Workload.SYMBOLS, "E", work.inputs(), "H", work.units()));
    Runner runner = new Runner(model.program(Purpose.TRAIN), THREADS, Long.MAX_VALUE);
    Numbers parameters = parameters(model);
    Numbers gradient = Optimizer.zerosLike(parameters);
    Optimizer adam =
        Optimizer.create(
            new Settings.OptimizerSetting.Adam(0.9, 0.999, 1e-8, 0),
            Range.trained(model.signature()),
            parameters,
            0);
    List<Sequence> batch =
        RandomData.sequences(
            model.signature(), Collections.nCopies(work.batch(), work.steps()), SEED);
    return () -> {
      runner.load(parameters);
      runner.run(batch, Integer.MAX_VALUE, null);
      runner.gradient(gradient);
      adam.update(parameters, gradient, 1e-3);
      return parameters;
    };
  }
}
