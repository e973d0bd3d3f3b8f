package dev.rondo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.State;
import java.nio.FloatBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is timed beside ours computes the same. */
class OnnxWorkTest {
  private static final float ERROR = 2e-5f;

  private static Predictor predictor(Workload work) {
    var model = RondoWork.layer(work);
    return new Predictor(model, RondoWork.parameters(model), Encoding.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "GRU"})
  void sequencesAgree(String cell) throws Exception {
    Workload work = Workload.parse("sequence-" + cell + "-1x7x5x8");
    Series series = Series.normal(work).get(0);
    double[][] ours = predictor(work).run(new double[0], RondoWork.doubles(series)).steps();
    float[][] theirs = OnnxWork.outputs(work, series);
    assertThat(theirs).hasNumberOfRows(7);
    for (int t = 0; t < 7; t++) {
      for (int j = 0; j < 8; j++) {
        assertThat(theirs[t][j]).isCloseTo((float) ours[t][j], within(ERROR));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "GRU"})
  void stepsAgree(String cell) throws Exception {
    Workload work = Workload.parse("step-" + cell + "-1x1x5x8");
    Work onnx = OnnxWork.of(work);
    Predictor predictor = predictor(work);
    double[] x = RondoWork.doubles(Series.normal(work).get(0))[0];
    double[] out = new double[8];
    State state = predictor.start();
    for (int t = 0; t < 4; t++) {
      predictor.step(state, x, out);
      FloatBuffer theirs = (FloatBuffer) onnx.run();
      for (int j = 0; j < 8; j++) {
        assertThat(theirs.get(j)).isCloseTo((float) out[j], within(ERROR));
      }
    }
  }
}
