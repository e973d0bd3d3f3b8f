package dev.rondo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.runtime.Numbers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The baseline's gradient is ours. */
class HandLstmTest {
  private static final float ERROR = 2e-6f;

  @ParameterizedTest
  @ValueSource(strings = {"1x5x8x12", "3x7x4x20", "4x16x8x8"})
  void hasTheGradientOfOurs(String size) throws Exception {
    Workload work = Workload.parse("training-LSTM-" + size);
    CompiledModel model = RondoWork.layer(work);
    HandLstm lstm = HandWork.lstm(work, model);
    float[][] x = HandWork.rows(work);
    lstm.step(x);
    lstm.step(x); // the second must not see anything of the first
    HandWork.Weights gradient =
        new HandWork.Weights(model.signature(), (Numbers) RondoWork.of(work).run());
    for (int gate = 0; gate < 4; gate++) {
      String name = "ifgo".substring(gate, gate + 1);
      for (int j = 0; j < work.units(); j++) {
        int column = gate * work.units() + j;
        assertThat(lstm.gradBias[column]).isCloseTo(gradient.at("b" + name, j), within(ERROR));
        for (int k = 0; k < work.inputs(); k++) {
          assertThat(lstm.gradW[k][column])
              .isCloseTo(gradient.at("W" + name, j * work.inputs() + k), within(ERROR));
        }
        for (int k = 0; k < work.units(); k++) {
          assertThat(lstm.gradU[k][column])
              .isCloseTo(gradient.at("U" + name, j * work.units() + k), within(ERROR));
        }
      }
    }
  }
}
